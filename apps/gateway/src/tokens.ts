/** What is injected without a class of its own. */
export const ANSWER_DEADLINE_MS = Symbol('answer deadline in milliseconds');
export const CACHE_STATISTICS = Symbol('statistics of the response cache');
export const LOGGER = Symbol('logger');
export const BUS = Symbol('message bus');

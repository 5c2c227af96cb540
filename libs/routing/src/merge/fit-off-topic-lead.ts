import type { RouterOptions } from '../router-options.js';
import { weighOffTopic, type RouteEvidence } from './decide-route.js';

/** A question that the router has not learned from, and whose it is; null is off-topic. */
export interface JudgedEvidence {
  readonly owner: string | null;
  readonly evidence: RouteEvidence;
}

/** The ends of `offTopicLead`. */
const furthest = 10;

/**
 * The off-topic threshold under which most questions go right: each to its assistant, off-topic to nobody. Off-topic counts
 * as much as there is of it, so the questions should be mixed as they will be asked. Of several best, the middle of the
 * widest.
 * @returns `offTopicLead` for the router's options; the given one where there is no off-topic question to fit it on
 */
export function fitOffTopicLead(judged: readonly JudgedEvidence[], options: RouterOptions): number {
  if (!judged.some(({ owner }) => owner === null)) return options.offTopicLead;
  const weighed = judged
    .map(({ owner, evidence }) => ({ owner, ...weighOffTopic(evidence, options) }))
    .filter(({ lead }) => Number.isFinite(lead))
    .sort((one, other) => one.lead - other.lead);
  // With the lowest threshold everything is refused; raising it past a question lets that one through.
  let gained = 0;
  let most = 0;
  let best: readonly [number, number] = [-furthest, weighed[0]?.lead ?? furthest];
  weighed.forEach(({ owner, assistant, lead }, at) => {
    if (owner === null) gained -= 1;
    else if (owner === assistant) gained += 1;
    const next = weighed[at + 1]?.lead ?? furthest;
    if (gained < most || (gained === most && next - lead <= best[1] - best[0])) return;
    most = gained;
    best = [lead, next];
  });
  return Math.min(furthest, Math.max(-furthest, (best[0] + best[1]) / 2));
}

export type { AnnouncementHandler, AnnouncementSender } from './client/announcements.js';
export type { Call } from './client/outgoing-call.js';
export type { BusStatus } from './connection.js';
export type { BusLogger } from './logger.js';
export { MessageBus } from './message-bus.js';
export type { BusContext } from './server/bus-context.js';
export { BusStrategy, type BusStrategyOptions } from './server/bus-strategy.js';
export { HandleRequest, HandleStream, type RequestHandler, type StreamHandler } from './server/decorators.js';
export type { BusCredentials, BusLimits, BusSettings, ReconnectSettings } from './settings.js';

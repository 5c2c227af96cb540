import { subjectToken } from '#contracts';
import { nestLogger, type BusLogger } from './logger.js';

export interface BusCredentials {
  readonly user: string;
  readonly password: string;
}

/** All in milliseconds. */
export interface ReconnectSettings {
  /** Between two attempts, plus up to `jitterMs`, so that a mesh does not return to its broker in step. */
  readonly waitMs: number;
  readonly jitterMs: number;
  /** For one attempt to reach the broker. */
  readonly dialTimeoutMs: number;
  /** How long the first connection is tried before `connect` gives up. Later ones are tried forever. */
  readonly firstConnectWithinMs: number;
  /** A broker that leaves two pings in a row unanswered is taken for dead. */
  readonly pingIntervalMs: number;
}

export interface BusLimits {
  /** Requests and streams one process may have open at once; the next is refused with `unavailable`. */
  readonly pending: number;
  /** Parts of one stream that wait to be read; one more and the stream fails. */
  readonly bufferedParts: number;
  /** UTF-16 code units of such parts together. A single part may be larger. */
  readonly bufferedCharacters: number;
}

export interface BusSettings {
  /** `nats://[user:password@]host:port`; several of one cluster with commas between them. */
  readonly url: string;
  /** The service this process is; a subject token. */
  readonly service: string;
  /** This process among the others of its service; a subject token. */
  readonly instance: string;
  /** At least 32 characters, the same in every service. */
  readonly principalSecret: string;
  /** Asked at every connection, so that rotated credentials are picked up. Takes precedence over the url. */
  readonly credentials?: () => BusCredentials;
  readonly logger?: BusLogger;
  readonly reconnect?: Partial<ReconnectSettings>;
  readonly limits?: Partial<BusLimits>;
}

const defaultReconnect: ReconnectSettings = {
  waitMs: 250,
  jitterMs: 250,
  dialTimeoutMs: 2_000,
  firstConnectWithinMs: 15_000,
  pingIntervalMs: 5_000,
};

const defaultLimits: BusLimits = { pending: 10_000, bufferedParts: 4_096, bufferedCharacters: 256 * 1024 };

export interface ParsedSettings {
  readonly servers: string[];
  readonly credentials: (() => BusCredentials) | undefined;
  readonly service: string;
  readonly instance: string;
  readonly logger: BusLogger;
  readonly reconnect: ReconnectSettings;
  readonly limits: BusLimits;
}

/** @throws RangeError for a service or instance that is no subject token, TypeError for a url that is none */
export function parseSettings(settings: BusSettings): ParsedSettings {
  const urls = settings.url.split(',').map((url) => new URL(url.includes('://') ? url.trim() : `nats://${url.trim()}`));
  const withUser = urls.find(({ username }) => username !== '');
  const fromUrl = withUser && {
    user: decodeURIComponent(withUser.username),
    password: decodeURIComponent(withUser.password),
  };
  return {
    servers: urls.map(({ protocol, host }) => `${protocol}//${host}`),
    credentials: settings.credentials ?? (fromUrl && (() => fromUrl)),
    service: subjectToken(settings.service),
    instance: subjectToken(settings.instance),
    logger: settings.logger ?? nestLogger(),
    reconnect: { ...defaultReconnect, ...settings.reconnect },
    limits: { ...defaultLimits, ...settings.limits },
  };
}

import { hash } from 'node:crypto';
import type { Database } from '#platform/database';

/** What a key may do: ask questions and give feedback; change SOPs and the routing; overrule what guards them. */
export type Scope = 'ask' | 'manage' | 'admin';

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
}

interface ApiKeyRow {
  id: string;
  name: string;
  scopes: Scope[];
  key_hash: string;
}

/** SHA-256 is enough here: a key is 256 random bits, so there is nothing to guess that a slow hash would slow down. */
export const hashOfKey = (key: string): string => hash('sha256', key);

/** Milliseconds after which a revoked key is let in nowhere. */
const refreshEvery = 5000;

/**
 * The keys that are let in, held in memory so that asking needs no database: they are read at the start, every few
 * seconds, and when a key comes that is not known, at most once a second. While the database is away the last known ones
 * are let in.
 */
export class ApiKeys {
  private byHash = new Map<string, ApiKey>();
  private readAt = 0;
  private reading: Promise<void> | null = null;
  private refresher: NodeJS.Timeout | null = null;

  constructor(
    private readonly database: Pick<Database, 'query'>,
    private readonly now: () => number = Date.now,
  ) {}

  /** @throws FailureError `unavailable` while the database is away */
  async load(): Promise<void> {
    const rows = await this.database.query<ApiKeyRow>(
      'SELECT id, name, scopes, key_hash FROM gateway.api_keys WHERE revoked_at IS NULL',
    );
    this.byHash = new Map(rows.map(({ key_hash, id, name, scopes }) => [key_hash, { id, name, scopes }]));
    this.readAt = this.now();
  }

  /** Reads the keys, and goes on reading them. `onProblem` hears of a reading that failed later. */
  async start(onProblem: (error: unknown) => void): Promise<void> {
    await this.load();
    this.refresher = setInterval(() => void this.load().catch(onProblem), refreshEvery);
  }

  stop(): void {
    if (this.refresher) clearInterval(this.refresher);
  }

  /** Stores a key under a name; the same name again replaces the key. Only its hash is kept. */
  async store(name: string, key: string, scopes: readonly Scope[]): Promise<void> {
    await this.database.query(
      `INSERT INTO gateway.api_keys (id, name, key_hash, scopes) VALUES ($1, $1, $2, $3)
       ON CONFLICT (id) DO UPDATE SET key_hash = excluded.key_hash, scopes = excluded.scopes, revoked_at = NULL`,
      [name, hashOfKey(key), [...scopes]],
    );
    await this.load();
  }

  /** Whether it is a key that was there at the last reading: what is told at once may be some seconds old. */
  knows(key: string): boolean {
    return this.byHash.has(hashOfKey(key));
  }

  /** The key behind what a client sent, or `undefined`. */
  async find(key: string): Promise<ApiKey | undefined> {
    const hash = hashOfKey(key);
    const known = this.byHash.get(hash);
    if (known || this.now() - this.readAt < 1000) return known;
    this.reading ??= this.load().finally(() => (this.reading = null));
    await this.reading;
    return this.byHash.get(hash);
  }
}

import type { Database } from '#platform/database';
import type { SemanticModelJson } from '#routing';

/** What routers were learned, so that a start with the same assistants need not learn again. */
export interface RouterModels {
  /** The newest ones first; whether one fits the assistants of now is for the router to say. */
  load(): Promise<readonly SemanticModelJson[]>;
  save(model: SemanticModelJson): Promise<void>;
}

/** Replicas of two releases may take turns for a while; more than a few models are of no use to anybody. */
const keptAtMost = 3;

export class PostgresRouterModels implements RouterModels {
  constructor(private readonly database: Pick<Database, 'query'>) {}

  async load(): Promise<SemanticModelJson[]> {
    const rows = await this.database.query<{ model: SemanticModelJson }>(
      'SELECT model FROM gateway.router_models ORDER BY learned_at DESC',
    );
    return rows.map(({ model }) => model);
  }

  async save(model: SemanticModelJson): Promise<void> {
    await this.database.query(
      `INSERT INTO gateway.router_models (fingerprint, model) VALUES ($1, $2::jsonb)
       ON CONFLICT (fingerprint) DO UPDATE SET model = excluded.model, learned_at = now()`,
      [model.fingerprint, JSON.stringify(model)],
    );
    await this.database.query(
      `DELETE FROM gateway.router_models WHERE fingerprint NOT IN
         (SELECT fingerprint FROM gateway.router_models ORDER BY learned_at DESC LIMIT $1)`,
      [keptAtMost],
    );
  }
}

import { KeptTexts, type Database } from '#platform/database';
import type { RouterModelJson } from '#routing';
import { routerModelsTable } from '../migrations/gateway-migrations.js';

/** What routers were learned, so that a start with the same assistants need not learn again. */
export interface RouterModels {
  /** The one that was learned from what this fingerprint says; undefined where it was not kept. */
  load(fingerprint: string): Promise<RouterModelJson | undefined>;
  save(model: RouterModelJson): Promise<void>;
}

/** Replicas of two releases may take turns for a while, each with a model that was taught from use and one that was not. */
const keptAtMost = 6;
const owner = 'router';

export class PostgresRouterModels implements RouterModels {
  private readonly texts: KeptTexts;

  constructor(database: Pick<Database, 'query'>) {
    this.texts = new KeptTexts(database, routerModelsTable);
  }

  async load(fingerprint: string): Promise<RouterModelJson | undefined> {
    const text = await this.texts.load(owner, fingerprint);
    return text === undefined ? undefined : (JSON.parse(text) as RouterModelJson);
  }

  save(model: RouterModelJson): Promise<void> {
    return this.texts.save(owner, model.fingerprint, JSON.stringify(model), keptAtMost);
  }
}

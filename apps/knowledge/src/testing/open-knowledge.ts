import { HashedEmbedder, type Embedder, type Lexicon } from '#ai';
import type { Passage } from '#contracts';
import { logMigrations, logSchema, PostgresEventStore } from '#event-store';
import { Deadline, newTraceId, systemClock, type Clock } from '#kernel';
import { createDatabase, migrate, type Database } from '#platform/database';
import { GuardedEmbedder } from '../embedding/guarded-embedder.js';
import { Indexer } from '../index-sops/index-sop.js';
import { lexicon as clubLexicon } from '../language/lexicon.js';
import { publishSop, type PublicationResult } from '../publish-sop/publish-sop.js';
import { KnowledgeStates } from '../search-knowledge/knowledge-states.js';
import { ScopeMemory } from '../search-knowledge/scope-memory.js';
import { KnowledgeSearch, type KnowledgeFound, type KnowledgeQuestion } from '../search-knowledge/search-knowledge.js';
import { SopClassifiers } from '../search-knowledge/sop-classifiers.js';
import { Vocabularies } from '../search-knowledge/vocabularies.js';
import { knowledgeMigrations, knowledgeSchema } from '../storage/migrations.js';
import { SopStore } from '../storage/sop-store.js';
import { sopMarkdown, type SopToWrite } from './sop-markdown.js';

export const testSites = ['harbor', 'mill', 'summit'];

export interface OpenOptions {
  readonly embedder?: Embedder;
  readonly lexicon?: Lexicon;
  readonly clock?: Clock;
  /** The code that searches, by name. */
  readonly release?: string;
}

/** The schemas of the log and of knowledge, in an empty database. */
export async function migrateKnowledge(url: string): Promise<void> {
  await migrate({ url, schema: logSchema, migrations: logMigrations });
  await migrate({ url, schema: knowledgeSchema, migrations: knowledgeMigrations });
}

export const connect = (url: string): Database =>
  createDatabase({
    url,
    applicationName: 'knowledge spec',
    maxConnections: 4,
    statementTimeoutMs: 60_000,
    connectionTimeoutMs: 60_000,
  });

/** One instance of knowledge on a database, without a bus. */
export function openKnowledge(database: Database, options: OpenOptions = {}) {
  const { embedder = new HashedEmbedder(), lexicon = clubLexicon, clock = systemClock, release = 'r1' } = options;
  const problems: unknown[] = [];
  const onProblem = (problem: unknown): void => void problems.push(problem);
  const guarded = new GuardedEmbedder(embedder, { withinMs: 60_000, onProblem });
  const log = new PostgresEventStore(database);
  const indexer = new Indexer(guarded, lexicon);
  const publisher = { sops: new SopStore(database), log, indexer, sites: testSites, clock };
  const vocabularies = new Vocabularies(database);
  const classifiers = new SopClassifiers(database, release, onProblem);
  const states = new KnowledgeStates(database, release, [indexer.embedderId, indexer.analyzerId]);
  const memory = ScopeMemory.over(database, states, onProblem);
  const search = new KnowledgeSearch({
    database,
    states,
    memory,
    vocabularies,
    classifiers,
    embedder: guarded,
    lexicon,
    sites: testSites,
    onProblem,
  });

  const publish = (sop: SopToWrite, baseVersion = 0, actor = 'staff:ann'): Promise<PublicationResult> =>
    publishSop(publisher, { id: sop.id, markdown: sopMarkdown(sop), baseVersion, actor }, { traceId: newTraceId() });
  const find = (query: string, question: Partial<KnowledgeQuestion> = {}): Promise<KnowledgeFound> =>
    search.find(
      { query, assistant: 'tech', limit: 8, ...question },
      { deadline: Deadline.in(60_000), signal: new AbortController().signal },
    );
  return { database, log, indexer, publisher, vocabularies, classifiers, states, search, problems, publish, find };
}
export type OpenKnowledge = ReturnType<typeof openKnowledge>;

/** The SOPs that passages are of, best first, each once. */
export const sopsOf = (passages: readonly Passage[]): string[] => [...new Set(passages.map(({ sop }) => sop))];

/** Everything the projection holds, in an order of its own. */
export async function dumpProjection(database: Database): Promise<Record<string, unknown[]>> {
  const orders = { sops: 'id', sop_versions: 'sop, version', chunks: 'sop, ordinal', scopes: 'assistant' };
  const dump: Record<string, unknown[]> = {};
  for (const [table, order] of Object.entries(orders)) {
    dump[table] = await database.query(
      `select row_to_json(t) as row from (select * from knowledge.${table} order by ${order}) t`,
    );
  }
  return dump;
}

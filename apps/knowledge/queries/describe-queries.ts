import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddingDimensions } from '#ai';
import { KeptTexts, type Database } from '#platform/database';
import { QueryRecorder, settleStatistics, withDatabase, type QueriesFile } from '#query-plans';
import { importSops } from '../src/import-sops/import-sops.js';
import { rebuildProjection } from '../src/index-sops/rebuild-projection.js';
import { reindexSops } from '../src/index-sops/reindex-sops.js';
import { readScope } from '../src/search-knowledge/scope-content.js';
import { sectionsAtMost } from '../src/search-knowledge/scope-memory.js';
import { search, searchWeights, type Search } from '../src/search-knowledge/search-sql.js';
import { classifiersTable } from '../src/storage/migrations.js';
import { openKnowledge, migrateKnowledge, type OpenKnowledge } from '../src/testing/open-knowledge.js';
import { sopMarkdown } from '../src/testing/sop-markdown.js';
import { fillKnowledge, filledKnowledge, filledSop, filledTerm } from './fill-knowledge.js';

async function useSearch(recorder: QueryRecorder, { states, vocabularies, indexer }: OpenKnowledge): Promise<void> {
  const asked: Search = {
    assistant: 'scope-1',
    site: 'harbor',
    query: { text: 'what is the matter', terms: new Map([[filledTerm(7), 1]]), shares: new Map([[filledTerm(7), 1]]) },
    sops: undefined,
    likelihoods: [{ id: filledSop(7), likelihood: 0.7 }],
    embedding: new Float32Array(embeddingDimensions).fill(0.05),
    embedder: indexer.embedderId,
    limit: 8,
    weights: searchWeights,
  };
  await recorder.hot('search', () => search(recorder.database, asked, {}));
  await recorder.hot('search, of an empty scope', () => search(recorder.database, { ...asked, assistant: 'none' }, {}));
  await recorder.hot('readScope', () => readScope(recorder.database, 'scope-1', sectionsAtMost, {}));
  await recorder.hot('KnowledgeStates.read', () => states.read());
  await recorder.hot('Vocabularies.of', () => vocabularies.of('scope-1'));
}

async function useSops(recorder: QueryRecorder, { publisher: { sops } }: OpenKnowledge): Promise<void> {
  await recorder.hot('SopStore.version', () => sops.version(filledSop(7)));
  await recorder.hot('SopStore.version, an older one', () => sops.version(filledSop(7), 1));
  await recorder.hot('SopStore.published', () => sops.published(filledSop(7)));
  await recorder.hot('SopStore.current', () => sops.current(filledSop(7)));
  await recorder.hot('SopStore.summaries, of an assistant', () => sops.summaries('scope-1'));
  await recorder.cold('SopStore.summaries', () => sops.summaries());
  await recorder.cold('SopStore.indexedOtherwise', () => sops.indexedOtherwise('another', 'another'));
}

async function useWriting(recorder: QueryRecorder, knowledge: OpenKnowledge): Promise<void> {
  const { publisher, indexer, log } = knowledge;
  const { database } = recorder;
  await recorder.hot('publishSop', () => knowledge.publish({ id: 'new-one' }));
  const folder = await mkdtemp(join(tmpdir(), 'sops-'));
  try {
    await writeFile(join(folder, 'new-file.md'), sopMarkdown({ id: 'new-file' }));
    await recorder.cold('importSops', () => importSops({ database, publisher }, [folder]));
  } finally {
    await rm(folder, { recursive: true });
  }
  await recorder.cold('reindexSops', () => reindexSops({ database, sops: publisher.sops, indexer }));
  await recorder.cold('rebuildProjection', () => rebuildProjection({ database, log, indexer }));
}

const mostLooks = 20_000;

/** What was learned is kept without anybody waiting for it. */
async function everyScopeIsKept(database: Database): Promise<void> {
  for (let look = 0; look < mostLooks; look += 1) {
    const [row] = await database.query<{ missing: number }>(
      `select count(*) as missing from knowledge.scopes s
       where exists (select from knowledge.sops o where o.assistant = s.assistant)
         and not exists (select from knowledge.classifiers c where c.owner = s.assistant)`,
    );
    if (row!.missing === 0) return;
  }
  throw new Error('What was learned was not kept.');
}

/** What was learned is kept later, at a moment of its own; how that is done is shown when the table is at rest again. */
async function useClassifiers(recorder: QueryRecorder, { classifiers }: OpenKnowledge, real: Database): Promise<void> {
  await recorder.cold('SopClassifiers.start', () => classifiers.start());
  await everyScopeIsKept(real);
  await settleStatistics(real, [classifiersTable]);
  const texts = new KeptTexts(recorder.database, classifiersTable);
  await recorder.cold('SopClassifiers, what was learned is kept', () => texts.save('scope-1', 'new', '{}', 1));
}

/** What knowledge sends to the database. Its event store has a file of its own; what is appended with a publication is here. */
export const describeQueries = (): Promise<QueriesFile> =>
  withDatabase(async (database, url) => {
    await migrateKnowledge(url);
    const recorder = new QueryRecorder(database);
    const knowledge = openKnowledge(recorder.database);
    await fillKnowledge(database, knowledge.indexer);
    await useSearch(recorder, knowledge);
    await useSops(recorder, knowledge);
    await useClassifiers(recorder, knowledge, database);
    await useWriting(recorder, knowledge);
    return {
      filled: filledKnowledge,
      methods: recorder.methods,
      mayBeReadWhole: {
        states: 'has one row for each assistant',
        scopes: 'has one row for each assistant',
      },
    };
  });

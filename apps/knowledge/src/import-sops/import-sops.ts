import { newTraceId } from '#kernel';
import type { Database } from '#platform/database';
import type { CurrentSop } from '../publish-sop/decide-publication.js';
import { publishContent, type Publisher } from '../publish-sop/publish-sop.js';
import type { SopContent } from '../sop/parse-sop.js';
import { readFolders, type RefusedFile } from './read-folder.js';

export interface Importing {
  readonly database: Pick<Database, 'query'>;
  readonly publisher: Publisher;
}

export interface ImportReport {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  /** The ids of those among the unchanged whose file is older than what was published since. */
  readonly newerElsewhere: readonly string[];
  readonly refused: readonly RefusedFile[];
}

export const importActor = 'import';

type Outcome = 'created' | 'changed' | 'unchanged' | 'newerElsewhere';

/**
 * Publishes what is new or changed in the folders. A file that was not touched since its last import never replaces what
 * was published in another way since.
 * @throws FailureError as the database does; what a single file is refused for stands in the report
 */
export async function importSops(importing: Importing, folders: readonly string[]): Promise<ImportReport> {
  const { contents, refused } = await readFolders(folders, importing.publisher.sites);
  const imported = await importedHashes(importing.database);
  const current = new Map((await importing.publisher.sops.summaries()).map((sop) => [sop.id, sop]));
  const counts: Record<Outcome, string[]> = { created: [], changed: [], unchanged: [], newerElsewhere: [] };
  for (const content of contents) {
    const outcome = await importOne(importing, content, current.get(content.id), imported.get(content.id));
    counts[outcome].push(content.id);
  }
  return {
    created: counts.created.length,
    changed: counts.changed.length,
    unchanged: counts.unchanged.length + counts.newerElsewhere.length,
    newerElsewhere: counts.newerElsewhere,
    refused,
  };
}

async function importOne(
  { database, publisher }: Importing,
  content: SopContent,
  current: CurrentSop | undefined,
  importedHash: string | undefined,
): Promise<Outcome> {
  if (current && importedHash === content.contentHash) {
    return current.contentHash === content.contentHash ? 'unchanged' : 'newerElsewhere';
  }
  const from = { baseVersion: current?.version ?? 0, actor: importActor };
  const { changed, sop } = await publishContent(publisher, content, from, { traceId: newTraceId() });
  if (importedHash !== content.contentHash) await remember(database, content);
  if (!changed) return 'unchanged';
  return sop.version === 1 ? 'created' : 'changed';
}

async function importedHashes(database: Pick<Database, 'query'>): Promise<Map<string, string>> {
  const rows = await database.query<{ sop: string; content_hash: string }>(
    'select sop, content_hash from knowledge.imports',
  );
  return new Map(rows.map((row) => [row.sop, row.content_hash]));
}

async function remember(database: Pick<Database, 'query'>, { id, contentHash }: SopContent): Promise<void> {
  await database.query(
    `insert into knowledge.imports (sop, content_hash) values ($1, $2)
     on conflict (sop) do update set content_hash = excluded.content_hash, imported_at = now()`,
    [id, contentHash],
  );
}

import { createHash } from 'node:crypto';
import { manifestSchema, type Manifest } from '#contracts';
import type { Database } from '#platform/database';

/** The same manifest has the same hash in every process, whatever order its keys came in: zod puts them in the schema's. */
export const hashOfManifest = (manifest: Manifest): string =>
  createHash('sha256')
    .update(JSON.stringify(manifestSchema.parse(manifest)))
    .digest('hex');

/** The manifests this gateway has heard, kept so that an assistant which is away is known as away, not as unknown. */
export class ManifestStore {
  constructor(private readonly database: Pick<Database, 'query'>) {}

  /** Every stored manifest that still fits the schema; the ids of those that do not. */
  async load(): Promise<{ manifests: Manifest[]; unreadable: string[] }> {
    const rows = await this.database.query<{ id: string; manifest: unknown }>(
      'SELECT id, manifest FROM gateway.assistants ORDER BY id',
    );
    const read = rows.map(({ id, manifest }) => ({ id, parsed: manifestSchema.safeParse(manifest) }));
    return {
      manifests: read.flatMap(({ parsed }) => (parsed.success ? [parsed.data] : [])),
      unreadable: read.filter(({ parsed }) => !parsed.success).map(({ id }) => id),
    };
  }

  async save(manifest: Manifest): Promise<void> {
    await this.database.query(
      `INSERT INTO gateway.assistants (id, version, manifest, manifest_hash) VALUES ($1, $2, $3, $4)
       ON CONFLICT (id) DO UPDATE SET version = excluded.version, manifest = excluded.manifest,
         manifest_hash = excluded.manifest_hash, announced_at = now()
       WHERE gateway.assistants.manifest_hash <> excluded.manifest_hash`,
      [manifest.id, manifest.version, JSON.stringify(manifest), hashOfManifest(manifest)],
    );
  }
}

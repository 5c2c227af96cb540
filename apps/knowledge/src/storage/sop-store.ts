import type { Sop, SopSummary } from '#contracts';
import type { Database } from '#platform/database';
import { chunkBody } from '../sop/chunk-body.js';
import type { PublishedSop } from '../sop/published-sop.js';
import type { CurrentSop } from '../publish-sop/decide-publication.js';

interface SummaryRow {
  readonly id: string;
  readonly title: string;
  readonly assistant: string;
  readonly owner: string;
  readonly sites: string[];
  readonly review_by: string;
  readonly version: number;
  readonly content_hash: string;
  readonly published_at: Date;
}
interface VersionRow extends SummaryRow {
  readonly asks: string[];
  readonly markdown: string;
  readonly body_start: number;
  readonly published_by: string;
}

const summaryColumns = 'title, assistant, owner, sites, review_by, version, content_hash, published_at';

const toSummary = (row: SummaryRow): SopSummary => ({
  id: row.id,
  title: row.title,
  assistant: row.assistant,
  owner: row.owner,
  sites: row.sites,
  reviewBy: row.review_by,
  version: row.version,
  contentHash: row.content_hash,
  publishedAt: row.published_at.toISOString(),
});

/** The SOPs and their versions, to be read. */
export class SopStore {
  constructor(private readonly database: Pick<Database, 'query'>) {}

  /** The current versions by id, of one assistant or of all. */
  async summaries(assistant?: string): Promise<SopSummary[]> {
    const rows = await this.database.query<SummaryRow>(
      `select id, ${summaryColumns} from knowledge.sops where $1::text is null or assistant = $1 order by id`,
      [assistant ?? null],
    );
    return rows.map(toSummary);
  }

  /** One version, the current one when none is named. */
  async version(id: string, version?: number): Promise<Sop | undefined> {
    const row = await this.versionRow(id, version);
    return row && { ...toSummary(row), markdown: row.markdown, bodyStart: row.body_start };
  }

  /** The current version with everything that is known of it. */
  async published(id: string): Promise<PublishedSop | undefined> {
    const row = await this.versionRow(id);
    if (!row) return undefined;
    const chunks = chunkBody(row.markdown.slice(row.body_start), row.title);
    const { asks, markdown, body_start: bodyStart, published_by: publishedBy } = row;
    return { ...toSummary(row), asks, markdown, bodyStart, chunks, publishedBy };
  }

  /** The ids of what was indexed by another method than this one. */
  async indexedOtherwise(embedder: string, analyzer: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      'select id from knowledge.sops where embedder <> $1 or analyzer <> $2 order by id',
      [embedder, analyzer],
    );
    return rows.map(({ id }) => id);
  }

  async current(id: string): Promise<(CurrentSop & SopSummary) | undefined> {
    const [row] = await this.database.query<SummaryRow>(
      `select id, ${summaryColumns} from knowledge.sops where id = $1`,
      [id],
    );
    return row && toSummary(row);
  }

  private async versionRow(id: string, version?: number): Promise<VersionRow | undefined> {
    const [row] = await this.database.query<VersionRow>(
      `select sop as id, ${summaryColumns}, asks, markdown, body_start, published_by from knowledge.sop_versions
       where sop = $1 and version = coalesce($2::integer, (select s.version from knowledge.sops s where s.id = $1))`,
      [id, version ?? null],
    );
    return row;
  }
}

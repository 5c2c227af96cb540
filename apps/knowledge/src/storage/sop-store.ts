import type { Sop, SopSummary } from '#contracts';
import type { Database } from '#platform/database';
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
  readonly markdown: string;
  readonly body_start: number;
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
    const [row] = await this.database.query<VersionRow>(
      `select sop as id, ${summaryColumns}, markdown, body_start from knowledge.sop_versions
       where sop = $1 and version = coalesce($2::integer, (select s.version from knowledge.sops s where s.id = $1))`,
      [id, version ?? null],
    );
    return row && { ...toSummary(row), markdown: row.markdown, bodyStart: row.body_start };
  }

  async current(id: string): Promise<(CurrentSop & SopSummary) | undefined> {
    const [row] = await this.database.query<SummaryRow>(
      `select id, ${summaryColumns} from knowledge.sops where id = $1`,
      [id],
    );
    return row && toSummary(row);
  }
}

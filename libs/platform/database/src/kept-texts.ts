import type { Database } from './database.js';

/** Characters of one part: so little that whoever shares the connection or the server hardly waits for it. */
const partSize = 256 * 1024;

/**
 * The table of `KeptTexts`. What is kept is not compressed: that would take longer than to write it.
 * @param table with its schema, from code and never from outside
 */
export const keptTextsTable = (table: string): string => `
create table ${table} (
  owner text collate "C" not null,
  fingerprint text collate "C" not null,
  part integer not null,
  parts integer not null,
  data bytea not null,
  kept_at timestamptz not null default now(),
  primary key (owner, fingerprint, part)
);
alter table ${table} alter column data set storage external;
`;

interface PartRow {
  readonly parts: number;
  readonly data: Buffer;
}

/**
 * Large texts that can be made anew at any time, such as what was learned, kept in parts. A text is known by its owner and
 * a fingerprint of what it was made from: the same fingerprint means the same text, so whoever writes it twice does no harm,
 * one of which a part is missing counts as not there, and one that was damaged is whole again once it is written again.
 */
export class KeptTexts {
  constructor(
    private readonly database: Pick<Database, 'query'>,
    private readonly table: string,
  ) {}

  async load(owner: string, fingerprint: string): Promise<string | undefined> {
    const rows = await this.database.query<PartRow>(
      `select parts, data from ${this.table} where owner = $1 and fingerprint = $2 order by part`,
      [owner, fingerprint],
    );
    if (rows.length === 0 || rows.length !== rows[0]!.parts) return undefined;
    return Buffer.concat(rows.map(({ data }) => data)).toString('utf8');
  }

  /** @param most texts of this owner that stay, the newest ones */
  async save(owner: string, fingerprint: string, text: string, most: number): Promise<void> {
    const bytes = Buffer.from(text, 'utf8');
    const parts = Math.max(1, Math.ceil(bytes.length / partSize));
    for (let part = 0; part < parts; part += 1) {
      await this.database.query(
        `insert into ${this.table} (owner, fingerprint, part, parts, data) values ($1, $2, $3, $4, $5)
         on conflict (owner, fingerprint, part) do update set
           parts = excluded.parts, data = excluded.data, kept_at = now()`,
        [owner, fingerprint, part, parts, bytes.subarray(part * partSize, (part + 1) * partSize)],
      );
    }
    await this.database.query(
      `delete from ${this.table} where owner = $1 and fingerprint not in (
         select fingerprint from ${this.table} where owner = $1 group by fingerprint order by max(kept_at) desc limit $2)`,
      [owner, most],
    );
  }
}

import type { Transaction } from '#platform/database';
import type { IndexedSop } from '../index-sops/index-sop.js';
import type { PublishedSop } from '../sop/published-sop.js';
import { sparseText, vectorText } from './vector-codec.js';

/** Writes one publication: its version, and that it is the current one. Moves the versions of the scopes it touches. */
export async function projectPublication(tx: Transaction, sop: PublishedSop, index: IndexedSop): Promise<void> {
  const [before] = await tx.query<{ assistant: string }>('select assistant from knowledge.sops where id = $1', [
    sop.id,
  ]);
  await moveScopes(tx, [sop.assistant, ...(before ? [before.assistant] : [])]);
  await insertVersion(tx, sop);
  await writeCurrent(tx, sop, index);
}

/** In the order of their names, so that two publications never wait for each other. */
export async function moveScopes(tx: Transaction, assistants: readonly string[]): Promise<void> {
  for (const assistant of [...new Set(assistants)].sort()) {
    await tx.query(
      `insert into knowledge.scopes (assistant, version) values ($1, 1)
       on conflict (assistant) do update set version = scopes.version + 1`,
      [assistant],
    );
  }
}

export async function insertVersion(tx: Transaction, sop: PublishedSop): Promise<void> {
  await tx.query(
    `insert into knowledge.sop_versions (sop, version, title, assistant, owner, sites, review_by, asks, content_hash,
       markdown, body_start, published_at, published_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      ...[sop.id, sop.version, sop.title, sop.assistant, sop.owner, sop.sites, sop.reviewBy, sop.asks, sop.contentHash],
      ...[sop.markdown, sop.bodyStart, sop.publishedAt, sop.publishedBy],
    ],
  );
}

/** Replaces whatever was current of this SOP. */
export async function writeCurrent(tx: Transaction, sop: PublishedSop, index: IndexedSop): Promise<void> {
  await tx.query(
    `insert into knowledge.sops (id, version, title, assistant, owner, sites, review_by, asks, content_hash, published_at,
       embedder, analyzer, embedding, terms, vocabulary)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
     on conflict (id) do update set version = excluded.version, title = excluded.title, assistant = excluded.assistant,
       owner = excluded.owner, sites = excluded.sites, review_by = excluded.review_by, asks = excluded.asks,
       content_hash = excluded.content_hash, published_at = excluded.published_at, embedder = excluded.embedder,
       analyzer = excluded.analyzer, embedding = excluded.embedding, terms = excluded.terms,
       vocabulary = excluded.vocabulary`,
    [
      ...[sop.id, sop.version, sop.title, sop.assistant, sop.owner, sop.sites, sop.reviewBy, sop.asks, sop.contentHash],
      ...[sop.publishedAt, index.embedder, index.analyzer, vectorText(index.embedding), sparseText(index.terms)],
      [...index.terms.keys()].sort(),
    ],
  );
  await writeChunks(tx, sop.id, index);
}

async function writeChunks(tx: Transaction, id: string, { chunks }: IndexedSop): Promise<void> {
  await tx.query('delete from knowledge.chunks where sop = $1', [id]);
  const rows = chunks.map((chunk, ordinal) => ({
    ordinal,
    heading: chunk.heading,
    text: chunk.text,
    span_start: chunk.start,
    span_end: chunk.end,
    embedding: vectorText(chunk.embedding),
    terms: sparseText(chunk.terms),
    told: sparseText(chunk.told),
    sites: chunk.sites,
    opens: chunk.opens,
  }));
  await tx.query(
    `insert into knowledge.chunks (sop, ordinal, heading, text, span_start, span_end, embedding, terms, told, sites,
       opens)
     select $1, r.ordinal, r.heading, r.text, r.span_start, r.span_end, r.embedding::vector, r.terms::sparsevec,
       r.told::sparsevec, r.sites, r.opens
     from jsonb_to_recordset($2::jsonb) as r(ordinal integer, heading text, text text, span_start integer,
       span_end integer, embedding text, terms text, told text, sites text[], opens boolean)`,
    [id, JSON.stringify(rows)],
  );
}

import { keptTextsTable, type Migration } from '#platform/database';
import { embeddingDimensions } from '#ai';
import { termDimensions } from './vector-codec.js';

export const knowledgeSchema = 'knowledge';
export const classifiersTable = 'knowledge.classifiers';

/**
 * Ids compare by bytes (`collate "C"`). The columns a search reads lie inside the row (`toast_tuple_target`, storage
 * `main`): PostgreSQL would otherwise put vectors of this length aside, and reading them back costs more than comparing.
 */
const tables = String.raw`
create extension if not exists vector;

-- The current version of each SOP: a projection of the events sop-published.
create table knowledge.sops (
  id text collate "C" primary key,
  version integer not null,
  title text not null,
  assistant text collate "C" not null,
  owner text not null,
  sites text[] collate "C" not null,
  review_by text not null,
  asks text[] not null,
  content_hash text not null,
  published_at timestamptz not null,
  -- By which method the vectors here and of the chunks were made; those of another are not compared.
  embedder text collate "C" not null,
  analyzer text collate "C" not null,
  embedding vector(${embeddingDimensions}) not null,
  terms sparsevec(${termDimensions}) not null,
  -- The terms by name, for how rare each is and what words there are.
  vocabulary text[] collate "C" not null
) with (toast_tuple_target = 8160);
create index sops_assistant on knowledge.sops (assistant);
alter table knowledge.sops alter column embedding set storage main, alter column terms set storage main;

create table knowledge.sop_versions (
  sop text collate "C" not null,
  version integer not null,
  title text not null,
  assistant text collate "C" not null,
  owner text not null,
  sites text[] collate "C" not null,
  review_by text not null,
  asks text[] not null,
  content_hash text not null,
  markdown text not null,
  body_start integer not null,
  published_at timestamptz not null,
  published_by text not null,
  primary key (sop, version)
);

-- The sections of each current version.
create table knowledge.chunks (
  sop text collate "C" not null references knowledge.sops on delete cascade,
  ordinal integer not null,
  heading text not null,
  text text not null,
  -- [span_start, span_end) in UTF-16 code units of the body.
  span_start integer not null,
  span_end integer not null,
  embedding vector(${embeddingDimensions}) not null,
  terms sparsevec(${termDimensions}) not null,
  told sparsevec(${termDimensions}) not null,
  primary key (sop, ordinal)
) with (toast_tuple_target = 8160);
alter table knowledge.chunks alter column embedding set storage main, alter column terms set storage main;

-- Counts the publications in the scope of each assistant.
create table knowledge.scopes (
  assistant text collate "C" primary key,
  version bigint not null
);

-- What was learned of a scope, so that a start need not learn it again. No projection: it can be learned anew at any time.
create table knowledge.classifiers (
  assistant text collate "C" primary key,
  model jsonb not null
);

-- What each file held when it was imported last. No projection: files are not in the log.
create table knowledge.imports (
  sop text collate "C" primary key,
  content_hash text not null,
  imported_at timestamptz not null default now()
);
`;

/** Filled when the index is made anew, as it is whenever its method changes. */
const sectionMarks = String.raw`
alter table knowledge.chunks
  -- The sites a section holds at, where they are fewer than its SOP's.
  add column sites text[] collate "C" not null default '{}',
  -- Whether it is the first situation of its SOP.
  add column opens boolean not null default false;
`;

/**
 * A name that is new whenever a search of the scope may find something else: after a publication, and after what is published
 * was indexed anew. No projection: two states that were made the same way still have two names.
 */
const states = String.raw`
create table knowledge.states (
  assistant text collate "C" primary key,
  name uuid not null default gen_random_uuid()
);
insert into knowledge.states (assistant) select assistant from knowledge.scopes;
`;

/** By the database itself, so that whoever writes does it: an older release, a repair by hand, the next one. */
const statesByTrigger = String.raw`
create function knowledge.rename_states() returns trigger language plpgsql as $function$
begin
  insert into knowledge.states (assistant)
    select distinct touched.assistant from (
      select old.assistant where tg_op <> 'INSERT' union select new.assistant where tg_op <> 'DELETE'
    ) as touched order by 1
  on conflict (assistant) do update set name = excluded.name;
  return null;
end $function$;
create trigger rename_states after insert or update or delete on knowledge.sops
  for each row execute function knowledge.rename_states();
`;

/**
 * The releases before and after `keep-classifiers-in-parts` each find what they read and write in one table, and nothing of
 * each other's: rows of the one have no owner that is an assistant, rows of the other no assistant. While an upgrade is under
 * way, and after one that is taken back, both go on learning and keeping. The columns may go once no release before it can run.
 */
const classifiersOfBoth = String.raw`
alter table knowledge.classifiers
  add column assistant text collate "C" unique,
  add column model jsonb,
  alter column owner set default '',
  alter column fingerprint set default gen_random_uuid()::text,
  alter column part set default 0,
  alter column parts set default 0,
  alter column data set default '';
`;

export const knowledgeMigrations: readonly Migration[] = [
  { at: 1795375000000, name: 'create-knowledge', sql: tables },
  { at: 1795382000000, name: 'mark-sections', sql: sectionMarks },
  {
    at: 1795391000000,
    name: 'keep-classifiers-in-parts',
    sql: `drop table knowledge.classifiers; ${keptTextsTable(classifiersTable)}`,
  },
  { at: 1795395000000, name: 'name-states', sql: states },
  { at: 1795398000000, name: 'rename-states-by-trigger', sql: statesByTrigger },
  { at: 1795410000000, name: 'keep-classifiers-either-way', sql: classifiersOfBoth },
];

/**
 * The tables of the log. Events are partitioned by month, on their id: a uuid v7 begins with its time, so one primary key
 * both finds the month and keeps an id unique through all of them, which a key on a time column could not do. What lies in
 * no month that exists (a clock far off) goes to the default partition; no insert fails for want of one.
 *
 * A stream's version is unique because every append goes through its head: `log.streams` has one row per stream, locked
 * until the append commits.
 */
export const logTables = String.raw`
create table log.streams (
  stream text collate "C" primary key,
  version bigint not null,
  -- The highest transaction id of its events; see log.append.
  transaction_id xid8 not null
);

create sequence log.positions;

create table log.events (
  id uuid primary key,
  stream text collate "C" not null,
  category text collate "C" not null,
  stream_version bigint not null,
  transaction_id xid8 not null default pg_current_xact_id(),
  position bigint not null default nextval('log.positions'),
  type text collate "C" not null check (type ~ '^[a-z0-9_-]{1,64}$'),
  type_version integer not null check (type_version > 0),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  actor text not null check (length(actor) between 1 and 200),
  trace_id text collate "C" not null check (trace_id ~ '^[0-9a-f]{32}$'),
  causation_id uuid,
  correlation_id text,
  data jsonb not null,
  metadata jsonb not null
) partition by range (id);

-- Several times faster than the default, where the server was built with it; partitions take it over.
do $block$
begin
  if (select 'lz4' = any(enumvals) from pg_settings where name = 'default_toast_compression') then
    alter table log.events alter column data set compression lz4;
  end if;
end $block$;

create index events_feed on log.events (transaction_id, position);
create index events_category_feed on log.events (category, transaction_id, position);
create index events_stream on log.events (stream, stream_version);
create index events_trace on log.events (trace_id);

-- Transaction ids start anew in another cluster; a log that was copied there adds what makes them go on. See log.adopt_cluster.
create table log.cluster (
  only_row boolean primary key default true check (only_row),
  transaction_offset bigint not null
);
insert into log.cluster (transaction_offset) values (0);

-- Where each consumer of the feed has got to.
create table log.cursors (
  consumer text primary key,
  -- Counts the writes, so that of two that read the same row only one can change it.
  revision bigint not null,
  transaction_id bigint not null,
  position bigint not null,
  -- Which copy of the log it was, for a consumer that fills one, and how far that copy had got.
  target text,
  target_sequence bigint,
  updated_at timestamptz not null default clock_timestamp()
);
`;

/** Nobody changes what was recorded: not a role with every right on the table, nor its owner by mistake. */
export const logImmutability = String.raw`
create function log.refuse_change() returns trigger language plpgsql as $function$
begin
  raise exception 'The log only grows: % on % is refused.', lower(tg_op), tg_table_name using errcode = 'LG003';
end $function$;

create trigger only_grows before update or delete on log.events
  for each row execute function log.refuse_change();
create trigger never_emptied before truncate on log.events
  for each statement execute function log.refuse_change();
create trigger only_grows before delete on log.streams
  for each row execute function log.refuse_change();
create trigger never_emptied before truncate on log.streams
  for each statement execute function log.refuse_change();
`;

/** Months are those of UTC. A truncate trigger is not inherited by partitions, so each gets its own. */
export const logPartitions = String.raw`
-- The lowest uuid that a moment can begin with.
create function log.uuid_at(moment timestamptz) returns uuid language sql immutable as $function$
  select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$function$;

-- Creates the partitions of this month and the ones ahead that do not exist yet, and returns their names. A month of which
-- the default partition already holds events stays there, with a warning. It gives up rather than make appends queue
-- behind it for long; call it again.
create function log.ensure_partitions(months_ahead integer) returns setof text
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as $function$
declare
  this_month timestamp := date_trunc('month', clock_timestamp() at time zone 'utc');
  month timestamp;
  partition text;
begin
  perform pg_advisory_xact_lock(hashtextextended('log.ensure_partitions', 0));
  for month in select generate_series(this_month, this_month + make_interval(months => months_ahead), interval '1 month') loop
    partition := 'events_' || to_char(month, 'YYYY_MM');
    continue when to_regclass('log.' || partition) is not null;
    begin
      execute format(
        'create table log.%I partition of log.events for values from (%L) to (%L)',
        partition, log.uuid_at(month at time zone 'utc'), log.uuid_at((month + interval '1 month') at time zone 'utc')
      );
      execute format(
        'create trigger never_emptied before truncate on log.%I for each statement execute function log.refuse_change()',
        partition
      );
      return next partition;
    exception when check_violation then
      raise warning 'Events of % already lie in the default partition, and stay there.', partition;
    end;
  end loop;
end $function$;

create table log.events_default partition of log.events default;
create trigger never_emptied before truncate on log.events_default
  for each statement execute function log.refuse_change();
select log.ensure_partitions(3);
`;

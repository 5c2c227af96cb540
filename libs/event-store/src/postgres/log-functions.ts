/** The beginning of the body: who may append, the heads of the streams, and whether they are as expected. */
const checkAppends = String.raw`language plpgsql security definer set search_path = pg_catalog, pg_temp as $function$
#variable_conflict use_column
declare
  forbidden text;
  conflict record;
  heads jsonb;
  lowest xid8;
  recorded_in xid8;
begin
  select a.stream into forbidden
  from jsonb_to_recordset(appends) as a(stream text)
  where not exists (
    select from log.append_permissions p
    where p.role = session_user and p.category in (split_part(a.stream, '-', 1), '*')
  )
  limit 1;
  if found then
    raise exception 'Role % may not append to stream %.', session_user, forbidden using errcode = 'LG002';
  end if;

  with head as (
    insert into log.streams as known (stream, version, transaction_id)
    select a.stream, jsonb_array_length(a.events), log.this_transaction()
    from jsonb_to_recordset(appends) as a(stream text, events jsonb)
    order by a.stream
    on conflict (stream) do update set
      version = known.version + excluded.version,
      transaction_id = greatest(known.transaction_id, excluded.transaction_id)
    returning stream, version, transaction_id
  )
  select jsonb_object_agg(head.stream, head.version), min(head.transaction_id), max(head.transaction_id)
  into heads, lowest, recorded_in from head;

  select a.stream, (heads ->> a.stream)::bigint - jsonb_array_length(a.events) as actual into conflict
  from jsonb_to_recordset(appends) as a(stream text, expected bigint, events jsonb)
  where a.expected <> (heads ->> a.stream)::bigint - jsonb_array_length(a.events)
  limit 1;
  if found then
    raise exception 'Stream % has version %.', conflict.stream, conflict.actual
      using errcode = 'LG001', detail = to_jsonb(conflict)::text;
  end if;

`;

/**
 * The one way into the log.
 *
 * `appends` is an array of `{ stream, expected, events }` for different streams, in which `expected` is the version the
 * stream must have (0: none; null: any). All are recorded in the order given, or none. Errors: LG001 with
 * `{ stream, actual }` as detail when a stream has another version, LG002 when the session's user may not append to a
 * category, 23505 when an id is taken.
 *
 * Heads are locked in the order of their names, so that two calls for the same streams do not wait for each other.
 *
 * The transaction id recorded is the transaction's own, unless a stream has events of a younger transaction: then it is
 * theirs. A transaction that was older and came second to a stream would otherwise sort before the one that came first. It cannot make a
 * reader skip anything: a feed that shows events of that id has seen every transaction up to it end, this one included.
 */
const appendFunction = (create: string, { mentions }: { readonly mentions: boolean }): string => String.raw`
${create} function log.append(appends jsonb)
returns table (id uuid, stream_version bigint, transaction_id bigint, "position" bigint)
${checkAppends}  return query
  insert into log.events (
    id, stream, category, stream_version, transaction_id, type, type_version, occurred_at, actor, trace_id,
    causation_id, correlation_id, data, metadata${mentions ? ', mentions' : ''}
  )
  select
    e.id, a.stream, split_part(a.stream, '-', 1),
    (heads ->> a.stream)::bigint - jsonb_array_length(a.events) + e.place,
    recorded_in, e.type, e.version, e.occurred_at, e.actor, e.trace_id,
    e.causation_id, e.correlation_id, coalesce(e.data, 'null'), e.metadata${mentions ? ', e.mentions' : ''}
  from rows from (jsonb_to_recordset(appends) as (stream text, events jsonb))
    with ordinality as a(stream, events, place)
  cross join lateral rows from (
    jsonb_to_recordset(a.events) as (
      id uuid, type text, version integer, occurred_at timestamptz, actor text, trace_id text,
      causation_id uuid, correlation_id text, data jsonb, metadata jsonb${mentions ? ', mentions uuid[]' : ''}
    )
  ) with ordinality as e(
    id, type, version, occurred_at, actor, trace_id, causation_id, correlation_id, data, metadata${mentions ? ', mentions' : ''}, place
  )
  order by a.place, e.place
  returning id, stream_version, transaction_id::text::bigint, position;

  if lowest < recorded_in then
    update log.streams set transaction_id = recorded_in where stream in (select jsonb_object_keys(heads));
  end if;
end $function$;
`;

/** As the first migration made it. */
export const logAppend = appendFunction('create', { mentions: false });

/**
 * An event may tell of many things that are looked for one by one, and is then found under the id of each. Every entry goes
 * into the index at once: a list of pending ones would have to be searched from end to end until a vacuum takes it up.
 */
export const logMentions = `
alter table log.events add column mentions uuid[];
create index events_mentions on log.events using gin (mentions) with (fastupdate = off) where mentions is not null;
${appendFunction('create or replace', { mentions: true })}`;

/**
 * Who may do what. A role appends only to the categories it was given (`*`: all), reads only if it was allowed to, and has
 * no other right on any table. The role that runs the migrations owns the log and may append everywhere; an embedded
 * database knows no other role.
 */
export const logPermissions = String.raw`
create table log.append_permissions (
  role name not null,
  category text not null check (category = '*' or category ~ '^[a-z][a-z0-9_]{0,62}$'),
  primary key (role, category)
);
insert into log.append_permissions values (session_user, '*');

create function log.grant_append(role name, categories text[]) returns void language plpgsql as $function$
begin
  insert into log.append_permissions select role, unnest(categories) on conflict do nothing;
  execute format('grant usage on schema log to %I', role);
  execute format('grant execute on function log.append(jsonb) to %I', role);
end $function$;

create function log.grant_read(role name) returns void language plpgsql as $function$
begin
  execute format('grant usage on schema log to %I', role);
  execute format('grant select on log.events, log.cluster to %I', role);
end $function$;

-- For the relay: it reads everything, remembers where it is, and sees to it that next month has a partition.
create function log.grant_relay(role name) returns void language plpgsql as $function$
begin
  perform log.grant_read(role);
  execute format('grant select, insert, update on log.cursors to %I', role);
  execute format('grant execute on function log.ensure_partitions(integer) to %I', role);
end $function$;

revoke all on all functions in schema log from public;
`;

/** Transaction ids, continued from one cluster to the next. */
export const logTransactions = String.raw`
create function log.this_transaction() returns xid8 language sql volatile as $function$
  select (pg_current_xact_id()::text::bigint + transaction_offset)::text::xid8 from log.cluster
$function$;

-- After a logical restore, or any other copy into a new cluster: transaction ids begin low there, so the events copied
-- would seem to lie in the future and new ones in the past. Makes new ids go on above the highest that was copied. Where
-- nothing was copied it changes nothing, so it is safe at every start. Returns the offset.
create function log.adopt_cluster() returns bigint language plpgsql as $function$
declare
  highest bigint;
begin
  for attempt in 1..2 loop
    select transaction_id::text::bigint into highest from log.events order by transaction_id desc limit 1;
    exit when not exists (
      select from log.cluster
      where highest >= transaction_offset + pg_snapshot_xmax(pg_current_snapshot())::text::bigint
    );
    if attempt = 1 then
      -- From here on no append is under way, and the next one reads the new offset.
      lock table log.streams in exclusive mode;
    else
      update log.cluster set transaction_offset = highest;
    end if;
  end loop;
  return (select transaction_offset from log.cluster);
end $function$;
`;

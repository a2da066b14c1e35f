-- Historian in PostgreSQL 15 or later, on Supabase or plain: paste it into the SQL editor, or
--   psql -v ON_ERROR_STOP=1 -f schema.sql
-- It may be run again at any time: data stays. It needs no superuser, on plain PostgreSQL the right to
-- create roles. Then: select historian_enroll('site-001');
begin;
set local lock_timeout = '10s'; -- rather give up and be run again than stop a fleet behind a long query
set local client_min_messages = warning;

-- 1. Roles. Supabase has them; elsewhere they are made.
do $$
declare wanted text;
begin
  foreach wanted in array array['anon', 'authenticated'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      execute format('create role %I nologin', wanted);
    end if;
  end loop;
end $$;

-- 2. A table of the predecessor is set aside with its rows; historian_migrate() copies them.
do $$
declare old text; kind "char";
begin
  if to_regclass('public.energy_readings') is null or exists (
    select from pg_attribute where attrelid = to_regclass('public.energy_readings') and attname = 'store_id')
  then return; end if;
  foreach old in array array['latest_device_readings', 'hourly_energy_summary'] loop
    select relkind into kind from pg_class where oid = to_regclass('public.' || old);
    continue when kind is null;
    execute format('drop %s public.%I', case kind when 'm' then 'materialized view' else 'view' end, old);
  end loop;
  alter table public.energy_readings rename to energy_readings_predecessor;
  revoke all on public.energy_readings_predecessor from public, anon, authenticated;
end $$;

-- 3. Readings: append-only, a partition a month. Nothing a sensor says can violate a constraint.
create table if not exists public.energy_readings (
  site_id text not null,
  device_id text not null,
  "time" timestamptz not null,
  store_id text not null,
  seq bigint not null,
  current double precision,
  voltage double precision,
  power double precision,
  ac_power_kw double precision,
  total_energy_kwh double precision,
  grid_frequency_hz double precision,
  power_factor double precision,
  ambient_temp_c double precision,
  irradiance_w_m2 double precision,
  system_status double precision,
  efficiency double precision,
  extra jsonb,
  quality jsonb,
  flags smallint not null default 0,
  origin jsonb,
  approved boolean generated always as ((flags & 16) = 0) stored,
  received_at timestamptz not null default now(),
  primary key (site_id, device_id, "time", store_id, seq)
) partition by range ("time");
comment on table public.energy_readings is 'one device at one instant; (store_id, seq) is its identity';
comment on column public.energy_readings.extra is 'all other metrics by name';
comment on column public.energy_readings.quality is 'metric: reason, for values that are not good; null: all good';
comment on column public.energy_readings.flags is 'bits: 1 time of arrival, 2 clock unsynced, 4 late, 8 backfill, 16 unapproved';
comment on column public.energy_readings.origin is 'how the numbers came about: one word for all, or metric: word; null: unknown';
comment on column public.energy_readings.received_at is 'when this database got the row';
create index if not exists energy_readings_time_brin on public.energy_readings
  using brin ("time") with (pages_per_range = 32);

-- Row-level security does not cover partitions, so they are where the API does not look.
create schema if not exists historian_parts;
revoke all on schema historian_parts from public, anon, authenticated;
create table if not exists historian_parts.energy_readings_default
  partition of public.energy_readings default;

-- Makes the months from the last one to `months_ahead`, those from `since` on, and those whose rows wait
-- in the default partition; with `rows_max` only what moves no more rows than that. Returns how many.
drop function if exists public.historian_ensure_partitions(int);
create or replace function public.historian_ensure_partitions(
  months_ahead int default 3, since timestamptz default null, rows_max bigint default null)
returns int language plpgsql security definer set search_path = '' set timezone = 'UTC' set lock_timeout = '2s' as $$
declare m timestamptz; part text; waiting bigint; made int := 0;
begin
  if not pg_try_advisory_xact_lock(hashtext('historian_ensure_partitions')) then return 0; end if;
  for m in
    select date_trunc('month', now()) + make_interval(months => i) from generate_series(-1, months_ahead) i
    union
    select generate_series(date_trunc('month', greatest(since, '2020-01-01 00:00:00+00')), now(), '1 month')
    where since is not null
    union
    select distinct date_trunc('month', "time") from historian_parts.energy_readings_default
    where rows_max is null and "time" >= '2000-01-01 00:00:00+00' and "time" < now() + interval '1 year'
  loop
    part := 'energy_readings_' || to_char(m, 'YYYY_MM');
    continue when to_regclass('historian_parts.' || part) is not null;
    if rows_max is not null then
      select count(*) into waiting from (select from historian_parts.energy_readings_default
        where "time" >= m and "time" < m + interval '1 month' limit rows_max + 1) counted;
      continue when waiting > rows_max;
    end if;
    execute format('create table historian_parts.%I (like public.energy_readings including all)', part);
    execute format(
      'with moved as (delete from historian_parts.energy_readings_default where "time" >= %L and "time" < %L returning %s)
       insert into historian_parts.%I (%s) select * from moved', m, m + interval '1 month',
      public.historian_columns(), part, public.historian_columns());
    execute format('alter table public.energy_readings attach partition historian_parts.%I for values from (%L) to (%L)',
      part, m, m + interval '1 month');
    made := made + 1;
  end loop;
  return made;
end $$;

-- The columns of a reading that are written, in order, for dynamic SQL.
create or replace function public.historian_columns() returns text
language sql stable set search_path = '' as $$
  select string_agg(quote_ident(attname), ', ' order by attnum) from pg_catalog.pg_attribute
  where attrelid = 'public.energy_readings'::regclass and attnum > 0 and not attisdropped and attgenerated = ''
$$;

-- PostgREST takes every field of a CSV for a text; JSON that came so is unwrapped.
create or replace function public.historian_unwrap() returns trigger language plpgsql set search_path = '' as $$
begin
  if jsonb_typeof(new.extra) = 'string' then new.extra := (new.extra #>> '{}')::jsonb; end if;
  if jsonb_typeof(new.quality) = 'string' then new.quality := (new.quality #>> '{}')::jsonb; end if;
  if jsonb_typeof(new.origin) = 'string' and new.origin #>> '{}' like '{%' then
    new.origin := (new.origin #>> '{}')::jsonb;
  end if;
  return new;
end $$;
create or replace trigger historian_unwrap before insert on public.energy_readings for each row
  when (jsonb_typeof(new.extra) = 'string' or jsonb_typeof(new.quality) = 'string'
    or (jsonb_typeof(new.origin) = 'string' and new.origin #>> '{}' like '{%'))
  execute function public.historian_unwrap();

-- When a row came is said here: a witness is worth nothing if it can be dated back.
create or replace function public.historian_stamp() returns trigger language plpgsql set search_path = '' as $$
begin
  new.received_at := now();
  return new;
end $$;

-- 4. Who may write: one gateway a site.
create table if not exists public.historian_gateway (
  site_id text primary key,
  login text not null unique,
  enrolled_at timestamptz not null default now(),
  revoked_at timestamptz,
  user_id text
);
alter table public.historian_gateway add column if not exists user_id text;
comment on column public.historian_gateway.user_id is 'the Auth user that it was enrolled with: no other token counts';

-- The site of whoever asks: by its login role, else by app_metadata.site_id of its token.
-- Nothing unless that site is enrolled and not revoked.
create or replace function public.historian_site() returns text
language sql stable security definer set search_path = '' as $$
  select site_id from public.historian_gateway,
    (select nullif(current_setting('request.jwt.claims', true), '')::jsonb as claims) token
  where revoked_at is null and case
    when exists (select from public.historian_gateway where login = session_user) then login = session_user
    else site_id = claims -> 'app_metadata' ->> 'site_id' and (user_id is null or user_id = claims ->> 'sub') end
$$;

-- 5. What else a gateway sends.
create table if not exists public.hourly_energy (
  site_id text not null,
  device_id text not null,
  metric text not null,
  hour timestamptz not null,
  revision int not null default 0,
  energy_kwh double precision not null,
  coverage double precision not null,
  readings bigint not null,
  approved boolean not null default true,
  received_at timestamptz not null default now(),
  primary key (site_id, device_id, metric, hour, revision)
);
comment on table public.hourly_energy is 'closed hours as the gateway computed them with its counter rules; every revision is kept';

create table if not exists public.reading_gap (
  site_id text not null,
  store_id text not null,
  first_seq bigint not null,
  last_seq bigint not null,
  cause text not null,
  why text,
  decided_at timestamptz not null,
  closed boolean not null default false,
  received_at timestamptz not null default now(),
  readings bigint,
  primary key (site_id, store_id, first_seq)
);
alter table public.reading_gap add column if not exists readings bigint;
comment on table public.reading_gap is 'readings that were not sent, and why; closed: they came after all';
comment on column public.reading_gap.readings is 'how many of first_seq to last_seq, the others were sent; null: all';

create table if not exists public.gateway_status (
  site_id text primary key,
  at timestamptz not null,
  version text not null,
  clock_trusted boolean not null,
  store_id text,
  last_seq bigint,
  backlog bigint not null,
  oldest_unsent timestamptz,
  quarantined bigint not null,
  dropped bigint not null,
  store_bytes bigint,
  days_left double precision
);

create table if not exists public.chain_head (
  site_id text not null,
  store_id text not null,
  seal bigint not null,
  last_seq bigint not null,
  head text not null,
  signature text not null,
  public_key text not null,
  sealed_at timestamptz not null,
  received_at timestamptz not null default now(),
  primary key (site_id, store_id, seal)
);
comment on table public.chain_head is 'signed heads of the gateway''s chain of seals: a witness outside the gateway';

-- A living fleet makes its own partitions: no scheduler is needed. A gateway says how old its oldest
-- reading is before it sends any, so that its months are there. Much is moved by hand only, and trouble
-- refuses no status: rows without a month go into the default partition.
create or replace function public.historian_keep_partitions() returns trigger
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
begin
  if to_regclass('historian_parts.energy_readings_' || to_char(now() + interval '1 month', 'YYYY_MM')) is null
    or (new.oldest_unsent between '2020-01-01' and now()
      and to_regclass('historian_parts.energy_readings_' || to_char(new.oldest_unsent, 'YYYY_MM')) is null)
  then
    perform public.historian_ensure_partitions(3, new.oldest_unsent, 10000);
  end if;
  return null;
exception when others then
  raise warning 'making partitions: %', sqlerrm;
  return null;
end $$;
drop trigger if exists historian_keep_partitions on public.gateway_status;
create trigger historian_keep_partitions after insert or update on public.gateway_status
  for each row execute function public.historian_keep_partitions();

-- 6. Views. They show a gateway its own site only.
create or replace view public.latest_device_readings with (security_invoker = on) as
with recursive device as (
  (select site_id, device_id from public.energy_readings order by site_id, device_id limit 1)
  union all
  select next.site_id, next.device_id from device, lateral (
    select r.site_id, r.device_id from public.energy_readings r
    where (r.site_id, r.device_id) > (device.site_id, device.device_id)
    order by r.site_id, r.device_id limit 1) next
)
select newest.* from device, lateral (
  select * from public.energy_readings r
  where r.site_id = device.site_id and r.device_id = device.device_id
  order by r."time" desc, r.store_id desc, r.seq desc limit 1) newest;

create or replace view public.hourly_energy_summary with (security_invoker = on) as
select distinct on (site_id, device_id, metric, hour) * from public.hourly_energy
order by site_id, device_id, metric, hour, revision desc;

-- A cross-check of hourly_energy from the rows themselves: positive steps of total_energy_kwh; after a
-- reset the new register counts. The gateway's hours decide: they know rollovers and spikes.
create or replace view public.hourly_energy_check with (security_invoker = on) as
select site_id, device_id, date_trunc('hour', "time", 'UTC') as hour,
  sum(case when total_energy_kwh >= before then total_energy_kwh - before
           when total_energy_kwh < before then total_energy_kwh else 0 end) as energy_kwh,
  count(*) as readings
from (select site_id, device_id, "time", total_energy_kwh, lag(total_energy_kwh) over (
        partition by site_id, device_id order by "time", store_id, seq) as before
      from public.energy_readings where total_energy_kwh > '-Infinity' and total_energy_kwh < 'Infinity' -- NaN is above
        and coalesce(quality ->> 'total_energy_kwh', '') not like 'bad%') step
group by site_id, device_id, date_trunc('hour', "time", 'UTC');

-- Every number from 1 to last_seq of a store_id was delivered or is explained: unexplained is 0. What
-- lies below a row that came two minutes ago has had its time: overdue, the column for an alarm.
-- One pass over the rows, which only counts them between the bounds of the gaps; the rest is about gaps.
create or replace view public.completeness with (security_invoker = on) as
with open_gap as not materialized ( -- `whole`: gaps that stand for all of their range; they may overlap
  select *, range_agg(int8range(first_seq, last_seq, '[]')) filter (where readings > last_seq - first_seq) over store as whole,
    row_number() over store as place
  from (select site_id, store_id, first_seq, last_seq, coalesce(readings, last_seq - first_seq + 1) as readings
    from public.reading_gap where not closed) gap
  window store as (partition by site_id, store_id)
), piece as not materialized ( -- what they leave of a gap with readings between is in pieces
  select site_id, store_id, lower(r) as gap, upper(r) - 1 as gap_last, upper(r) - lower(r) as stands_for, r
  from open_gap, unnest(whole) r where place = 1
  union all
  select site_id, store_id, first_seq, last_seq, readings, r
  from open_gap, unnest(int8multirange(int8range(first_seq, last_seq, '[]')) - coalesce(whole, '{}')) r
  where readings <= last_seq - first_seq
), bounds as not materialized ( -- where a slice of rows begins
  select site_id, store_id, array_agg(distinct first_seq order by first_seq) as firsts
  from piece, lateral (values (lower(r)), (upper(r)), (gap_last + 1)) bound (first_seq) group by site_id, store_id
), slice as ( -- what came just now is one by one
  select row.site_id, row.store_id, first_seq, young, count(*) as rows, max(seq) as last_seq, max("time") as last_time
  from public.energy_readings row left join bounds using (site_id, store_id), lateral (
    select coalesce(firsts[width_bucket(seq, firsts)], 0) as first_seq,
      case when received_at >= now() - interval '2 minutes' then seq end as young
    offset 0) of -- there are few of both, which nobody can tell of an expression
  group by row.site_id, row.store_id, first_seq, young
), step as (
  select site_id, store_id, first_seq as seq, young, rows, last_seq, last_time,
    null::bigint as gap, null::bigint as gap_last, null::bigint as stands_for, 0 as sign
  from slice
  union all
  select site_id, store_id, bound.seq, null, 0, null, null, gap, gap_last, stands_for, sign
  from piece, lateral (values (lower(r) - 1, -1), (upper(r) - 1, 1)) bound (seq, sign)
), counted as ( -- `there` is the number of rows up to each bound
  select *, sum(rows) over (partition by site_id, store_id order by seq) as there from step
), part as ( -- the rows of a store_id, and each of its gaps
  select site_id, store_id, gap, gap_last, sum(rows) as rows, max(last_seq) as last_seq, max(last_time) as last_time,
    max(last_seq) filter (where young is null) as old_seq, range_agg(int8range(young, young, '[]')) filter (where young > 0) as young,
    least(sum(sign * seq) - sum(sign * there), stands_for) as explained
  from counted group by site_id, store_id, gap, gap_last, stands_for
), placed as (
  select *, max(last_seq) over store as row_last, max(old_seq) over store as old_last
  from part window store as (partition by site_id, store_id)
), judged as (
  select *, greatest(old_last, max(gap_last) filter (where gap <= old_last) over store) as due_last
  from placed where row_last is not null window store as (partition by site_id, store_id)
), due as ( -- what lies above is on its way
  select *, (select sum(upper(r) - lower(r)) from unnest(young * int8multirange(int8range(due_last, null, '()'))) r) as early
  from judged
)
select site_id, store_id, sum(rows)::bigint as readings, max(row_last)::bigint as last_seq,
  max(last_time) as last_time, (max(row_last) - sum(rows))::bigint as missing,
  greatest(0, max(row_last) - sum(rows)
    - coalesce(sum(greatest(0, explained - greatest(0, gap_last - row_last))), 0))::bigint as unexplained,
  greatest(0, coalesce(max(due_last) - sum(rows) + coalesce(sum(early), 0), 0)
    - coalesce(sum(explained) filter (where gap_last <= due_last), 0))::bigint as overdue
from due group by site_id, store_id;

-- The same for one site, whose millions of rows are counted sooner than a plan is compiled for them.
create or replace function public.historian_completeness(site text)
returns table (store_id text, readings bigint, last_seq bigint, last_time timestamptz, missing bigint,
  unexplained bigint, overdue bigint) language sql stable set search_path = '' set jit = off as $$
  select store_id, readings, last_seq, last_time, missing, unexplained, overdue
  from public.completeness where site_id = site
$$;

-- Readings a UTC day, to compare with the gateway's own count.
create or replace view public.readings_per_day with (security_invoker = on) as
select site_id, date_trunc('day', "time", 'UTC') as day, count(*) as readings
from public.energy_readings group by 1, 2;

-- The same for some days of one site: reads no others.
create or replace function public.historian_days(site text, first timestamptz, last timestamptz)
returns table (day timestamptz, readings bigint) language sql stable set search_path = '' as $$
  select date_trunc('day', "time", 'UTC'), count(*) from public.energy_readings
  where site_id = site and "time" >= first and "time" < last group by 1 order by 1
$$;

-- 7. ingest_readings: many readings in few bytes, columns instead of rows.
-- {"site_id", "store_id", "tick": microseconds, "groups": [{"device_id", "origin", "t": [ticks since 1970, then
-- steps], "seq": [first, then steps], "flags": [...], "v": {metric: [...]}, "extra": {metric: [...]},
-- "quality": {"index": {metric: reason}}}]}
drop function if exists public.historian_rows(jsonb);
drop type if exists public.historian_row cascade; -- with historian_insert, which is made again
create type public.historian_row as (site_id text, device_id text, "time" timestamptz, store_id text, seq bigint,
  current float8, voltage float8, power float8, ac_power_kw float8, total_energy_kwh float8, grid_frequency_hz float8,
  power_factor float8, ambient_temp_c float8, irradiance_w_m2 float8, system_status float8, efficiency float8,
  extra jsonb, quality jsonb, flags smallint, origin jsonb);
create or replace function public.historian_rows(batch jsonb) returns setof public.historian_row
language sql stable set search_path = '' as $$
  select batch ->> 'site_id', g ->> 'device_id',
    timestamptz 'epoch' + (c.ticks * (batch ->> 'tick')::bigint)::float8 * interval '1 microsecond',
    batch ->> 'store_id', c.number::bigint,
    c.current::float8, c.voltage::float8, c.power::float8, c.ac_power_kw::float8, c.total_energy_kwh::float8,
    c.grid_frequency_hz::float8, c.power_factor::float8, c.ambient_temp_c::float8, c.irradiance_w_m2::float8,
    c.system_status::float8, c.efficiency::float8,
    x.extra, g -> 'quality' -> (c.i - 1)::text, coalesce(c.flags::smallint, 0::smallint), g -> 'origin'
  from jsonb_array_elements(batch -> 'groups') g,
  -- The sums run inside, where a row is small: g is the whole group.
  lateral (select *, sum(t::bigint) over w as ticks, sum(seq::bigint) over w as number from rows from (
    jsonb_array_elements_text(g -> 't'), jsonb_array_elements_text(g -> 'seq'), jsonb_array_elements_text(coalesce(g -> 'flags', '[]')),
    jsonb_array_elements_text(coalesce(g -> 'v' -> 'current', '[]')), jsonb_array_elements_text(coalesce(g -> 'v' -> 'voltage', '[]')),
    jsonb_array_elements_text(coalesce(g -> 'v' -> 'power', '[]')), jsonb_array_elements_text(coalesce(g -> 'v' -> 'ac_power_kw', '[]')),
    jsonb_array_elements_text(coalesce(g -> 'v' -> 'total_energy_kwh', '[]')), jsonb_array_elements_text(coalesce(g -> 'v' -> 'grid_frequency_hz', '[]')),
    jsonb_array_elements_text(coalesce(g -> 'v' -> 'power_factor', '[]')), jsonb_array_elements_text(coalesce(g -> 'v' -> 'ambient_temp_c', '[]')),
    jsonb_array_elements_text(coalesce(g -> 'v' -> 'irradiance_w_m2', '[]')), jsonb_array_elements_text(coalesce(g -> 'v' -> 'system_status', '[]')),
    jsonb_array_elements_text(coalesce(g -> 'v' -> 'efficiency', '[]'))
    ) with ordinality as r (t, seq, flags, current, voltage, power, ac_power_kw, total_energy_kwh, grid_frequency_hz, power_factor,
      ambient_temp_c, irradiance_w_m2, system_status, efficiency, i) window w as (order by i)) c
  left join lateral (select n, jsonb_object_agg(e.key, v.one) filter (where v.one <> 'null') as extra
    from jsonb_each(g -> 'extra') e, jsonb_array_elements(e.value) with ordinality v (one, n)
    group by n) x on x.n = c.i
$$;

create or replace function public.historian_insert(rows public.historian_row[]) returns bigint
language plpgsql set search_path = '' as $$
declare inserted bigint;
begin
  insert into public.energy_readings (site_id, device_id, "time", store_id, seq, current, voltage, power, ac_power_kw,
    total_energy_kwh, grid_frequency_hz, power_factor, ambient_temp_c, irradiance_w_m2, system_status, efficiency,
    extra, quality, flags, origin)
  select site_id, device_id, "time", store_id, seq, current, voltage, power, ac_power_kw,
    total_energy_kwh, grid_frequency_hz, power_factor, ambient_temp_c, irradiance_w_m2, system_status, efficiency,
    extra, quality, flags, origin from unnest(rows)
  on conflict do nothing;
  get diagnostics inserted = row_count;
  return inserted;
end $$;

-- Inserts what is new. One wrong row does not stop the others: it is in `rejected`, with the reason.
create or replace function public.ingest_readings(batch jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare rows public.historian_row[]; inserted bigint := 0; rejected jsonb := '[]';
begin
  rows := array(select r from public.historian_rows(batch) r);
  begin
    inserted := public.historian_insert(rows);
  exception when data_exception or integrity_constraint_violation or raise_exception then
    for i in 1 .. cardinality(rows) loop
      begin
        inserted := inserted + public.historian_insert(rows[i:i]);
      exception when data_exception or integrity_constraint_violation or raise_exception then
        rejected := rejected || jsonb_build_object('index', i - 1, 'seq', rows[i].seq, 'code', sqlstate, 'message', sqlerrm);
      end;
    end loop;
  end;
  return jsonb_build_object('received', cardinality(rows), 'inserted', inserted, 'rejected', rejected);
end $$;

-- 8. Rights: a gateway reads and appends to its own site. Nobody changes a reading.
do $$
declare t text;
begin
  foreach t in array array['energy_readings', 'hourly_energy', 'reading_gap', 'gateway_status', 'chain_head'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('revoke all on public.%I from public, anon, authenticated', t);
    if t <> 'gateway_status' then
      execute format('create or replace trigger historian_stamp before insert %s on public.%I for each row
        when (new.received_at is distinct from now()) execute function public.historian_stamp()',
        case t when 'reading_gap' then 'or update' end, t);
    end if;
    execute format('grant select, insert on public.%I to authenticated', t);
    execute format('drop policy if exists gateway_reads on public.%I', t);
    execute format('drop policy if exists gateway_appends on public.%I', t);
    execute format('drop policy if exists gateway_renews on public.%I', t);
    execute format('create policy gateway_reads on public.%I for select to authenticated
      using (site_id = (select public.historian_site()))', t);
    execute format('create policy gateway_appends on public.%I for insert to authenticated
      with check (site_id = (select public.historian_site()))', t);
    continue when t not in ('reading_gap', 'gateway_status'); -- the two that tell how things stand now
    execute format('grant update on public.%I to authenticated', t);
    execute format('create policy gateway_renews on public.%I for update to authenticated
      using (site_id = (select public.historian_site())) with check (site_id = (select public.historian_site()))', t);
  end loop;
  foreach t in array array['latest_device_readings', 'hourly_energy_summary', 'hourly_energy_check', 'completeness', 'readings_per_day'] loop
    execute format('revoke all on public.%I from public, anon, authenticated', t);
    execute format('grant select on public.%I to authenticated', t);
  end loop;
end $$;
alter table public.historian_gateway enable row level security;
revoke all on public.historian_gateway from public, anon, authenticated;
grant usage on schema public to authenticated;

-- 9. historian_enroll('site-001') lets one gateway write for one site, and prints what to do. After a
-- revocation neither the old password nor a token that is still out counts again.
create or replace function public.historian_enroll(site text, email text default null) returns text
language plpgsql set search_path = '' as $$
declare
  who text := lower(coalesce(email, site || '@gateway.invalid'));
  secret text := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  has_auth bool := to_regclass('auth.users') is not null;
  ended timestamptz;
  account jsonb;
begin
  if site !~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,47}$' then
    raise exception 'site %: 1 to 48 letters, digits, dots, dashes or underscores', site;
  end if;
  if not has_auth then who := 'gateway_' || site; end if;
  if exists (select from public.historian_gateway where login = who and site_id <> site) then
    raise exception '% writes for another site already', who;
  end if;
  select revoked_at into ended from public.historian_gateway where site_id = site;
  if has_auth then
    execute 'select to_jsonb(u) from auth.users u where email = $1' into account using who;
    if (account ->> 'banned_until')::timestamptz > now() or (account ->> 'created_at')::timestamptz < ended then
      return format(E'%s was revoked. Under Authentication > Users delete that user, then run the same line here again.', who);
    end if;
  end if;
  insert into public.historian_gateway (site_id, login, user_id) values (site, who, account ->> 'id')
  on conflict (site_id) do update set login = excluded.login, user_id = excluded.user_id, enrolled_at = now(), revoked_at = null;
  if not has_auth then
    if ended is null and exists (select from pg_catalog.pg_roles where rolname = who and rolcanlogin) then
      return format(E'%s may write for %s already, with its old password.', who, site);
    end if;
    return format(E'-- 1. run this line here:\n%s;\n'
      '-- 2. on the gateway, in /etc/historian/historian.yaml, under "site:":   id: %s\n'
      '--    and at its end (below "outputs:" where that is there already), without the dashes before each line:\n'
      '-- outputs:\n'
      '--   - {name: warehouse, plugin: postgres, host: "YOUR-SERVER", database: "%s",\n'
      '--      user: "%s", password: "${credential:postgres-password}"}\n'
      '-- 3. there too: historianctl credential set postgres-password   (the password of 1)\n'
      '--    systemctl restart historian\n'
      '--    historianctl sync setup warehouse',
      format(case when exists (select from pg_catalog.pg_roles where rolname = who)
        then 'alter role %I login password %L' else 'create role %I login password %L in role authenticated' end, who, secret),
      site, current_database(), who);
  end if;
  if account is null then
    return format(E'1. Keep this password, it is not shown again: %s\n'
      '2. Authentication > Users > Add user > Create new user: email %s, that password, and "Auto Confirm User" ticked\n'
      '3. run the same line here again', secret, who);
  end if;
  execute 'update auth.users set raw_app_meta_data = coalesce(raw_app_meta_data, ''{}'') || jsonb_build_object(''site_id'', $1)
    where email = $2' using site, who;
  return format(E'# 1. on the gateway, in /etc/historian/historian.yaml, under "site:":   id: %s\n'
    '#    and these lines at its end (below "outputs:" where that is there already; url: Project Settings > Data API):\n'
    'outputs:\n'
    '  - {name: cloud, plugin: supabase, url: "https://YOUR-PROJECT.supabase.co", key: "${credential:supabase-key}",\n'
    '     email: "%s", password: "${credential:supabase-password}"}\n'
    '# 2. there too:\n'
    '#   historianctl credential set supabase-key        (the publishable key: Project Settings > API Keys)\n'
    '#   historianctl credential set supabase-password   (the password of the user)\n'
    '#   systemctl restart historian\n'
    '#   historianctl sync setup cloud', site, who);
end $$;

-- Runs a statement of a revocation. What it is refused is said; the site is closed without it.
create or replace function public.historian_try(statement text, site text) returns void
language plpgsql set search_path = '' as $$
begin
  execute statement using site;
exception when undefined_table or undefined_column or insufficient_privilege then
  raise warning '%', sqlerrm;
end $$;

-- Stops that gateway at once, whatever password or token it holds, for good. Its rows stay.
create or replace function public.historian_revoke(site text) returns text
language plpgsql set search_path = '' as $$
declare who text;
begin
  update public.historian_gateway set revoked_at = now() where site_id = site and revoked_at is null returning login into who;
  if not found then return format('%s was not enrolled.', site); end if;
  if to_regclass('auth.users') is not null then
    perform public.historian_try('update auth.users set banned_until = now() + interval ''100 years''
      where raw_app_meta_data ->> ''site_id'' = $1', site);
    perform public.historian_try('delete from auth.sessions s using auth.users u
      where u.id = s.user_id and raw_app_meta_data ->> ''site_id'' = $1', site);
    perform public.historian_try('update auth.users set raw_app_meta_data = raw_app_meta_data - ''site_id''
      where raw_app_meta_data ->> ''site_id'' = $1', site);
  elsif exists (select from pg_catalog.pg_roles where rolname = who) then
    perform public.historian_try(format('alter role %I nologin password null', who), site);
  end if;
  return format('%s can neither read nor write from now on.', site);
end $$;

-- Copies the predecessor's rows for a site, equal ones once; times without a zone are read in `zone`.
-- Again: only what is not there yet.
create or replace function public.historian_migrate(site text, zone text default 'UTC') returns text
language plpgsql set search_path = '' as $$
declare found_rows bigint; usable bigint; oldest timestamptz; copied bigint;
begin
  if to_regclass('public.energy_readings_predecessor') is null then
    return 'There is no energy_readings_predecessor: nothing to copy.';
  end if;
  perform set_config('timezone', zone, true);
  execute $sql$
    select count(*), count(*) filter (where t is not null and device is not null), min(t) from (
      select coalesce((j ->> 'timestamp')::timestamptz, (j ->> 'created_at')::timestamptz) as t, j ->> 'device_id' as device
      from (select to_jsonb(p) as j from public.energy_readings_predecessor p) r) old
  $sql$ into found_rows, usable, oldest;
  perform public.historian_ensure_partitions(3, oldest);
  execute $sql$
    with old as (
      select distinct j ->> 'device_id' as device, t, n, nullif(jsonb_strip_nulls(j) - array['id', 'device_id', 'timestamp', 'created_at']
          - array(select name from unnest(m) name where j ->> name ~ number or j ->> name ~ none), '{}') as extra,
        (select jsonb_object_agg(name, 'bad_nan') from unnest(m) name where j ->> name ~ none) as quality
      from (select j, m, number, none, coalesce((j ->> 'timestamp')::timestamptz, (j ->> 'created_at')::timestamptz) as t,
          array(select case when j ->> name ~ number then (j ->> name)::float8 end from unnest(m) with ordinality u(name, i) order by i) as n
        from (select to_jsonb(p) as j from public.energy_readings_predecessor p) r,
          (values (array['current', 'voltage', 'power', 'ac_power_kw', 'total_energy_kwh', 'grid_frequency_hz', 'power_factor',
            'ambient_temp_c', 'irradiance_w_m2', 'system_status', 'efficiency'],
            '^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$', '^(NaN|-?Infinity)$')) names (m, number, none)) typed
      where t is not null and j ->> 'device_id' is not null
    )
    insert into public.energy_readings (site_id, device_id, "time", store_id, seq, current, voltage, power, ac_power_kw,
      total_energy_kwh, grid_frequency_hz, power_factor, ambient_temp_c, irradiance_w_m2, system_status, efficiency,
      extra, quality, flags)
    select $1, device, t, 'predecessor', row_number() over (order by t, device, n, extra) + (select coalesce(max(seq), 0)
        from public.energy_readings where site_id = $1 and store_id = 'predecessor'),
      n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10], n[11], extra, quality, 1
    from old where not exists (
      select from public.energy_readings r
      where r.site_id = $1 and r.device_id = device and r."time" = t and r.store_id = 'predecessor'
        and r.extra is not distinct from old.extra and array[r.current, r.voltage, r.power, r.ac_power_kw, r.total_energy_kwh,
          r.grid_frequency_hz, r.power_factor, r.ambient_temp_c, r.irradiance_w_m2, r.system_status, r.efficiency] = n)
  $sql$ using site;
  get diagnostics copied = row_count;
  perform public.historian_ensure_partitions();
  return format('%s of %s rows copied, %s had no device or no time, %s %s there already; energy_readings_predecessor is as it was.',
    copied, found_rows, found_rows - usable, usable - copied, case usable - copied when 1 then 'was' else 'were' end);
end $$;

-- 10. Functions: Supabase lets everybody call what is not revoked.
do $$
declare f regprocedure;
begin
  for f in select oid::regprocedure from pg_proc where pronamespace = 'public'::regnamespace
    and (proname like 'historian\_%' or proname = 'ingest_readings')
  loop execute format('revoke execute on function %s from public, anon, authenticated', f); end loop;
  grant execute on function public.historian_site(), public.historian_rows(jsonb),
    public.historian_insert(public.historian_row[]), public.ingest_readings(jsonb),
    public.historian_days(text, timestamptz, timestamptz), public.historian_completeness(text) to authenticated;
  if exists (select from pg_roles where rolname = 'service_role') then
    grant usage on schema public to service_role;
    grant select, insert on public.energy_readings, public.hourly_energy, public.chain_head to service_role;
    grant select, insert, update on public.reading_gap, public.gateway_status to service_role;
    grant select on public.latest_device_readings, public.hourly_energy_summary, public.hourly_energy_check,
      public.completeness, public.readings_per_day to service_role;
    grant execute on function public.historian_site(), public.historian_rows(jsonb),
      public.historian_insert(public.historian_row[]), public.ingest_readings(jsonb),
      public.historian_days(text, timestamptz, timestamptz), public.historian_completeness(text) to service_role;
  end if;
end $$;

notify pgrst, 'reload schema';
commit;
select public.historian_ensure_partitions();

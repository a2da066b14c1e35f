#pragma once

// The SQL of this output, one statement a constant. The tables are those of
// outputs/supabase/schema.sql.

namespace historian::postgres {

/// Once a connection. The server gives a statement up before the gateway does, and notices when the
/// gateway has gone; a commit is answered after it is synced.
inline constexpr const char* kPrepare = R"sql(
set statement_timeout = '30s';
set client_connection_check_interval = '2s';
set synchronous_commit = on;
set timezone = 'UTC';
create temporary table historian_incoming (
  site_id text, device_id text, "time" timestamptz, store_id text, seq bigint,
  current float8, voltage float8, power float8, ac_power_kw float8, total_energy_kwh float8,
  grid_frequency_hz float8, power_factor float8, ambient_temp_c float8, irradiance_w_m2 float8,
  system_status float8, efficiency float8, extra jsonb, quality jsonb, flags smallint, origin jsonb
) on commit delete rows
)sql";

inline constexpr const char* kUpsertGaps = R"sql(
insert into public.reading_gap as old
  (site_id, store_id, first_seq, last_seq, cause, why, decided_at, closed, readings)
select site_id, store_id, first_seq, last_seq, cause, why, decided_at, closed, readings
from jsonb_to_recordset($1::jsonb) as x (site_id text, store_id text, first_seq bigint,
  last_seq bigint, cause text, why text, decided_at timestamptz, closed boolean, readings bigint)
on conflict (site_id, store_id, first_seq) do update set last_seq = excluded.last_seq,
  cause = excluded.cause, why = excluded.why, decided_at = excluded.decided_at,
  closed = excluded.closed, readings = excluded.readings
)sql";

inline constexpr const char* kInsertHours = R"sql(
insert into public.hourly_energy
  (site_id, device_id, metric, hour, revision, energy_kwh, coverage, readings, approved)
select site_id, device_id, metric, hour, revision, energy_kwh, coverage, readings, approved
from jsonb_to_recordset($1::jsonb) as x (site_id text, device_id text, metric text,
  hour timestamptz, revision int, energy_kwh float8, coverage float8, readings bigint,
  approved boolean)
on conflict do nothing
)sql";

inline constexpr const char* kUpsertStatus = R"sql(
insert into public.gateway_status (site_id, at, version, clock_trusted, store_id, last_seq, backlog,
  oldest_unsent, quarantined, dropped, store_bytes, days_left)
select site_id, at, version, clock_trusted, store_id, last_seq, backlog, oldest_unsent, quarantined,
  dropped, store_bytes, days_left
from jsonb_to_recordset($1::jsonb) as x (site_id text, at timestamptz, version text,
  clock_trusted boolean, store_id text, last_seq bigint, backlog bigint, oldest_unsent timestamptz,
  quarantined bigint, dropped bigint, store_bytes bigint, days_left float8)
on conflict (site_id) do update set at = excluded.at, version = excluded.version,
  clock_trusted = excluded.clock_trusted, store_id = excluded.store_id,
  last_seq = excluded.last_seq, backlog = excluded.backlog,
  oldest_unsent = excluded.oldest_unsent, quarantined = excluded.quarantined,
  dropped = excluded.dropped, store_bytes = excluded.store_bytes, days_left = excluded.days_left
)sql";

inline constexpr const char* kCountDays = R"sql(
select extract(epoch from date_trunc('day', "time", 'UTC'))::bigint, count(*)
from public.energy_readings
where site_id = $1 and "time" >= $2::timestamptz and "time" < $3::timestamptz
group by 1 order by 1
)sql";

/// Columns that are missing, whether there is a table, may read, may insert, has the key.
inline constexpr const char* kInspect = R"sql(
with t as (select to_regclass('public.energy_readings') as oid)
select oid is not null,
  (select string_agg(name, ', ') from unnest($1::text[]) name where not exists (
     select from pg_attribute where attrelid = oid and attname = name and not attisdropped)),
  coalesce(has_table_privilege(oid, 'select'), false),
  coalesce(has_table_privilege(oid, 'insert'), false),
  exists (select from pg_index where indrelid = oid and indisunique and indpred is null and (
    select array_agg(attname::text order by attname) from pg_attribute
    where attrelid = oid and attnum = any (indkey)) =
      array['device_id', 'seq', 'site_id', 'store_id', 'time']),
  has_database_privilege(current_database(), 'temporary')
from t
)sql";

/// The site that row-level security ties this login to; empty where it does not apply to it.
inline constexpr const char* kSiteOfLogin = R"sql(
select case when row_security_active('public.energy_readings')
  then coalesce(public.historian_site(), '(none)') else '' end
)sql";

} // namespace historian::postgres

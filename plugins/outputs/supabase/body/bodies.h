#pragma once

#include "body/row.h"

#include <string>

namespace historian::supabase {

/// The columns of energy_readings that a gateway writes, as `columns=` wants them.
inline constexpr std::string_view kReadingColumns =
    "site_id,device_id,time,store_id,seq,current,voltage,power,ac_power_kw,total_energy_kwh,"
    "grid_frequency_hz,power_factor,ambient_temp_c,irradiance_w_m2,system_status,efficiency,"
    "extra,quality,flags,origin";
inline constexpr std::string_view kReadingKey = "site_id,device_id,time,store_id,seq";

/// An array of objects. What is null or a default is left out: `columns=` and `missing=default`
/// make it so again.
std::string jsonBody(const Rows& rows);

/// CSV with a header; only columns that some row uses. JSON texts are unwrapped by a trigger of
/// schema.sql, as PostgREST takes every field for a text.
std::string csvBody(const Rows& rows);

/// The argument of ingest_readings (its form is described in schema.sql): arrays instead of rows,
/// times and numbers as steps.
std::string columnarBody(const Rows& rows);

} // namespace historian::supabase

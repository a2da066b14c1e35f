#pragma once

#include <historian/companions.h>
#include <historian/host.h>

#include <span>
#include <string>

namespace historian::rows {

// JSON arrays of rows for the small tables of schema.sql, complete: each object has all columns.

/// For reading_gap. Of gaps with one name the last counts, as one statement must not touch a row
/// twice.
std::string gapRows(std::string_view site, std::span<const ReadingGap> gaps);

/// For hourly_energy.
std::string hourRows(const Host& host, std::span<const EnergyHour> hours);

/// For gateway_status.
std::string statusRow(std::string_view site, const GatewayStatus& status);

} // namespace historian::rows

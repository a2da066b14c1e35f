#pragma once

#include <historian/companions.h>
#include <historian/host.h>

#include <span>
#include <string>
#include <string_view>

namespace historian::postgres {

// Rows of the small tables as one JSON array of objects, for jsonb_to_recordset().

std::string gapRows(std::string_view site, std::span<const ReadingGap> gaps);
std::string hourRows(const Host& host, std::span<const EnergyHour> hours);
std::string statusRow(std::string_view site, const GatewayStatus& status);

} // namespace historian::postgres

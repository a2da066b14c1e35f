#pragma once

#include "wire/endpoint.h"

#include <historian/probe.h>

#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

namespace historian::supabase {

/// Looks at everything a delivery needs and writes nothing: log-in, tables, columns, key, rights,
/// functions. Ends at the first thing that is wrong.
std::vector<ProbeStep>
probeDestination(Endpoint& endpoint, const Settings& settings, std::string_view site);

/// What went out since start.
struct Traffic {
    std::uint64_t bytes = 0;
    std::uint64_t readings = 0;
    std::chrono::microseconds elapsed{0};
};

/// Megabytes a day on the wire, and the days until a free project's 500 MB are full.
ProbeStep dataADay(const Traffic& traffic);

} // namespace historian::supabase

#pragma once

#include "wire/endpoint.h"

#include <historian/probe.h>

#include <string_view>
#include <vector>

namespace historian::supabase {

/// Looks at everything a delivery needs and writes nothing: log-in, tables, columns, key, rights,
/// functions. Ends at the first thing that is wrong.
std::vector<ProbeStep>
probeDestination(Endpoint& endpoint, const Settings& settings, std::string_view site);

} // namespace historian::supabase

#pragma once

#include "wire/session.h"

#include <historian/probe.h>

#include <string_view>
#include <vector>

namespace historian::postgres {

/// Looks, without changing anything, whether this session could deliver readings of the site:
/// table, columns, key, grants, and whom row-level security takes it for.
std::vector<ProbeStep> inspect(Session& session, std::string_view site, Deadline& deadline);

} // namespace historian::postgres

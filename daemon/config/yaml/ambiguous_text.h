#pragma once

#include <string_view>

namespace historian::config {

/// Whether a text without quotes means something else to some readers of YAML: `no` and `on` are
/// false and true to YAML 1.1, `010` is 8, `1e3` is 1000, `12:30` is 750, 2025-01-20 is a day. A
/// whole number without leading zero is the same to all. Threads: any.
bool isAmbiguous(std::string_view plain);

} // namespace historian::config

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace historian::replay {

/// The cells of one CSV line (RFC 4180 quotes; no line breaks inside cells).
std::vector<std::string> cellsOf(std::string_view line);

} // namespace historian::replay

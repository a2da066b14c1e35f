#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace historian::web {

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// Decodes a path into `into`. False: a bad escape, an escaped NUL or control character, no leading
/// slash, or a character that must be escaped. `..` has no meaning here.
bool decodePath(std::string_view raw, std::string& into);

/// Decodes `a=1&b=2` (a plus is a blank). False: a bad escape, an escaped NUL, or more than 64 of
/// them.
bool decodeQuery(std::string_view raw, Parameters& into);

} // namespace historian::web

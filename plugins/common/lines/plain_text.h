#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace historian::lines {

inline constexpr std::size_t kExcerptBytes = 256;

/// Whether it is UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing beyond
/// U+10FFFF.
bool isUtf8(std::string_view text);

/// Whether it has a control character other than the tab: what a wrong speed or a boot ROM makes.
bool hasControls(std::string_view text);

/// The first bytes made printable, for the rejected list.
std::string excerptOf(std::string_view text);

} // namespace historian::lines

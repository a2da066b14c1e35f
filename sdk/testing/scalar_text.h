#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace historian::testing {

/// Scalars as they are written in the configuration file; nothing if the text is none.
std::optional<std::int64_t> integerOf(std::string_view text);
std::optional<double> numberOf(std::string_view text);
std::optional<double> secondsOf(std::string_view text); ///< 500ms, 5s, 2min, 1h, 30d
std::optional<double> bytesOf(std::string_view text);   ///< 64KiB, 8MiB, 1GB, plain bytes

} // namespace historian::testing

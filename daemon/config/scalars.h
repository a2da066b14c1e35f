#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace historian::config {

/// Values as they are written in YAML; nothing if the text is not one. Threads: any.
std::optional<bool> parseBoolean(std::string_view text);         ///< true, false
std::optional<std::int64_t> parseInteger(std::string_view text); ///< -12; no leading zero
std::optional<double> parseNumber(std::string_view text);        ///< -1.5e3; finite
std::optional<std::chrono::milliseconds>
parseDuration(std::string_view text);                         ///< 500ms, 5s, 2min, 1h, 30d
std::optional<std::int64_t> parseSize(std::string_view text); ///< bytes; 64KiB, 8MiB, 1GB

/// Whether a number begins with a zero that some readers take for the mark of an octal one: 010.
bool hasLeadingZero(std::string_view text);

/// The shortest text of a number, for messages.
std::string numberText(double number);

/// The name nearest to `written` by edits, if one is near enough to be meant.
std::optional<std::string_view> nearest(std::string_view written,
                                        std::span<const std::string_view> names);

/// ", did you mean 'x'?" or nothing.
std::string suggestion(std::string_view written, std::span<const std::string_view> names);

} // namespace historian::config

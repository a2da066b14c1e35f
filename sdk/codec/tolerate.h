#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace historian::codec {

/// The text without a byte order mark before it and blanks and NULs after it.
std::string_view trimmed(std::string_view document);

/// The document with numbers that JSON or simdjson does not know, outside strings, written so that
/// they are read: a bare nan or inf (any case, with a sign or not, also `infinity`) and a number
/// beyond a double (1e400) as "nan", an integer beyond 64 bits as a double. Nothing if there is
/// none of these.
std::optional<std::string> withReadableNumbers(std::string_view document);

} // namespace historian::codec

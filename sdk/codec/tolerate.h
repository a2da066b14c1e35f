#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace historian::codec {

/// The text without a byte order mark before it and blanks and NULs after it.
std::string_view trimmed(std::string_view document);

/// The document with each bare nan or inf (any case, with a sign or not, also `infinity`) outside
/// strings written as "nan", which readers know. Nothing if there is none to write so.
std::optional<std::string> withQuotedNans(std::string_view document);

} // namespace historian::codec

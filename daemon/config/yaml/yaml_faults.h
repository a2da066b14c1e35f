#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace historian::config {

// What people get wrong in YAML, said in their words rather than the parser's. Threads: any.

/// What a message of yaml-cpp means and what to do; a message that is not known is left as it is.
std::string plainFault(const std::string& message);

/// Whether the quoted text that begins at `at` ends before the file does: yaml-cpp takes one that
/// does not, with all that follows in it. True if there is no quote.
bool isQuoteClosed(std::string_view text, std::size_t at);

/// Throws ConfigError at the first byte that is not UTF-8, which would be kept as something else.
void refuseOtherEncodings(std::string_view text, const std::string& file);

/// Throws ConfigError if that line, from 1, is indented by a tab: the parser's own message names
/// something else.
void refuseTabs(std::string_view text, const std::string& file, std::size_t line);

} // namespace historian::config

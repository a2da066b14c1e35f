#include "config/yaml/yaml_faults.h"

#include "config/node.h"

#include <historian/error.h>

#include <algorithm>
#include <cstdint>

namespace historian::config {
namespace {

struct Meaning {
    std::string_view message; ///< of yaml-cpp, or its beginning
    std::string_view plain;
};

constexpr std::string_view kIndentation =
    "this does not fit what stands above: check the indentation, and the quotes before it";

constexpr Meaning kMeanings[] = {
    {"end of map not found", kIndentation},
    {"end of sequence not found", kIndentation},
    {"illegal block entry", kIndentation},
    {"illegal map key", kIndentation},
    {"end of map flow not found", "a '{' is never closed by '}'"},
    {"end of sequence flow not found", "a '[' is never closed by ']'"},
    {"illegal flow end", "a '}' or ']' that nothing opened"},
    {"illegal map value",
     "a ':' cannot stand here: check the indentation; a text with ': ' in it needs quotes"},
    {"illegal EOF in scalar", "a quote is never closed"},
    {"illegal document indicator in scalar", "a quote is never closed"},
    {"unknown token", "a value cannot begin with this character: put it in quotes"},
    {"alias not found after *", "a value cannot begin with '*': put it in quotes"},
    {"anchor not found after &", "a value cannot begin with '&': put it in quotes"},
    {"unknown escape character",
     "a '\\' in \"double quotes\" begins an escape: use 'single quotes'"},
};

/// The bytes of the UTF-8 character at the front; 0 if it is none.
std::size_t characterBytes(std::string_view text)
{
    const auto byte = [&text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::size_t bytes = byte(0) < 0x80                      ? 1
                              : byte(0) >= 0xC2 && byte(0) < 0xE0 ? 2
                              : (byte(0) & 0xF0U) == 0xE0         ? 3
                              : byte(0) >= 0xF0 && byte(0) < 0xF5 ? 4
                                                                  : 0;
    if (bytes == 0 || bytes > text.size()) return 0;
    for (std::size_t i = 1; i < bytes; ++i)
        if ((byte(i) & 0xC0U) != 0x80) return 0;
    return bytes;
}

[[noreturn]] void
failAt(std::string_view text, std::size_t at, const std::string& file, const char* why)
{
    const std::string_view before = text.substr(0, at);
    const auto line = static_cast<std::size_t>(std::ranges::count(before, '\n'));
    const std::size_t begin = before.rfind('\n') + 1; // npos + 1 is 0: the first line
    throw ConfigError(Problem{Place{file, line + 1, at - begin + 1}, why}.text());
}

} // namespace

std::string plainFault(const std::string& message)
{
    for (const Meaning& meaning : kMeanings)
        if (message.starts_with(meaning.message)) return std::string(meaning.plain);
    return message;
}

bool isQuoteClosed(std::string_view text, std::size_t at)
{
    const char quote = at < text.size() ? text[at] : ' ';
    if (quote != '"' && quote != '\'') return true;
    const std::string_view escape = quote == '"' ? "\\" : "''"; // it and what follows are text
    for (++at; at < text.size(); ++at) {
        if (text.substr(at).starts_with(escape))
            ++at;
        else if (text[at] == quote)
            return true;
    }
    return false;
}

void refuseOtherEncodings(std::string_view text, const std::string& file)
{
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t bytes = characterBytes(text.substr(at));
        if (bytes == 0) failAt(text, at, file, "not UTF-8: save the file in that encoding");
        at += bytes;
    }
}

void refuseTabs(std::string_view text, const std::string& file, std::size_t line)
{
    std::size_t begin = 0;
    for (std::size_t at = 1; at < line && begin < text.size(); ++at)
        begin = std::min(text.find('\n', begin), text.size() - 1) + 1;
    const std::size_t end = text.find_first_not_of(' ', begin);
    if (end < text.size() && text[end] == '\t')
        failAt(text, end, file, "a tab in the indentation: write blanks");
}

} // namespace historian::config

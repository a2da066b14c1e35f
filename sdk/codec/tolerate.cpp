#include "tolerate.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace historian::codec {

namespace {

constexpr std::string_view kQuotedNan = "\"nan\"";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::array<std::string_view, 3> kWords{"infinity", "inf", "nan"}; // the longest first

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool beginsWith(std::string_view text, std::string_view word)
{
    if (text.size() < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i)
        if ((text[i] | 0x20) != word[i]) return false;
    return text.size() == word.size() || !isLetter(text[word.size()]);
}

// The length of the bare nan or inf, sign included, that begins the text; 0 if none does.
std::size_t bareNanLength(std::string_view text)
{
    const std::size_t sign = text.front() == '-' || text.front() == '+' ? 1 : 0;
    for (const std::string_view word : kWords)
        if (beginsWith(text.substr(sign), word)) return sign + word.size();
    return 0;
}

// A piece of the document, and what is read in its place or behind it.
struct Token {
    std::size_t length = 1;
    std::optional<std::string_view> readAs = {};
    std::string_view suffix = {};
};

Token stringToken(std::string_view text)
{
    std::size_t end = 1;
    while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
    return {.length = std::min(end + 1, text.size())};
}

template <typename Number>
bool isBeyond(std::string_view token)
{
    Number number{};
    const auto [end, fault] = std::from_chars(token.data(), token.data() + token.size(), number);
    return fault == std::errc::result_out_of_range && end == token.data() + token.size();
}

Token numberToken(std::string_view text)
{
    if (const std::size_t length = bareNanLength(text); length > 0) return {length, kQuotedNan};
    const std::size_t length = std::min(text.find_first_not_of("+-.0123456789eE"), text.size());
    if (length == 0) return {};
    const std::string_view number = text.substr(0, length);
    const bool isTiny =
        number.find("e-") != std::string_view::npos || number.find("E-") != std::string_view::npos;
    if (isBeyond<double>(number) && !isTiny) return {length, kQuotedNan};
    if (isBeyond<std::int64_t>(number)) return {.length = length, .suffix = "e0"};
    return {.length = length};
}

// A string, a number, a bare nan or inf, or any other single character.
Token nextToken(std::string_view text)
{
    switch (text.front()) {
    case '"': return stringToken(text);
    case '+':
    case '-':
    case 'i':
    case 'I':
    case 'n':
    case 'N': return numberToken(text);
    default: return text.front() >= '0' && text.front() <= '9' ? numberToken(text) : Token{};
    }
}

} // namespace

std::string_view trimmed(std::string_view document)
{
    if (document.starts_with(kByteOrderMark)) document.remove_prefix(kByteOrderMark.size());
    while (!document.empty() && static_cast<unsigned char>(document.back()) <= ' ')
        document.remove_suffix(1);
    return document;
}

std::optional<std::string> withReadableNumbers(std::string_view document)
{
    std::string out;
    std::size_t copied = 0; // everything before it is in `out`
    for (std::size_t i = 0; i < document.size();) {
        const Token token = nextToken(document.substr(i));
        if (token.readAs || !token.suffix.empty()) {
            out += document.substr(copied, i - copied);
            out += token.readAs.value_or(document.substr(i, token.length));
            out += token.suffix;
            copied = i + token.length;
        }
        i += token.length;
    }
    if (copied == 0) return std::nullopt;
    return out.append(document.substr(copied));
}

} // namespace historian::codec

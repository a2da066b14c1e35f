#include "tolerate.h"

#include <array>

namespace historian::codec {

namespace {

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

} // namespace

std::string_view trimmed(std::string_view document)
{
    if (document.starts_with(kByteOrderMark)) document.remove_prefix(kByteOrderMark.size());
    while (!document.empty() && static_cast<unsigned char>(document.back()) <= ' ')
        document.remove_suffix(1);
    return document;
}

std::optional<std::string> withQuotedNans(std::string_view document)
{
    std::string out;
    bool isInString = false;
    bool isFound = false;
    for (std::size_t i = 0; i < document.size();) {
        const char c = document[i];
        if (isInString) {
            const std::size_t length = c == '\\' && i + 1 < document.size() ? 2 : 1;
            if (c == '"') isInString = false;
            out += document.substr(i, length);
            i += length;
            continue;
        }
        if (const std::size_t length = bareNanLength(document.substr(i)); length > 0) {
            out += "\"nan\"";
            isFound = true;
            i += length;
            continue;
        }
        isInString = c == '"';
        out += c;
        ++i;
    }
    if (!isFound) return std::nullopt;
    return out;
}

} // namespace historian::codec

#include "lines/plain_text.h"

#include <algorithm>

namespace historian::lines {

namespace {

// The length of the sequence that begins with this byte; 0: none does.
std::size_t lengthOf(unsigned char first)
{
    if (first < 0x80) return 1;
    if (first < 0xC2) return 0;
    if (first < 0xE0) return 2;
    if (first < 0xF0) return 3;
    return first < 0xF5 ? 4 : 0;
}

// Second bytes that would make an overlong form, a surrogate or too large a number.
bool isSecondAllowed(unsigned char first, unsigned char second)
{
    switch (first) {
    case 0xE0: return second >= 0xA0;
    case 0xED: return second < 0xA0;
    case 0xF0: return second >= 0x90;
    case 0xF4: return second < 0x90;
    default: return true;
    }
}

bool isContinuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

} // namespace

bool isUtf8(std::string_view text)
{
    while (!text.empty()) {
        const auto first = static_cast<unsigned char>(text[0]);
        const std::size_t length = lengthOf(first);
        if (length == 0 || length > text.size()) return false;
        if (!std::ranges::all_of(text.substr(1, length - 1), isContinuation)) return false;
        if (length > 1 && !isSecondAllowed(first, static_cast<unsigned char>(text[1])))
            return false;
        text.remove_prefix(length);
    }
    return true;
}

bool hasControls(std::string_view text)
{
    return std::ranges::any_of(text,
                               [](unsigned char c) { return (c < ' ' && c != '\t') || c == 0x7F; });
}

std::string excerptOf(std::string_view text)
{
    std::string excerpt(text.substr(0, kExcerptBytes));
    std::ranges::replace_if(
        excerpt, [](char c) { return c < ' ' || c > '~'; }, '.');
    return excerpt;
}

} // namespace historian::lines

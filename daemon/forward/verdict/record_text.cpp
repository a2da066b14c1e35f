#include "forward/verdict/record_text.h"

#include <algorithm>
#include <charconv>

namespace historian::forward {
namespace {

constexpr char kSeparator = '\x1f';
constexpr std::size_t kSeqDigits = 15; // 2^48 and more

std::vector<std::string> split(std::string_view text, char separator)
{
    std::vector<std::string> parts(1);
    for (const char c : text) {
        if (c == separator)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

} // namespace

std::string joinFields(const std::vector<std::string>& fields)
{
    std::string body;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i != 0) body += kSeparator;
        std::ranges::copy_if(
            fields[i], std::back_inserter(body), [](char c) { return c != kSeparator; });
    }
    return body;
}

std::vector<std::string> splitFields(std::string_view body)
{
    return split(body, kSeparator);
}

std::string_view cutWords(std::string_view words)
{
    if (words.size() <= kWhyBytesMax) return words;
    std::size_t end = kWhyBytesMax;
    while (end > 0 && (static_cast<unsigned char>(words[end]) & 0xC0U) == 0x80U) --end;
    return words.substr(0, end);
}

std::uint64_t numberOf(std::string_view text)
{
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::string timeField(Time time)
{
    return std::to_string(time.time_since_epoch().count());
}

Time timeOf(std::string_view field)
{
    std::int64_t number = 0;
    std::from_chars(field.data(), field.data() + field.size(), number);
    return Time(std::chrono::microseconds(number));
}

std::vector<std::string> splitKey(std::string_view key)
{
    return split(key, '/');
}

std::vector<Record> recordsOf(Snapshot& snapshot, std::string_view kind)
{
    auto records = snapshot.records(kind);
    if (!records) throw Unavailable("reading positions: " + records.error().message);
    return *std::move(records);
}

std::string seqKey(std::uint64_t seq)
{
    const std::string digits = std::to_string(seq);
    return std::string(kSeqDigits - std::min(kSeqDigits, digits.size()), '0') + digits;
}

} // namespace historian::forward

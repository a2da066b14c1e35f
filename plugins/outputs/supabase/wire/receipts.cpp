#include "wire/receipts.h"

#include <historian/codec/time_text.h>

#include <simdjson.h>

#include <charconv>

namespace historian::supabase {

namespace {

using simdjson::dom::element;
using simdjson::dom::object;

bool take(const object& from, std::string_view key, std::uint64_t& to)
{
    return from[key].get(to) == simdjson::SUCCESS;
}

std::string_view textOf(const object& from, std::string_view key)
{
    std::string_view text;
    return from[key].get(text) == simdjson::SUCCESS ? text : std::string_view();
}

} // namespace

std::optional<std::uint64_t> rowsTaken(const curl::Answer& answer, std::string_view resolution)
{
    if (answer.status != 200 && answer.status != 201) return std::nullopt;
    const std::string sign = "resolution=" + std::string(resolution);
    if (answer.header("preference-applied").find(sign) == std::string_view::npos)
        return std::nullopt;
    const std::string_view range = answer.header("content-range");
    const std::size_t slash = range.rfind('/');
    if (slash == std::string_view::npos) return std::nullopt;
    std::uint64_t count = 0;
    const char* const end = range.data() + range.size();
    const auto [stop, fault] = std::from_chars(range.data() + slash + 1, end, count);
    if (fault != std::errc() || stop != end) return std::nullopt;
    return count;
}

std::optional<IngestReceipt> ingestReceiptOf(std::string_view body)
{
    simdjson::dom::parser parser;
    object answer;
    simdjson::dom::array rejected;
    IngestReceipt receipt;
    if (parser.parse(body.data(), body.size()).get(answer) != simdjson::SUCCESS ||
        !take(answer, "received", receipt.received) ||
        !take(answer, "inserted", receipt.inserted) ||
        answer["rejected"].get(rejected) != simdjson::SUCCESS)
        return std::nullopt;
    for (const element entry : rejected) {
        object row;
        IngestReceipt::Rejected& one = receipt.rejected.emplace_back();
        if (entry.get(row) != simdjson::SUCCESS || !take(row, "seq", one.seq)) return std::nullopt;
        one.why.append(textOf(row, "code")).append(": ").append(textOf(row, "message"));
    }
    return receipt;
}

std::optional<std::vector<DayCount>> daysOf(std::string_view body)
{
    simdjson::dom::parser parser;
    simdjson::dom::array answer;
    if (parser.parse(body.data(), body.size()).get(answer) != simdjson::SUCCESS)
        return std::nullopt;
    std::vector<DayCount> days;
    for (const element entry : answer) {
        object row;
        DayCount& day = days.emplace_back();
        if (entry.get(row) != simdjson::SUCCESS || !take(row, "readings", day.readings))
            return std::nullopt;
        const auto time = codec::parseTime(textOf(row, "day"));
        if (!time) return std::nullopt;
        day.day = *time;
    }
    return days;
}

} // namespace historian::supabase

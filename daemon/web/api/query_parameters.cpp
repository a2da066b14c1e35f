#include "web/api/query_parameters.h"

#include "web/api/replies.h"

#include <historian/codec/time_text.h>

#include <algorithm>
#include <charconv>
#include <system_error>

namespace historian::web::api {

namespace {

std::optional<Time> timeOf(std::string_view text)
{
    double epoch = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), epoch);
    if (end.ec == std::errc() && end.ptr == text.data() + text.size())
        return codec::timeOfEpoch(epoch);
    // The plus of a zone that was not escaped arrives as a blank.
    std::string mended(text);
    std::ranges::replace(mended, ' ', '+');
    return codec::parseTime(mended);
}

} // namespace

QueryParameters::QueryParameters(const HttpRequest& request,
                                 std::initializer_list<std::string_view> known)
    : request_(request)
{
    const auto given = request.parameters();
    for (auto one = given.begin(); one != given.end(); ++one) {
        const std::string& name = one->first;
        if (std::ranges::find(known, name) == known.end())
            refuse(name, "unknown_parameter", "this address has no parameter '" + name + "'");
        const auto isSame = [&](const auto& other) { return other.first == name; };
        if (std::any_of(given.begin(), one, isSame))
            refuse(name, "repeated_parameter", "the parameter '" + name + "' is given twice");
    }
}

std::optional<std::string_view> QueryParameters::text(std::string_view name) const
{
    for (const auto& [key, value] : request_.parameters())
        if (key == name) return value;
    return std::nullopt;
}

std::string_view QueryParameters::required(std::string_view name)
{
    const auto value = text(name);
    if (!value || value->empty())
        refuse(name, "missing_parameter", "the parameter '" + std::string(name) + "' is needed");
    return value.value_or("");
}

std::optional<Time> QueryParameters::time(std::string_view name)
{
    const auto value = text(name);
    if (!value) return std::nullopt;
    const auto time = timeOf(*value);
    if (!time)
        refuse(name,
               "invalid_time",
               "'" + std::string(*value) +
                   "' is not a time; give RFC 3339 with a zone, for example 2025-01-20T10:30:00Z");
    return time;
}

std::optional<std::size_t>
QueryParameters::count(std::string_view name, std::size_t min, std::size_t max)
{
    const auto value = text(name);
    if (!value) return std::nullopt;
    std::size_t number = 0;
    const auto end = std::from_chars(value->data(), value->data() + value->size(), number);
    const bool isWhole = end.ec == std::errc() && end.ptr == value->data() + value->size();
    if (!isWhole || number < min || number > max)
        refuse(name,
               "invalid_number",
               "'" + std::string(*value) + "' is not a whole number from " + std::to_string(min) +
                   " to " + std::to_string(max));
    return number;
}

std::size_t QueryParameters::choice(std::string_view name,
                                    std::initializer_list<std::string_view> words)
{
    const auto value = text(name);
    if (!value) return 0;
    const auto* const found = std::ranges::find(words, *value);
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    std::string list;
    for (const std::string_view word : words)
        list += (list.empty() ? "" : ", ") + std::string(word);
    refuse(name, "invalid_choice", "'" + std::string(*value) + "' is none of " + list);
    return 0;
}

void QueryParameters::refuse(std::string_view name,
                             std::string_view code,
                             const std::string& message)
{
    if (!refusal_) refusal_ = parameterProblem(400, request_.path(), name, code, message);
}

} // namespace historian::web::api

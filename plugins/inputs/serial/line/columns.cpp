#include "line/columns.h"

#include <algorithm>

namespace historian::serial {

namespace {

constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kBetweenPairs = " \t,;&";

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string_view renamed(std::string_view sent, std::span<const std::string> renames)
{
    for (const std::string& rename : renames) {
        const std::string_view text = rename;
        if (text.size() > sent.size() && text.starts_with(sent) && text[sent.size()] == '=')
            return text.substr(sent.size() + 1);
    }
    return sent;
}

std::string countedWrong(std::size_t found, std::size_t expected)
{
    return "the line has " + std::to_string(found) + " values, not " + std::to_string(expected);
}

} // namespace

Result<Fields>
csvFields(std::string_view line, char separator, std::span<const std::string> columns)
{
    Fields fields;
    std::size_t found = 0;
    for (std::size_t begin = 0; begin <= line.size(); ++found) {
        const std::size_t end = std::min(line.find(separator, begin), line.size());
        if (found < columns.size() && columns[found] != kSkipped)
            fields.emplace_back(columns[found], trimmed(line.substr(begin, end - begin)));
        begin = end + 1;
    }
    if (found != columns.size()) return Error{countedWrong(found, columns.size())};
    return fields;
}

Result<Fields> pairFields(std::string_view line, std::span<const std::string> renames)
{
    Fields fields;
    while (!line.empty()) {
        const std::string_view pair = line.substr(0, line.find_first_of(kBetweenPairs));
        line.remove_prefix(std::min(pair.size() + 1, line.size()));
        const std::size_t sign = pair.find('=');
        if (sign == std::string_view::npos || sign == 0) continue;
        const std::string_view name = renamed(pair.substr(0, sign), renames);
        if (name != kSkipped) fields.emplace_back(name, pair.substr(sign + 1));
    }
    if (fields.empty()) return Error{"the line has no name=value"};
    return fields;
}

} // namespace historian::serial

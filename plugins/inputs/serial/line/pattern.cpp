#include "line/pattern.h"

namespace historian::serial {

Result<Pattern> Pattern::of(std::string_view text)
{
    Pattern pattern;
    std::size_t open = text.find('{');
    pattern.before_ = text.substr(0, open);
    while (open != std::string_view::npos) {
        const std::size_t close = text.find('}', open);
        if (close == std::string_view::npos) return Error{"a { is not closed by a }"};
        const std::string_view name = text.substr(open + 1, close - open - 1);
        if (name.empty()) return Error{"a {} has no name"};
        open = text.find('{', close);
        const std::string_view after = text.substr(
            close + 1, open == std::string_view::npos ? std::string_view::npos : open - close - 1);
        if (open != std::string_view::npos && after.empty())
            return Error{"between two {} there must be some text"};
        pattern.places_.push_back({std::string(name), std::string(after)});
    }
    if (pattern.places_.empty()) return Error{"it has no {metric}"};
    return pattern;
}

std::optional<Fields> Pattern::match(std::string_view line) const
{
    if (!line.starts_with(before_)) return std::nullopt;
    line.remove_prefix(before_.size());
    Fields fields;
    for (const Place& place : places_) {
        const std::size_t end = place.after.empty() ? line.size() : line.find(place.after);
        if (end == std::string_view::npos || end == 0) return std::nullopt;
        const std::string_view text = line.substr(0, end);
        if (text.find_first_of(" \t") != std::string_view::npos) return std::nullopt;
        if (place.name != kSkipped) fields.emplace_back(place.name, text);
        line.remove_prefix(end + place.after.size());
    }
    return line.empty() ? std::optional(std::move(fields)) : std::nullopt;
}

} // namespace historian::serial

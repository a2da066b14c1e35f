#include "config/key_text.h"

#include "config/scalars.h"

namespace historian::config {
namespace {

std::string listText(std::span<const std::string_view> names)
{
    std::string text;
    for (const std::string_view name : names)
        text += (text.empty() ? "" : ", ") + std::string(name);
    return text;
}

std::string_view unitOf(const Key& key)
{
    if (key.type == KeyType::Duration) return " s";
    return key.type == KeyType::Size ? " bytes" : "";
}

} // namespace

std::string wantedText(const Key& key)
{
    switch (key.type) {
    case KeyType::Integer: return "a whole number";
    case KeyType::Number: return "a number";
    case KeyType::Boolean: return "true or false";
    case KeyType::Duration: return "a duration such as 500ms, 5s, 2min, 1h or 30d";
    case KeyType::Size: return "a size such as 64KiB, 8MiB or 1GB";
    case KeyType::Choice: return "one of " + listText(key.choices);
    case KeyType::Text:
    case KeyType::Secret:
    case KeyType::Map:
    case KeyType::List: break;
    }
    return "a text";
}

std::string rangeText(const Key& key)
{
    const std::string unit(unitOf(key));
    if (key.max == std::numeric_limits<double>::max())
        return "of at least " + numberText(key.min) + unit;
    if (key.min == std::numeric_limits<double>::lowest())
        return "of at most " + numberText(key.max) + unit;
    return "from " + numberText(key.min) + " to " + numberText(key.max) + unit;
}

} // namespace historian::config

#include "line/fields.h"

#include <historian/codec/json_writer.h>

#include <charconv>
#include <optional>

namespace historian::serial {

namespace {

template <typename Number>
std::optional<Number> numberIn(std::string_view text)
{
    Number number{};
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

void writeText(codec::JsonWriter& json, std::string_view name, std::string_view text)
{
    const bool isName = name == "device_id" || name == "id";
    if (const auto whole = numberIn<std::int64_t>(text); whole && !isName) {
        json.integer(*whole);
        return;
    }
    if (const auto time = numberIn<double>(text); time && name == "timestamp") {
        json.number(*time);
        return;
    }
    json.text(text);
}

} // namespace

std::string jsonOf(const Fields& fields)
{
    codec::JsonWriter json;
    json.beginObject();
    for (const auto& [name, text] : fields) {
        json.key(name);
        writeText(json, name, text);
    }
    json.endObject();
    return json.take();
}

} // namespace historian::serial

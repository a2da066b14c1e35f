#include "child/messages.h"

#include <historian/codec/json_writer.h>

#include <simdjson.h>

namespace historian::child {

namespace {

constexpr std::size_t kNameBytesMax = 64;
constexpr std::size_t kIdBytesMax = 256;

std::string shortText(const simdjson::dom::object& object, std::string_view key)
{
    std::string_view text;
    if (object[key].get(text) != simdjson::SUCCESS) return {};
    return std::string(text.substr(0, kNameBytesMax));
}

} // namespace

std::string helloLine(std::string_view instance, const ChildSettings& settings)
{
    codec::JsonWriter json;
    json.beginObject();
    json.key("hello").integer(1);
    json.key("instance").text(instance);
    json.key("config").beginObject();
    for (const auto& [key, value] : settings.config) json.key(key).text(value);
    json.endObject().endObject();
    return json.take();
}

Result<Ready> readReady(std::string_view line)
{
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    std::int64_t version = 0;
    const bool isReady = parser.parse(line.data(), line.size()).get(object) == simdjson::SUCCESS &&
                         object["ready"].get(version) == simdjson::SUCCESS;
    if (!isReady) return Error{R"(its first line is not {"ready":1,"name":"…","version":"…"})"};
    if (version != 1)
        return Error{"it speaks version " + std::to_string(version) + " of the protocol, not 1"};
    return Ready{shortText(object, "name"), shortText(object, "version")};
}

std::string idOf(std::string_view line)
{
    if (line.find("\"id\"") == std::string_view::npos) return {};
    simdjson::dom::parser parser;
    simdjson::dom::element id;
    if (parser.parse(line.data(), line.size()).at_key("id").get(id) != simdjson::SUCCESS) return {};
    if (!id.is_string() && !id.is_number()) return {};
    const std::string text = simdjson::minify(id);
    return text.size() <= kIdBytesMax ? text : std::string();
}

} // namespace historian::child

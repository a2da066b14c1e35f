#include "openapi_check.h"

#include "web/api/openapi_document.h"

#include <algorithm>
#include <cctype>

namespace historian::web::testing {

namespace {

using simdjson::dom::element;

bool hasType(element value, std::string_view type)
{
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_bool();
    if (type == "null") return value.is_null();
    if (type == "integer") return value.is_int64() || value.is_uint64();
    return value.is_number();
}

bool fitsType(element types, element value)
{
    if (types.is_string()) return hasType(value, std::string_view(types));
    return std::ranges::any_of(simdjson::dom::array(types), [&](element type) {
        return hasType(value, std::string_view(type));
    });
}

// A path as a step of a JSON pointer.
std::string escaped(std::string_view path)
{
    std::string out;
    for (const char c : path)
        if (c == '/')
            out += "~1";
        else
            out += c;
    return out;
}

} // namespace

OpenapiCheck::OpenapiCheck()
{
    const std::string_view text = api::openapiDocument();
    document_ = parser_.parse(simdjson::padded_string(text));
}

element OpenapiCheck::resolve(element schema) const
{
    std::string_view reference;
    if (schema["$ref"].get(reference) != simdjson::SUCCESS) return schema;
    return document_.at_pointer(reference.substr(1));
}

std::string
OpenapiCheck::faultOf(std::string_view method, std::string_view path, const HttpReply& reply) const
{
    std::string lower(method);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
    element described;
    if (document_
            .at_pointer("/paths/" + escaped(path) + "/" + lower + "/responses/" +
                        std::to_string(reply.status))
            .get(described) != simdjson::SUCCESS)
        return "status " + std::to_string(reply.status) + " is not described";
    described = resolve(described);
    const std::string_view type = reply.contentType.substr(0, reply.contentType.find(';'));
    element schema;
    if (described.at_pointer("/content/" + escaped(type) + "/schema").get(schema) !=
        simdjson::SUCCESS)
        return "type " + std::string(type) + " is not described";
    if (!type.ends_with("json") || type.ends_with("ndjson")) return {};
    simdjson::dom::parser parser;
    element value;
    if (parser.parse(simdjson::padded_string(reply.body)).get(value) != simdjson::SUCCESS)
        return "not JSON: " + reply.body;
    return compare(schema, value, "");
}

std::string OpenapiCheck::compare(element schema, element value, const std::string& where) const
{
    schema = resolve(schema);
    element part;
    if (schema["type"].get(part) == simdjson::SUCCESS && !fitsType(part, value))
        return where + " has another type: " + simdjson::minify(value);
    if (schema["enum"].get(part) == simdjson::SUCCESS &&
        std::ranges::none_of(simdjson::dom::array(part), [&](element word) {
            return simdjson::minify(word) == simdjson::minify(value);
        }))
        return where + " is none of the words: " + simdjson::minify(value);
    if (value.is_array() && schema["items"].get(part) == simdjson::SUCCESS)
        for (const element one : simdjson::dom::array(value))
            if (auto fault = compare(part, one, where + "[]"); !fault.empty()) return fault;
    return value.is_object() ? compareObject(schema, value, where) : std::string();
}

std::string OpenapiCheck::compareObject(element schema,
                                        simdjson::dom::object value,
                                        const std::string& where) const
{
    simdjson::dom::array required;
    if (schema["required"].get(required) == simdjson::SUCCESS)
        for (const element name : required)
            if (value[std::string_view(name)].error() != simdjson::SUCCESS)
                return where + " has no " + std::string(std::string_view(name));
    const auto properties = schema["properties"];
    const auto others = schema["additionalProperties"];
    if (properties.error() != simdjson::SUCCESS && others.error() != simdjson::SUCCESS)
        return {}; // any object
    for (const auto& [name, member] : value) {
        const std::string place = where + "/" + std::string(name);
        element part;
        if (properties[name].get(part) != simdjson::SUCCESS &&
            others.get(part) != simdjson::SUCCESS)
            return place + " is not described";
        if (part.is_bool()) continue;
        if (auto fault = compare(part, member, place); !fault.empty()) return fault;
    }
    return {};
}

} // namespace historian::web::testing

#include "web/api/json_body.h"

#include "web/api/replies.h"

#include <historian/codec/time_text.h>

#include <Poco/Exception.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/ParseHandler.h>
#include <Poco/JSON/Parser.h>
#include <Poco/SharedPtr.h>

#include <algorithm>
#include <sstream>

namespace historian::web::api {

namespace {

constexpr int kNestingMax = 16;

Poco::JSON::Object::Ptr parseObject(std::string_view body)
{
    try {
        Poco::JSON::Parser parser(Poco::makeShared<Poco::JSON::ParseHandler>(true));
        parser.setDepth(kNestingMax);
        const Poco::Dynamic::Var root = parser.parse(std::string(body));
        if (root.type() == typeid(Poco::JSON::Object::Ptr))
            return root.extract<Poco::JSON::Object::Ptr>();
    } catch (const Poco::Exception&) {
        // Not JSON: the caller says so.
    }
    return {};
}

std::optional<std::uint64_t> wholeOf(const Poco::Dynamic::Var& value)
{
    if (!value.isInteger()) return std::nullopt;
    try {
        return value.convert<Poco::UInt64>();
    } catch (const Poco::RangeException&) {
        return std::nullopt; // negative
    }
}

} // namespace

std::optional<std::string> textField(std::string_view body, const std::string& field)
{
    const auto object = parseObject(body);
    if (!object || !object->has(field) || !object->get(field).isString()) return std::nullopt;
    return object->getValue<std::string>(field);
}

std::optional<std::string> objectText(std::string_view body)
{
    const auto object = parseObject(body);
    if (!object) return std::nullopt;
    std::ostringstream out;
    object->stringify(out);
    return out.str();
}

BodyFields::BodyFields(const HttpRequest& request, std::initializer_list<std::string_view> known)
    : request_(request)
{
    if (request.body().empty()) return;
    const auto object = parseObject(request.body());
    if (!object) {
        refuse("/", "bad_request", "the body is not a JSON object");
        return;
    }
    for (const auto& [name, value] : *object) {
        if (std::ranges::find(known, name) == known.end())
            refuse("/" + name, "unknown_field", "this address has no field '" + name + "'");
        Field& field = fields_[name];
        if (value.isString())
            field = value.extract<std::string>();
        else if (value.isBoolean())
            field = value.convert<bool>();
        else if (const auto whole = wholeOf(value))
            field = *whole;
    }
}

template <typename T>
std::optional<T> BodyFields::valueOf(const std::string& name, const char* wanted)
{
    const auto found = fields_.find(name);
    if (found == fields_.end()) return std::nullopt;
    if (const T* value = std::get_if<T>(&found->second)) return *value;
    refuse("/" + name, "invalid_field", "'" + name + "' is not " + wanted);
    return std::nullopt;
}

std::optional<std::string> BodyFields::text(const std::string& name)
{
    return valueOf<std::string>(name, "a text");
}

std::optional<std::uint64_t> BodyFields::count(const std::string& name)
{
    return valueOf<std::uint64_t>(name, "a whole number from 0");
}

std::optional<Time> BodyFields::time(const std::string& name)
{
    const auto given = text(name);
    if (!given) return std::nullopt;
    const auto time = codec::parseTime(*given);
    if (!time)
        refuse("/" + name,
               "invalid_time",
               "'" + *given +
                   "' is not a time; give RFC 3339 with a zone, for example 2025-01-20T10:30:00Z");
    return time;
}

bool BodyFields::flag(const std::string& name)
{
    return valueOf<bool>(name, "true or false").value_or(false);
}

void BodyFields::refuse(std::string_view name, std::string_view code, const std::string& message)
{
    if (!refusal_) refusal_ = parameterProblem(400, request_.path(), name, code, message);
}

} // namespace historian::web::api

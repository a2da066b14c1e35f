#include "web/api/json_body.h"

#include <Poco/Exception.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/ParseHandler.h>
#include <Poco/JSON/Parser.h>
#include <Poco/SharedPtr.h>

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

} // namespace historian::web::api

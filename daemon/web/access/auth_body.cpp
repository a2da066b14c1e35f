#include "web/access/auth_body.h"

#include <Poco/Exception.h>
#include <Poco/JSON/Parser.h>

namespace historian::web {

namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

std::optional<Access> scopeOf(std::string_view name)
{
    for (const Access scope : kScopes)
        if (scopeName(scope) == name) return scope;
    return {};
}

bool takeScopes(const Poco::Dynamic::Var& value, std::vector<Access>& scopes)
{
    const auto& array = value.extract<Array::Ptr>();
    for (const Poco::Dynamic::Var& each : *array) {
        const auto scope = scopeOf(each.extract<std::string>());
        if (!scope) return false;
        scopes.push_back(*scope);
    }
    return true;
}

bool take(const std::string& key, const Poco::Dynamic::Var& value, AuthBody& body)
{
    if (key == "scopes") return takeScopes(value, body.scopes);
    for (const auto& [name, into] : {std::pair{"code", &body.code},
                                     std::pair{"password", &body.password},
                                     std::pair{"name", &body.name}})
        if (key == name) {
            *into = value.extract<std::string>();
            return true;
        }
    return false;
}

} // namespace

std::string_view scopeName(Access access)
{
    switch (access) {
    case Access::Ingest: return "ingest";
    case Access::Read: return "read";
    case Access::Operate: return "operate";
    case Access::Report: return "report";
    case Access::Admin: return "admin";
    }
    return {};
}

std::optional<AuthBody> AuthBody::parse(std::string_view json)
{
    constexpr std::size_t kDepthMax = 3;
    try {
        Poco::JSON::Parser parser;
        parser.setDepth(kDepthMax);
        const auto parsed = parser.parse(std::string(json));
        AuthBody body;
        for (const auto& [key, value] : *parsed.extract<Object::Ptr>())
            if (!take(key, value, body)) return {};
        return body;
    } catch (const Poco::Exception&) {
        return {};
    }
}

} // namespace historian::web

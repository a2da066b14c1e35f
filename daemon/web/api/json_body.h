#pragma once

#include <historian/clock.h>
#include <historian/http.h>

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace historian::web::api {

/// The text of one field of a JSON object; nothing if it is not there or the body is no object.
std::optional<std::string> textField(std::string_view body, const std::string& field);

/// A JSON object written anew, so that it can stand in another; nothing if it is none.
std::optional<std::string> objectText(std::string_view body);

/// The JSON object of a request's body, read strictly: a field that the route does not know and a
/// value of another type are errors. No body is an object without fields. The first fault is kept;
/// ask for refusal() before the values are used.
/// Threads: none.
class BodyFields {
public:
    /// The request outlives it.
    BodyFields(const HttpRequest& request, std::initializer_list<std::string_view> known);

    std::optional<std::string> text(const std::string& name);
    std::optional<std::uint64_t> count(const std::string& name);

    /// RFC 3339 with a zone.
    std::optional<Time> time(const std::string& name);

    /// False if it is absent.
    bool flag(const std::string& name);

    /// Keeps a fault found by the caller.
    void refuse(std::string_view name, std::string_view code, const std::string& message);

    /// The answer to a request with a fault.
    const std::optional<HttpReply>& refusal() const { return refusal_; }

private:
    using Field = std::variant<std::monostate, std::string, std::uint64_t, bool>;

    /// The value of that type; a fault if the field has another one.
    template <typename T>
    std::optional<T> valueOf(const std::string& name, const char* wanted);

    const HttpRequest& request_;
    std::map<std::string, Field> fields_;
    std::optional<HttpReply> refusal_;
};

} // namespace historian::web::api

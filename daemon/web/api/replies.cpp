#include "web/api/replies.h"

#include "web/http/problem.h"

#include <historian/codec/time_text.h>

#include <algorithm>
#include <charconv>
#include <system_error>

namespace historian::web::api {

HttpReply jsonReply(codec::JsonWriter& json)
{
    HttpReply reply;
    reply.body = json.take();
    return reply;
}

HttpReply parameterProblem(int status,
                           std::string_view path,
                           std::string_view parameter,
                           std::string_view code,
                           std::string_view message)
{
    HttpReply reply = problem(status, code, message, path);
    if (isPredecessorPath(path)) return reply;
    codec::JsonWriter errors;
    errors.beginArray().beginObject();
    errors.key(parameter.starts_with('/') ? "pointer" : "parameter").text(parameter);
    errors.key("code").text(code).key("message").text(message).endObject().endArray();
    reply.body.pop_back();
    reply.body += ",\"errors\":" + errors.take() + "}";
    return reply;
}

HttpReply unknownDevice(std::string_view path, std::string_view id)
{
    return problem(404, "unknown_device", "there is no device '" + std::string(id) + "'", path);
}

HttpReply storeProblem(std::string_view path, std::string_view why)
{
    HttpReply reply = problem(503, "store_unreadable", why, path);
    reply.retryAfter = std::chrono::seconds(5);
    return reply;
}

std::optional<std::size_t>
limitOf(const HttpRequest& request, std::size_t byDefault, std::size_t max)
{
    for (const auto& [name, value] : request.parameters()) {
        if (name != "limit") continue;
        std::size_t limit = 0;
        const auto end = std::from_chars(value.data(), value.data() + value.size(), limit);
        if (end.ec != std::errc() || end.ptr != value.data() + value.size()) return std::nullopt;
        return std::clamp<std::size_t>(limit, 1, max);
    }
    return byDefault;
}

HttpReply badLimit(std::string_view path)
{
    return problem(400, "invalid_number", "limit is not a whole number", path);
}

Route makeRoute(std::string method,
                std::string path,
                Access access,
                HttpHandler handler,
                std::size_t bodyBytesMax)
{
    return {std::move(method),
            std::move(path),
            access,
            bodyBytesMax,
            BodyMode::Whole,
            std::move(handler)};
}

void writeTime(codec::JsonWriter& json, std::string_view key, const std::optional<Time>& time)
{
    json.key(key);
    if (time)
        json.text(codec::timeText(*time));
    else
        json.null();
}

void writeNumber(codec::JsonWriter& json, std::string_view key, const std::optional<double>& number)
{
    json.key(key);
    if (number)
        json.number(*number);
    else
        json.null();
}

void writeValue(codec::JsonWriter& json, const Value& value, std::string_view text)
{
    switch (value.type()) {
    case ValueType::Double: json.number(value.asDouble()); return;
    case ValueType::Int64: json.integer(value.asInt64()); return;
    case ValueType::Bool: json.boolean(value.asBool()); return;
    case ValueType::Text: json.text(text); return;
    case ValueType::None: json.null(); return;
    }
}

double secondsOf(std::chrono::microseconds duration)
{
    return static_cast<double>(std::chrono::round<std::chrono::milliseconds>(duration).count()) /
           1000;
}

} // namespace historian::web::api

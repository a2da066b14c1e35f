#pragma once

#include <historian/codec/json_writer.h>
#include <historian/http.h>
#include <historian/reading.h>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace historian::web::api {

HttpReply jsonReply(codec::JsonWriter& json);

/// An error about one parameter of the query, or about one field (`/label`) of the body.
HttpReply parameterProblem(int status,
                           std::string_view path,
                           std::string_view parameter,
                           std::string_view code,
                           std::string_view message);

/// 404 with the code unknown_device.
HttpReply unknownDevice(std::string_view path, std::string_view id);

/// 503: the store cannot be read now.
HttpReply storeProblem(std::string_view path, std::string_view why);

/// `limit` of a predecessor's route: what is too large is cut, what the route does not know is
/// ignored, as it always was. Nothing if it is no number.
std::optional<std::size_t>
limitOf(const HttpRequest& request, std::size_t byDefault, std::size_t max);
HttpReply badLimit(std::string_view path);

/// A route without a body, or with a whole one of at most `bodyBytesMax`.
Route makeRoute(std::string method,
                std::string path,
                Access access,
                HttpHandler handler,
                std::size_t bodyBytesMax = 0);

/// The parts that many answers have.
void writeTime(codec::JsonWriter& json, std::string_view key, const std::optional<Time>& time);
void writeNumber(codec::JsonWriter& json,
                 std::string_view key,
                 const std::optional<double>& number);
void writeValue(codec::JsonWriter& json, const Value& value, std::string_view text);

/// Seconds with three decimals at most.
double secondsOf(std::chrono::microseconds duration);

} // namespace historian::web::api

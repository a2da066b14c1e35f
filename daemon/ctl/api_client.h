#pragma once

#include <Poco/Dynamic/Var.h>
#include <Poco/JSON/Object.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace historian::ctl {

/// The daemon could not be reached (exit 69) or refused (exit 1); the message says what it said.
class ApiError : public std::runtime_error {
public:
    ApiError(const std::string& message, int exitCode, int httpStatus = 0)
        : std::runtime_error(message), exitCode_(exitCode), httpStatus_(httpStatus)
    {
    }

    int exitCode() const { return exitCode_; }

    /// 0 if it was no answer.
    int httpStatus() const { return httpStatus_; }

private:
    int exitCode_;
    int httpStatus_;
};

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// `path?name=value&…`, encoded.
std::string withParameters(std::string_view path, const Parameters& parameters);

/// One path segment, encoded.
std::string encodeSegment(std::string_view segment);

/// Talks to one daemon over HTTP or HTTPS. Every call throws ApiError unless the answer is 2xx.
/// An address that is none throws UsageError. Threads: none.
class ApiClient {
public:
    /// `tokenFile`: the first line is a bearer token; empty: none, as on loopback.
    ApiClient(std::string url, const std::string& tokenFile);

    /// The body of the answer as text.
    std::string get(const std::string& path) { return send("GET", path, ""); }

    std::string post(const std::string& path, const std::string& json)
    {
        return send("POST", path, json);
    }

    std::string remove(const std::string& path) { return send("DELETE", path, ""); }

    /// The body of the answer as an object.
    Poco::JSON::Object::Ptr getObject(const std::string& path);

private:
    std::string send(const std::string& method, const std::string& path, const std::string& body);

    std::string url_;
    std::string token_;
};

/// Text as a JSON object.
Poco::JSON::Object::Ptr parseObject(const std::string& json);

/// An object as JSON text.
std::string jsonText(const Poco::JSON::Object& object);

/// A member as text for a table: "-" for null or absent, no quotes.
std::string textOf(const Poco::JSON::Object& object, const std::string& key);

} // namespace historian::ctl

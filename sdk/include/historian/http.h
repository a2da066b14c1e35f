#pragma once

#include <historian/error.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace historian {

/// Who may use a route. Ingest is open to private peers; the others need a login or a token
/// with that scope, except on loopback.
enum class Access : std::uint8_t { Ingest, Read, Operate, Report, Admin };

/// One HTTP request, already checked: framing, size, Host, Origin, access.
/// Threads: used on the connection's thread only; views live for the length of the call.
class HttpRequest {
public:
    virtual ~HttpRequest() = default;

    virtual std::string_view method() const = 0;
    virtual std::string_view path() const = 0; ///< decoded, no query
    virtual std::string_view
    pathParameter(std::string_view name) const = 0;                   ///< `{name}` of the route
    virtual std::string_view header(std::string_view name) const = 0; ///< empty if absent
    virtual std::string_view address() const = 0;                     ///< of the peer, no port

    /// The query's parameters, decoded, in order.
    virtual std::span<const std::pair<std::string, std::string>> parameters() const = 0;

    /// A Whole route's body.
    virtual std::string_view body() const = 0;

    /// A Streamed route's next bytes, 0 at the end. An Error means that the body was cut or late:
    /// nothing of it may be stored.
    virtual Result<std::size_t> read(std::span<char> into) = 0;
};

/// An answer. Content-Length and the security headers are added by the server.
struct HttpReply {
    int status = 200;
    std::string_view contentType = "application/json"; ///< a literal
    std::string body;
    std::chrono::seconds retryAfter{0}; ///< written as Retry-After unless 0
};

using HttpHandler = std::function<HttpReply(HttpRequest&)>;

/// How a body comes to the handler.
enum class BodyMode : std::uint8_t { Whole, Streamed };

/// One path of the built-in web server. Two owners of one method and path are a ConfigError.
struct Route {
    std::string method; ///< GET, POST, PUT, DELETE
    std::string path;   ///< /api/v1/devices/{id}
    Access access = Access::Admin;
    std::size_t bodyBytesMax = 0;
    BodyMode bodyMode = BodyMode::Whole;
    HttpHandler handler;
};

/// Implemented by an input or output that answers HTTP. Asked once, after construction; the
/// handlers are called between start() and stop() only, from many threads at once.
class HISTORIAN_VISIBLE Routes {
public:
    virtual ~Routes() = default;
    virtual std::vector<Route> routes() = 0;
};

} // namespace historian

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace historian::curl {

inline constexpr std::chrono::seconds kConnectTimeMax{10};
inline constexpr std::chrono::seconds kRequestTimeMax{60};
/// A request that moves less than this a second for so long is given up.
inline constexpr long kLowSpeedBytes = 10;
inline constexpr std::chrono::seconds kLowSpeedTimeMax{30};
/// What is kept of an answer's body; a longer one is an answer that cannot be read.
inline constexpr std::size_t kAnswerBytesMax = 4U << 20U;
inline constexpr std::size_t kHeadersMax = 100;

/// How to get there, where the plain way does not do.
struct Route {
    std::string proxy = {};                ///< URL; empty: as the environment says
    std::string proxyLogin = {};           ///< USER:PASSWORD, sent as Basic authentication
    std::string caFile = {};               ///< PEM, instead of the system's authorities
    std::vector<std::string> resolve = {}; ///< HOST:PORT:ADDRESS, asked of nobody
};

struct Request {
    std::string_view method = "GET"; ///< GET or POST
    std::string url = {};
    std::vector<std::string> headers = {}; ///< "Name: value"
    std::string_view body = {};            ///< of a POST
    std::chrono::milliseconds timeMax = kRequestTimeMax;
};

/// What came of a request: an answer, or the reason why there is none.
struct Answer {
    long status = 0;                                         ///< 0: no answer
    std::map<std::string, std::string, std::less<>> headers; ///< names in lower case
    std::string body;
    std::string failure;    ///< in words, without the URL's secrets; empty if there is an answer
    bool isTimeout = false; ///< the failure is that time ran out
    std::uint64_t bytesSent = 0; ///< headers and body

    std::string_view header(std::string_view name) const;
};

/// The instant of an HTTP date (`Wed, 25 Nov 2026 10:30:00 GMT`), if it is one.
std::optional<std::chrono::sys_seconds> httpDate(std::string_view text);

/// Makes HTTP requests over connections that it keeps. HTTP/2 over TLS where the server can;
/// certificates are always verified; redirects are not followed, as headers carry secrets.
/// Threads: one thread at a time.
class HttpClient {
public:
    explicit HttpClient(Route route = {});
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    Answer perform(const Request& request);

private:
    class Handle;
    Route route_;
    std::unique_ptr<Handle> handle_;
};

} // namespace historian::curl

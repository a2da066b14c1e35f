#pragma once

#include <historian/clock.h>
#include <historian/http.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace historian::web {

/// What an answer's head says beside the SDK's HttpReply. No text here may come from input.
struct ReplyHead {
    int status = 200;
    std::string_view contentType;
    std::int64_t length = 0; ///< negative: none (101, 204, 304, event streams)
    std::int64_t retryAfterSeconds = 0;
    bool keepsAlive = true;
    bool isHttp11 = true;
    bool isCacheable = false; ///< static files: revalidated by ETag; all else no-store
    std::string_view allow;
    std::string_view cookie;
    std::string_view etag;
    std::string_view encoding;
    std::string_view corsOrigin;
    std::string_view upgradeAccept; ///< Sec-WebSocket-Accept, with status 101
};

/// Writes heads, with the security headers and the date on each. The date's text is made once a
/// second. Threads: one.
class ReplyWriter {
public:
    explicit ReplyWriter(const Clock& clock) : clock_(clock) {}

    void append(const ReplyHead& head, std::string& out);

private:
    std::string_view date();

    const Clock& clock_;
    std::int64_t second_ = -1;
    std::string date_;
};

} // namespace historian::web

#pragma once

#include <historian/http.h>

#include <string>
#include <string_view>

namespace historian::web {

/// What web knows of a request beyond the SDK: who asks, and the cookie of the answer.
class CheckedRequest : public HttpRequest {
public:
    /// For the logbook: loopback, admin, token:NAME, guest, or board for ingest without
    /// credentials.
    virtual std::string_view who() const = 0;

    virtual bool isLoopback() const = 0;

    /// Whether who() may use routes of that kind.
    virtual bool mayUse(Access access) const = 0;

    /// The session of the cookie that came; empty if none is in force.
    virtual std::string_view session() const = 0;

    /// The text that must come back in X-CSRF-Token with that session's state changes.
    virtual std::string_view csrf() const = 0;

    /// Gives the answer a Set-Cookie. The text is made by the server, never from input.
    virtual void setCookie(std::string cookie) = 0;
};

/// Who asks, for a handler that was given the SDK's request; "unknown" for one made elsewhere.
std::string_view whoOf(const HttpRequest& request);

} // namespace historian::web

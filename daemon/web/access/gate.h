#pragma once

#include "base/settings.h"
#include "web/access/host_rule.h"
#include "web/access/ip_address.h"
#include "web/access/rate_limit.h"
#include "web/access/sessions.h"
#include "web/http/request_head.h"

#include <historian/http.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace historian::state {
class Accounts;
}

namespace historian::web {

/// Who asks, and for what.
struct Identity {
    std::string who;     ///< empty: nobody known
    std::string session; ///< of a browser's cookie
    std::string csrf;    ///< that must come back with its state changes
    unsigned scopes = 0; ///< a bit per Access
    bool isLoopback = false;

    bool mayUse(Access access) const { return (scopes >> static_cast<unsigned>(access) & 1U) != 0; }

    void allow(Access access) { scopes |= 1U << static_cast<unsigned>(access); }

    void allowAll() { scopes = ~0U; }

    void clear();
};

/// Why a request is not answered.
struct Denial {
    int status = 403;
    std::string_view code;
    std::string_view detail;
    std::chrono::seconds retryAfter{0};
};

/// What the gate is asked about.
struct Visit {
    const RequestHead& head;
    const IpAddress& peer;
    Access access = Access::Read;
    bool isOpen = false; ///< a route that needs no login
    bool isLive = false;
};

/// Decides who may use a route: Host and Origin first (against foreign pages), then the loopback
/// rule, tokens, sessions and guests, then CSRF and rates. Threads: any.
class Gate {
public:
    Gate(const base::HttpSettings& settings,
         state::Accounts& accounts,
         Sessions& sessions,
         const Clock& clock,
         const ServerLimits& limits);

    bool admits(const IpAddress& peer) const { return peers_.admits(peer); }

    /// Nothing: the route may be used, and `identity` says by whom.
    std::optional<Denial> check(const Visit& visit, Identity& identity);

    /// Whether a Host is one of this server's.
    bool answersTo(std::string_view host) const { return hosts_.isOurs(host); }

    bool isCorsOrigin(std::string_view origin) const { return hosts_.isCorsOrigin(origin); }

private:
    std::optional<Denial> checkIngest(const Visit& visit, Identity& identity);
    std::optional<Denial> checkPage(const Visit& visit) const;
    std::optional<Denial> checkChange(const Visit& visit, const Identity& identity) const;
    void identify(const Visit& visit, Identity& identity);
    bool takeToken(std::string_view authorization, Identity& identity) const;
    void takeSession(std::string_view cookies, Identity& identity);

    PeerFilter peers_;
    HostRule hosts_;
    base::Guest guest_;
    state::Accounts& accounts_;
    Sessions& sessions_;
    RateLimit ingest_;
};

inline constexpr std::string_view kSessionCookie = "historian_session";

} // namespace historian::web

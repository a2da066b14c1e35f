#include "web/access/gate.h"

#include "state/accounts.h"

namespace historian::web {

namespace {

constexpr double kUnlimited = 1e12;

bool changesState(std::string_view method)
{
    return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

/// A proxy on this machine makes strangers look like loopback; it says so with one of these.
bool isForwarded(const RequestHead& head)
{
    for (std::size_t index = 0; index < head.fieldCount; ++index) {
        const std::string_view name = head.fields[index].name;
        if (equalsIgnoringCase(name, "forwarded") || equalsIgnoringCase(name, "via") ||
            equalsIgnoringCase(name, "x-real-ip") ||
            equalsIgnoringCase(name.substr(0, 11), "x-forwarded"))
            return true;
    }
    return false;
}

std::string_view cookieOf(std::string_view cookies, std::string_view name)
{
    while (!cookies.empty()) {
        std::string_view each = cookies.substr(0, cookies.find(';'));
        cookies.remove_prefix(std::min(cookies.size(), each.size() + 1));
        while (each.starts_with(' ')) each.remove_prefix(1);
        if (each.size() > name.size() && each.starts_with(name) && each[name.size()] == '=')
            return each.substr(name.size() + 1);
    }
    return {};
}

bool isJson(std::string_view contentType)
{
    const std::string_view type = contentType.substr(0, contentType.find_first_of("; "));
    return equalsIgnoringCase(type, "application/json");
}

Denial foreignPage()
{
    return {403, "foreign_origin", "a page of another origin may not do this"};
}

} // namespace

void Identity::clear()
{
    who.clear();
    session.clear();
    csrf.clear();
    scopes = 0;
    isLoopback = false;
}

Gate::Gate(const base::HttpSettings& settings,
           state::Accounts& accounts,
           Sessions& sessions,
           const Clock& clock,
           const ServerLimits& limits)
    : peers_(settings.peers),
      hosts_(settings.names, settings.cors),
      guest_(settings.guest),
      accounts_(accounts),
      sessions_(sessions),
      ingest_(clock, {limits.ingestPerSecond, limits.ingestBurst}, {kUnlimited, kUnlimited})
{
}

bool Gate::takeToken(std::string_view authorization, Identity& identity) const
{
    const std::size_t blank = authorization.find(' ');
    if (blank == std::string_view::npos) return false;
    const std::string_view scheme = authorization.substr(0, blank);
    if (!equalsIgnoringCase(scheme, "bearer") && !equalsIgnoringCase(scheme, "token")) return false;
    const auto token = accounts_.findToken(authorization.substr(blank + 1));
    if (!token) return false;
    identity.who = "token:" + token->name;
    for (const Access scope : token->scopes) {
        identity.allow(scope);
        if (scope == Access::Admin) identity.allowAll();
    }
    return true;
}

void Gate::takeSession(std::string_view cookies, Identity& identity)
{
    const std::string_view id = cookieOf(cookies, kSessionCookie);
    if (id.empty()) return;
    auto csrf = sessions_.use(id);
    if (!csrf) return;
    identity.who = "admin";
    identity.session = id;
    identity.csrf = std::move(*csrf);
    identity.allowAll();
}

void Gate::identify(const Visit& visit, Identity& identity)
{
    if (visit.peer.isLoopback() && HostRule::isLoopback(visit.head.host) &&
        !isForwarded(visit.head)) {
        identity.isLoopback = true;
        identity.who = "loopback";
        identity.allowAll();
        return;
    }
    if (const auto authorization = visit.head.field("authorization"); !authorization.empty()) {
        takeToken(authorization, identity);
        return;
    }
    if (const auto cookies = visit.head.field("cookie"); !cookies.empty())
        takeSession(cookies, identity);
    if (identity.who.empty() && guest_ == base::Guest::Read) {
        identity.who = "guest";
        identity.allow(Access::Read);
    }
}

std::optional<Denial> Gate::checkIngest(const Visit& visit, Identity& identity)
{
    const std::string_view origin = visit.head.field("origin");
    if (!origin.empty() &&
        !(hosts_.isOurs(visit.head.host) && hosts_.isOurOrigin(origin, visit.head.host)))
        return foreignPage();
    if (const auto authorization = visit.head.field("authorization"); !authorization.empty()) {
        if (!takeToken(authorization, identity))
            return Denial{401, "unauthorized", "the token is not known"};
        if (identity.mayUse(Access::Ingest)) return {};
        return Denial{403, "forbidden", "the token does not have the scope ingest"};
    }
    identity.who = "board";
    if (visit.peer.isLoopback()) return {};
    if (!peers_.trusts(visit.peer))
        return Denial{401, "unauthorized", "from outside private networks this needs a token"};
    if (const auto wait = ingest_.take(visit.peer); wait.count() > 0)
        return Denial{429, "rate_limited", "too many requests from this address", wait};
    return {};
}

std::optional<Denial> Gate::checkPage(const Visit& visit) const
{
    if (!hosts_.isOurs(visit.head.host))
        return Denial{
            421, "wrong_host", "this server does not answer to that host name; see http.names"};
    const std::string_view origin = visit.head.field("origin");
    if (!origin.empty()) {
        if (!hosts_.isOurOrigin(origin, visit.head.host)) return foreignPage();
        return {};
    }
    const std::string_view site = visit.head.field("sec-fetch-site");
    if (site == "cross-site" || site == "same-site") return foreignPage();
    return {};
}

std::optional<Denial> Gate::checkChange(const Visit& visit, const Identity& identity) const
{
    if (!changesState(visit.head.method)) return {};
    if (visit.head.length.value_or(0) > 0 && !isJson(visit.head.field("content-type")))
        return Denial{415, "unsupported_media_type", "send Content-Type: application/json"};
    if (!identity.csrf.empty() && !visit.isOpen &&
        !equalsInConstantTime(visit.head.field("x-csrf-token"), identity.csrf))
        return Denial{403, "csrf", "X-CSRF-Token is missing or not that of the session"};
    return {};
}

std::optional<Denial> Gate::check(const Visit& visit, Identity& identity)
{
    identity.clear();
    if (visit.access == Access::Ingest && !visit.isOpen) return checkIngest(visit, identity);
    if (auto denial = checkPage(visit)) return denial;
    identify(visit, identity);
    if (!visit.isOpen && !identity.mayUse(visit.access)) {
        if (identity.who.empty()) return Denial{401, "unauthorized", "log in or send a token"};
        return Denial{403, "forbidden", "this login or token may not do that"};
    }
    // A browser always sends an Origin with a WebSocket; only a cookie needs its protection.
    if (visit.isLive && !identity.session.empty() && visit.head.field("upgrade").size() > 0 &&
        visit.head.field("origin").empty())
        return foreignPage();
    return checkChange(visit, identity);
}

} // namespace historian::web

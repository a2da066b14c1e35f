#include "web/access/auth_routes.h"

#include "state/accounts.h"
#include "state/logbook.h"
#include "web/access/auth_body.h"
#include "web/access/gate.h"
#include "web/checked_request.h"
#include "web/http/problem.h"

#include <historian/codec/json_writer.h>
#include <historian/codec/time_text.h>

#include <memory>
#include <mutex>

namespace historian::web {

namespace {

constexpr std::size_t kAuthBodyBytesMax = 4096;
constexpr double kSecondsPerMinute = 60;

RateLimit::Rate perMinute(double count)
{
    return {count / kSecondsPerMinute, count};
}

HttpReply jsonReply(codec::JsonWriter& json, int status = 200)
{
    HttpReply reply;
    reply.status = status;
    reply.body = json.take();
    return reply;
}

void writeScopes(codec::JsonWriter& json, const std::vector<Access>& scopes)
{
    json.key("scopes").beginArray();
    for (const Access scope : scopes) json.text(scopeName(scope));
    json.endArray();
}

/// The handlers. One object for all routes, alive as long as any of them.
/// Threads: any; passwords are checked one at a time, because scrypt takes 32 MiB each.
class AuthRoutes {
public:
    explicit AuthRoutes(const AuthParts& parts)
        : parts_(parts),
          attempts_(parts.clock,
                    perMinute(parts.limits.loginsPerMinute),
                    perMinute(parts.limits.loginsPerMinuteInAll))
    {
    }

    HttpReply session(const CheckedRequest& request) const;
    HttpReply setUp(CheckedRequest& request);
    HttpReply logIn(CheckedRequest& request);
    HttpReply logOut(CheckedRequest& request);
    HttpReply setupCode(const CheckedRequest& request);
    HttpReply listTokens() const;
    HttpReply addToken(const CheckedRequest& request);
    HttpReply removeToken(const CheckedRequest& request);

private:
    std::optional<HttpReply> tooMany(const CheckedRequest& request);
    HttpReply openSession(CheckedRequest& request);
    std::string cookie(std::string_view id, std::chrono::seconds life) const;

    AuthParts parts_;
    RateLimit attempts_;
    std::mutex password_;
};

std::string AuthRoutes::cookie(std::string_view id, std::chrono::seconds life) const
{
    std::string text(kSessionCookie);
    text.append("=").append(id).append("; Path=/; HttpOnly; SameSite=Strict; Max-Age=");
    text += std::to_string(life.count());
    if (parts_.isSecure) text += "; Secure";
    return text;
}

std::optional<HttpReply> AuthRoutes::tooMany(const CheckedRequest& request)
{
    const auto peer = IpAddress::parse(request.address());
    const auto wait = attempts_.take(peer.value_or(IpAddress{}));
    if (wait.count() == 0) return {};
    HttpReply reply =
        problem(429, "rate_limited", "too many attempts; wait and try again", request.path());
    reply.retryAfter = wait;
    return reply;
}

HttpReply AuthRoutes::openSession(CheckedRequest& request)
{
    const Sessions::Session session = parts_.sessions.open();
    request.setCookie(cookie(session.id, parts_.limits.sessionLife));
    codec::JsonWriter json;
    json.beginObject().key("csrf").text(session.csrf).endObject();
    return jsonReply(json);
}

HttpReply AuthRoutes::session(const CheckedRequest& request) const
{
    codec::JsonWriter json;
    const bool isKnown = !request.who().empty() && request.who() != "guest";
    json.beginObject().key("authenticated").boolean(isKnown);
    json.key("loopback").boolean(request.isLoopback());
    json.key("set_up").boolean(parts_.accounts.isSetUp()).key("csrf");
    request.csrf().empty() ? json.null() : json.text(request.csrf());
    std::vector<Access> scopes;
    for (const Access scope : kScopes)
        if (request.mayUse(scope)) scopes.push_back(scope);
    writeScopes(json, scopes);
    json.endObject();
    return jsonReply(json);
}

HttpReply AuthRoutes::setUp(CheckedRequest& request)
{
    if (auto reply = tooMany(request)) return *reply;
    const auto body = AuthBody::parse(request.body());
    if (!body || body->code.empty())
        return problem(400, "bad_request", "send {\"code\":...,\"password\":...}", request.path());
    {
        const std::lock_guard lock(password_);
        if (const auto error = parts_.accounts.setPassword(body->code, body->password))
            return problem(400, "setup_refused", error->message, request.path());
    }
    parts_.sessions.closeAll();
    return openSession(request);
}

HttpReply AuthRoutes::logIn(CheckedRequest& request)
{
    if (auto reply = tooMany(request)) return *reply;
    const auto body = AuthBody::parse(request.body());
    if (!body || body->password.empty())
        return problem(400, "bad_request", "send {\"password\":...}", request.path());
    bool isRight = false;
    {
        const std::lock_guard lock(password_);
        isRight = parts_.accounts.isPassword(body->password);
    }
    if (!isRight) {
        parts_.logbook.append(
            "daemon", "login_refused", std::string(request.address()), "wrong password");
        return problem(401, "wrong_password", "the password is not right", request.path());
    }
    parts_.logbook.append("admin", "login", std::string(request.address()), "logged in");
    return openSession(request);
}

HttpReply AuthRoutes::logOut(CheckedRequest& request)
{
    parts_.sessions.close(request.session());
    request.setCookie(cookie("", std::chrono::seconds{0}));
    codec::JsonWriter json;
    json.beginObject().key("authenticated").boolean(false).endObject();
    return jsonReply(json);
}

HttpReply AuthRoutes::setupCode(const CheckedRequest& request)
{
    bool isReset = false;
    for (const auto& [name, value] : request.parameters()) {
        if (name != "reset" || (value != "true" && value != "false"))
            return problem(
                400, "unknown_parameter", "only reset=true is known here", request.path());
        isReset = value == "true";
    }
    const auto code = parts_.accounts.setupCode(isReset);
    if (!code) return problem(409, "already_set_up", code.error().message, request.path());
    codec::JsonWriter json;
    json.beginObject().key("code").text(*code);
    json.key("expires").text(codec::timeText(*parts_.accounts.setupCodeExpires())).endObject();
    return jsonReply(json);
}

HttpReply AuthRoutes::listTokens() const
{
    codec::JsonWriter json;
    json.beginObject().key("tokens").beginArray();
    for (const state::Token& token : parts_.accounts.tokens()) {
        json.beginObject().key("name").text(token.name);
        writeScopes(json, token.scopes);
        json.key("created").text(codec::timeText(token.created)).endObject();
    }
    json.endArray().endObject();
    return jsonReply(json);
}

HttpReply AuthRoutes::addToken(const CheckedRequest& request)
{
    const auto body = AuthBody::parse(request.body());
    if (!body || body->name.empty() || body->scopes.empty())
        return problem(400,
                       "bad_request",
                       "a token has a name, and scopes of ingest, read, operate, report and admin: "
                       "{\"name\":...,\"scopes\":[...]}",
                       request.path());
    const auto token = parts_.accounts.addToken(body->name, body->scopes, request.who());
    if (!token) return problem(409, "conflict", token.error().message, request.path());
    codec::JsonWriter json;
    json.beginObject().key("name").text(body->name).key("token").text(*token).endObject();
    return jsonReply(json);
}

HttpReply AuthRoutes::removeToken(const CheckedRequest& request)
{
    const auto error = parts_.accounts.removeToken(request.pathParameter("name"), request.who());
    if (error) return problem(404, "not_found", error->message, request.path());
    codec::JsonWriter json;
    json.beginObject().key("removed").text(request.pathParameter("name")).endObject();
    return jsonReply(json);
}

} // namespace

void addAuthRoutes(RouteTable& table, const AuthParts& parts)
{
    // Shared by the handlers of all its routes, whichever of them dies last.
    const auto routes = std::make_shared<AuthRoutes>(parts);
    const auto on = [&](auto action) {
        return [routes, action](HttpRequest& request) {
            return action(*routes, dynamic_cast<CheckedRequest&>(request));
        };
    };
    const auto make = [&](std::string method, std::string path, Access access, auto action) {
        const std::size_t bytes = method == "POST" ? kAuthBodyBytesMax : 0;
        return Route{
            std::move(method), "/api/v1/" + path, access, bytes, BodyMode::Whole, on(action)};
    };
    using A = AuthRoutes;
    using R = CheckedRequest;
    table.addOpen("web",
                  {make("GET", "session", Access::Read, [](A& a, R& r) { return a.session(r); }),
                   make("POST", "setup", Access::Read, [](A& a, R& r) { return a.setUp(r); }),
                   make("POST", "login", Access::Read, [](A& a, R& r) { return a.logIn(r); })});
    Route logOut = make("POST", "logout", Access::Read, [](A& a, R& r) { return a.logOut(r); });
    logOut.bodyBytesMax = 0;
    table.add("web",
              {std::move(logOut),
               make("GET", "setup-code", Access::Admin, [](A& a, R& r) { return a.setupCode(r); }),
               make("GET", "tokens", Access::Admin, [](A& a, R&) { return a.listTokens(); }),
               make("POST", "tokens", Access::Admin, [](A& a, R& r) { return a.addToken(r); }),
               make("DELETE", "tokens/{name}", Access::Admin, [](A& a, R& r) {
                   return a.removeToken(r);
               })});
}

} // namespace historian::web

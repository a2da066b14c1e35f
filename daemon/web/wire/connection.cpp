#include "web/wire/connection.h"

#include "web/http/problem.h"
#include "web/wire/live_stream.h"

#include <array>
#include <exception>

namespace historian::web {

namespace {

constexpr std::size_t kBufferBytes = 8 * 1024;
constexpr std::size_t kJoinedBodyBytesMax = 4 * 1024; // a smaller body is copied behind its head

bool isKnownMethod(std::string_view method)
{
    return method == "GET" || method == "HEAD" || method == "POST" || method == "PUT" ||
           method == "DELETE";
}

bool takesGzip(std::string_view acceptEncoding)
{
    return listHas(acceptEncoding, "gzip");
}

} // namespace

Connection::Connection(const Poco::Net::StreamSocket& socket, Core& core, const IpAddress& peer)
    : TCPServerConnection(socket),
      core_(core),
      peer_(peer),
      stream_(socket, core.limits),
      buffer_(kBufferBytes),
      request_(stream_, buffer_, peer_, core.limits),
      scanner_(core.limits),
      writer_(core.clock)
{
}

void Connection::run()
{
    switch (core_.connections.enter(stream_.handle(), peer_)) {
    case ConnectionTable::Admission::Admitted:
        while (serveOne()) isFirst_ = false;
        break;
    case ConnectionTable::Admission::Full:
        ++core_.overloads;
        refuse({503, "overloaded", "too many connections; try again", std::chrono::seconds{1}});
        break;
    case ConnectionTable::Admission::PeerCapped: ++core_.cappedPeers; return;
    case ConnectionTable::Admission::Closed: return;
    }
    core_.connections.leave(stream_.handle());
}

bool Connection::serveOne()
{
    scanner_.reset();
    request_.reset();
    switch (awaitHead()) {
    case HeadEnd::Whole: return answerHead();
    case HeadEnd::Gone: return false;
    case HeadEnd::Late:
        return refuse(408, "request_timeout", "the request header did not come in time");
    case HeadEnd::Fault:
        return refuse(scanner_.fault().status, scanner_.fault().code, scanner_.fault().detail);
    }
    return false;
}

Connection::HeadEnd Connection::awaitHead()
{
    // The first request's time counts from the connection, a later one's from its first byte.
    Deadline deadline = std::chrono::steady_clock::now() + core_.limits.headerTime;
    const std::size_t bytesMax = core_.limits.headerBytesMax + kBufferBytes;
    for (bool isIdle = !isFirst_ && buffer_.waiting().empty();; isIdle = false) {
        const auto found = scanner_.scan(buffer_.waiting());
        if (found != HeadScanner::Found::More)
            return found == HeadScanner::Found::Whole ? HeadEnd::Whole : HeadEnd::Fault;
        const auto room = buffer_.room(bytesMax);
        const ReadResult result =
            isIdle ? stream_.readIdle(room) : stream_.readBefore(deadline, room);
        if (result.end == ReadEnd::Closed || core_.stop.stop_requested()) return HeadEnd::Gone;
        if (result.end == ReadEnd::Late)
            return buffer_.waiting().empty() ? HeadEnd::Gone : HeadEnd::Late;
        buffer_.filled(result.bytes);
        if (isIdle) deadline = std::chrono::steady_clock::now() + core_.limits.headerTime;
    }
}

bool Connection::answerHead()
{
    if (const auto fault = request_.begin(scanner_.length()))
        return refuse(fault->status, fault->code, fault->detail);
    return dispatch();
}

bool Connection::dispatch()
{
    RouteMatch& match = request_.match();
    match = core_.routes.find(request_.method(), request_.path());
    if (match.route == nullptr && match.live == nullptr) {
        if (request_.method() == "OPTIONS" && core_.gate.isCorsOrigin(request_.header("origin")))
            return preflight();
        const StaticFile* const file = core_.files.find(request_.path());
        if (file != nullptr && match.allow.empty()) match.allow = "GET, HEAD";
        if (!match.allow.empty() && file == nullptr) return refuseMethod();
        if (file != nullptr && (request_.method() == "GET" || request_.method() == "HEAD"))
            return serveStatic(*file);
        if (file != nullptr || !isKnownMethod(request_.method())) return refuseMethod();
        return refuse(404, "not_found", "there is nothing at this path");
    }
    const Access access = match.live != nullptr ? match.live->access : match.route->access;
    const Visit visit{request_.head(), peer_, access, match.isOpen, match.live != nullptr};
    if (const auto denial = core_.gate.check(visit, request_.identity())) return refuse(*denial);
    return match.live != nullptr ? serveLive(*match.live) : serveRoute(*match.route);
}

bool Connection::serveStatic(const StaticFile& file)
{
    if (!core_.gate.answersTo(request_.head().host))
        return refuse(
            421, "wrong_host", "this server does not answer to that host name; see http.names");
    ReplyHead head;
    head.contentType = file.contentType;
    head.isCacheable = true;
    head.etag = file.etag;
    if (request_.header("if-none-match") == file.etag) {
        head.status = 304;
        return sendOff(head, {});
    }
    const bool isPacked = !file.gzip.empty() && takesGzip(request_.header("accept-encoding"));
    if (isPacked) head.encoding = "gzip";
    return sendOff(head, isPacked ? file.gzip : file.bytes);
}

std::optional<Denial> Connection::checkBody(const Route& route) const
{
    const auto& length = request_.head().length;
    const bool isBodied = route.method == "POST" || route.method == "PUT";
    if (isBodied && route.bodyBytesMax > 0 && !length)
        return Denial{411, "length_required", "Content-Length is missing"};
    if (length.value_or(0) > route.bodyBytesMax)
        return Denial{413, "payload_too_large", "the body is larger than this path takes"};
    return {};
}

bool Connection::serveRoute(const Route& route)
{
    if (const auto denial = checkBody(route)) return refuse(*denial);
    if (route.bodyMode == BodyMode::Whole && request_.hasUnread()) {
        const auto end = request_.readWhole();
        if (end == WireRequest::BodyEnd::Cut)
            return refuse(400, "body_cut", "the body ended before Content-Length was reached");
        if (end == WireRequest::BodyEnd::Late)
            return refuse(408, "request_timeout", "the body did not come in time");
    }
    return reply(runHandler(route), {});
}

HttpReply Connection::runHandler(const Route& route)
{
    try {
        return route.handler(request_);
    } catch (const std::exception&) {
        // What it says may name files or statements, which are nobody's business out there.
        return problem(500, "internal_error", "the request could not be answered", request_.path());
    }
}

bool Connection::serveLive(const LiveRoute& route)
{
    ReplyHead head;
    head.length = -1;
    if (route.kind == LiveKind::WebSocket) {
        if (!listHas(request_.header("upgrade"), "websocket") ||
            !listHas(request_.header("connection"), "upgrade") ||
            request_.header("sec-websocket-version") != "13")
            return refuse(426, "upgrade_required", "this path is a WebSocket of version 13");
        head.status = 101;
    } else {
        head.contentType = "text/event-stream";
        head.keepsAlive = false;
    }
    const std::string accept = acceptOf(request_.header("sec-websocket-key"));
    head.upgradeAccept = accept;
    if (head.status == 101 && accept.empty())
        return refuse(400, "bad_request", "Sec-WebSocket-Key is not 16 bytes of base64");
    if (!core_.connections.goLive(stream_.handle()))
        return refuse({503, "overloaded", "too many live connections", std::chrono::seconds{5}});
    out_.clear();
    writer_.append(head, out_);
    ++core_.answers[head.status / 100];
    if (!stream_.write(out_, head.status == 101 ? "" : "retry: 3000\n\n")) return false;
    LiveStream live(stream_, route.kind, core_.limits, request_.afterHead());
    route.handler(live, request_, core_.stop.get_token());
    live.close();
    return false;
}

bool Connection::preflight()
{
    ReplyHead head;
    head.status = 204;
    return sendOff(head, {});
}

bool Connection::refuseMethod()
{
    ReplyHead head;
    head.allow = request_.match().allow;
    return reply(
        problem(405, "method_not_allowed", "this path does not take that method", request_.path()),
        head);
}

bool Connection::refuse(int status, std::string_view code, std::string_view detail)
{
    return refuse({status, code, detail});
}

bool Connection::refuse(const Denial& denial)
{
    HttpReply answer = problem(denial.status, denial.code, denial.detail, request_.path());
    answer.retryAfter = denial.retryAfter;
    return reply(answer, {});
}

bool Connection::reply(const HttpReply& answer, ReplyHead head)
{
    head.status = answer.status;
    head.contentType = answer.contentType;
    head.retryAfterSeconds = answer.retryAfter.count();
    head.cookie = request_.cookie();
    return sendOff(head, answer.body);
}

bool Connection::sendOff(ReplyHead& head, std::string_view body)
{
    const RequestHead& asked = request_.head();
    const bool isHead = asked.method == "HEAD";
    const bool hasBody = head.status != 204 && head.status != 304;
    head.length = hasBody ? static_cast<std::int64_t>(body.size()) : -1;
    head.isHttp11 = asked.isHttp11;
    const std::string_view origin = request_.header("origin");
    if (!origin.empty() && core_.gate.isCorsOrigin(origin)) head.corsOrigin = origin;
    const bool isReusable = request_.finish(head.status < 400);
    // Without Content-Length a body may follow that was not announced: it must not be a request.
    const bool isClear =
        asked.length.has_value() || (asked.method != "POST" && asked.method != "PUT");
    head.keepsAlive = isReusable && isClear && asked.keepsAlive && !core_.stop.stop_requested();
    out_.clear();
    writer_.append(head, out_);
    if (isHead || !hasBody) body = {};
    if (body.size() <= kJoinedBodyBytesMax) {
        out_ += body;
        body = {};
    }
    ++core_.answers[static_cast<std::size_t>(head.status) / 100];
    if (!head.keepsAlive) core_.connections.giveSlotBack(stream_.handle());
    const bool isSent = stream_.write(out_, body);
    if (isSent && !head.keepsAlive && !isReusable) stream_.linger();
    return isSent && head.keepsAlive;
}

} // namespace historian::web

#include "wire/endpoint.h"

#include <algorithm>
#include <utility>

namespace historian::supabase {

using std::chrono::milliseconds;

Endpoint::Endpoint(Host& host, const Settings& settings, milliseconds callTimeMax)
    : settings_(settings),
      sentBytes_(host.counter("sent_bytes", "bytes sent, headers included")),
      logins_(host.counter("tokens_renewed", "tokens asked for after one was refused")),
      callTimeMax_(callTimeMax),
      client_(settings.route),
      session_(settings, host.clock(), client_)
{
    begin();
}

Reply Endpoint::ask(const Call& call)
{
    Reply reply = askOnce(call);
    if (!reply.isSuccess() && reply.verdict == Verdict::Login && reply.answer.status != 0 &&
        session_.canRenew()) {
        session_.expire();
        logins_.add(1);
        reply = askOnce(call);
    }
    return reply;
}

Reply Endpoint::logIn()
{
    Reply reply;
    const auto obstacle = session_.prepare(timeLeft() / 2);
    count(session_.takeBytesSent());
    if (!obstacle) return reply;
    reply.verdict = obstacle->verdict;
    reply.why = obstacle->why;
    reply.after = obstacle->after;
    return reply;
}

Reply Endpoint::askOnce(const Call& call)
{
    Reply reply = logIn();
    if (!reply.why.empty()) return reply;
    std::vector<std::string> headers = session_.headers();
    headers.push_back("Content-Type: " + std::string(call.contentType));
    if (!call.prefer.empty()) headers.push_back("Prefer: " + std::string(call.prefer));
    reply.answer = client_.perform({.method = "POST",
                                    .url = settings_.url + "/rest/v1/" + call.path,
                                    .headers = std::move(headers),
                                    .body = call.body,
                                    .timeMax = timeLeft()});
    count(reply.answer.bytesSent);
    const bool isSecondTimeout = reply.answer.isTimeout && wasTimeout_;
    wasTimeout_ = reply.answer.isTimeout;
    if (reply.isSuccess()) return reply;
    const ServerError error = errorOf(reply.answer.body);
    reply.code = error.code;
    reply.bodyBytes = call.body.size();
    reply.why = whyOf(reply.answer, error, session_.redactor());
    reply.after = retryAfterOf(reply.answer);
    reply.verdict = reply.answer.status != 0 ? verdictOf(reply.answer.status, error)
                    : isSecondTimeout        ? Verdict::Shrink
                                             : Verdict::Transient;
    return reply;
}

void Endpoint::count(std::uint64_t bytes)
{
    sentBytes_.add(bytes);
}

milliseconds Endpoint::timeLeft() const
{
    const auto left = deadline_ - std::chrono::steady_clock::now();
    return std::clamp(std::chrono::duration_cast<milliseconds>(left),
                      milliseconds(1),
                      milliseconds(curl::kRequestTimeMax));
}

} // namespace historian::supabase

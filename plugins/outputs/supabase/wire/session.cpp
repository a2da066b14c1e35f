#include "wire/session.h"

#include <historian/codec/json_writer.h>

#include <simdjson.h>

#include <algorithm>

namespace historian::supabase {

namespace {

constexpr std::int64_t kTokenSecondsMax = 7 * 86400; // of a token whose life is not believable

} // namespace

Session::Session(const Settings& settings, const Clock& clock, curl::HttpClient& client)
    : settings_(settings), clock_(clock), client_(client)
{
    hideSecrets();
}

void Session::hideSecrets()
{
    redactor_ = {};
    for (const std::string& secret : settings_.secrets) redactor_.add(secret);
    for (const std::string& token : hiddenTokens_) redactor_.add(token);
}

std::vector<std::string> Session::headers() const
{
    std::vector<std::string> headers = {"apikey: " + settings_.key};
    if (!token_.empty())
        headers.push_back("Authorization: Bearer " + token_);
    else if (!settings_.key.starts_with("sb_"))
        headers.push_back("Authorization: Bearer " + settings_.key);
    return headers;
}

std::optional<Session::Obstacle> Session::prepare(std::chrono::milliseconds timeMax)
{
    if (!settings_.isKeyKnown) return Obstacle{Verdict::Login, std::string(kStrangeKey)};
    if (!canRenew() || clock_.steady() < renewAt_) return std::nullopt;
    if (!refreshToken_.empty()) {
        codec::JsonWriter body;
        body.beginObject().key("refresh_token").text(refreshToken_).endObject();
        refreshToken_.clear(); // it counts once
        const auto obstacle = ask("refresh_token", body.view(), timeMax / 2);
        // A name that cannot be resolved takes longer than any limit: not twice in one call.
        if (!obstacle || !obstacle->isAnswered) return obstacle;
        timeMax /= 2;
    }
    codec::JsonWriter body;
    body.beginObject().key("email").text(settings_.email);
    body.key("password").text(settings_.password).endObject();
    return ask("password", body.view(), timeMax);
}

std::optional<Session::Obstacle>
Session::ask(std::string_view grant, const std::string& body, std::chrono::milliseconds timeMax)
{
    const curl::Answer answer =
        client_.perform({.method = "POST",
                         .url = settings_.url + "/auth/v1/token?grant_type=" + std::string(grant),
                         .headers = {"apikey: " + settings_.key, "Content-Type: application/json"},
                         .body = body,
                         .timeMax = timeMax});
    bytesSent_ += answer.bytesSent;
    if (answer.status == 200 && keep(answer.body)) return std::nullopt;
    const ServerError error = errorOf(answer.body);
    Verdict verdict = answer.status == 0 ? Verdict::Transient : verdictOf(answer.status, error);
    if (verdict == Verdict::Shrink) verdict = Verdict::Transient;
    return Obstacle{verdict,
                    "log-in: " + whyOf(answer, error, redactor_),
                    retryAfterOf(answer),
                    answer.status != 0};
}

bool Session::keep(std::string_view body)
{
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    std::string_view token;
    std::string_view refresh;
    std::int64_t life = 0;
    if (parser.parse(body.data(), body.size()).get(object) != simdjson::SUCCESS) return false;
    if (object["access_token"].get(token) != simdjson::SUCCESS || token.empty()) return false;
    const auto isPrintable = [](unsigned char c) { return c > ' ' && c < 127; };
    if (!std::ranges::all_of(token, isPrintable)) return false; // it would break the header
    if (object["expires_in"].get(life) != simdjson::SUCCESS) life = 3600;
    if (object["refresh_token"].get(refresh) != simdjson::SUCCESS) refresh = {};
    token_ = token;
    refreshToken_ = refresh;
    std::ranges::rotate(hiddenTokens_, hiddenTokens_.begin() + 2);
    hiddenTokens_[2] = token_;
    hiddenTokens_[3] = refreshToken_;
    hideSecrets();
    life = std::clamp<std::int64_t>(life, 0, kTokenSecondsMax);
    renewAt_ = clock_.steady() + std::chrono::milliseconds(life * 800);
    return true;
}

} // namespace historian::supabase

#pragma once

#include "settings.h"
#include "wire/session.h"
#include "wire/verdict.h"

#include <historian/host.h>

#include <chrono>
#include <string>
#include <string_view>

namespace historian::supabase {

/// How long one call of the host may take, log-in and repetition included.
inline constexpr std::chrono::milliseconds kCallTimeMax{55'000};

/// One POST to the data API.
struct Call {
    std::string path = {}; ///< below /rest/v1/, with the query
    std::string_view body = {};
    std::string_view contentType = "application/json";
    std::string_view prefer = {};
};

/// The answer and what it means. A success has no verdict of its own yet: `isSuccess`.
struct Reply {
    curl::Answer answer;
    Verdict verdict = Verdict::Transient;
    std::string code;          ///< of the server's refusal
    std::string why;           ///< for the operator; no secret
    std::size_t bodyBytes = 0; ///< of what was refused
    std::chrono::milliseconds after{0};

    bool isSuccess() const { return answer.status >= 200 && answer.status < 300; }
};

/// The project's data API: logs in, asks, renews the token once where it is refused.
/// Threads: one thread at a time.
class Endpoint {
public:
    Endpoint(Host& host, const Settings& settings, std::chrono::milliseconds callTimeMax);

    /// Begins the time of one call of the host.
    void begin() { deadline_ = std::chrono::steady_clock::now() + callTimeMax_; }

    Reply ask(const Call& call);

    /// Logs in where that is due; the reply's `why` is empty if nothing stands in the way.
    Reply logIn();

    /// Words of the server without anything secret.
    std::string clean(std::string_view words) const { return session_.redactor().clean(words); }

private:
    void count(std::uint64_t bytes);
    Reply askOnce(const Call& call);
    std::chrono::milliseconds timeLeft() const;

    const Settings& settings_;
    Counter& sentBytes_;
    Counter& logins_;
    std::chrono::milliseconds callTimeMax_;
    curl::HttpClient client_;
    Session session_;
    std::chrono::steady_clock::time_point deadline_;
    bool wasTimeout_ = false;
};

} // namespace historian::supabase

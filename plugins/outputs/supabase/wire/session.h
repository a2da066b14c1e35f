#pragma once

#include "secrets/redactor.h"
#include "settings.h"
#include "wire/verdict.h"

#include <historian/clock.h>

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace historian::supabase {

/// The log-in of one Auth user: takes a token, renews it at 80 % of its life. The life is counted
/// on the steady clock from the moment the token came, so a wrong clock of the gateway, which sees
/// good tokens as expired, changes nothing. Without an e-mail the key alone speaks.
/// Threads: one thread at a time.
class Session {
public:
    Session(const Settings& settings, const Clock& clock, curl::HttpClient& client);

    /// What stands in the way of a valid token, or nothing.
    struct Obstacle {
        Verdict verdict = Verdict::Login;
        std::string why = {}; ///< no secret
        std::chrono::milliseconds after{0};
        bool isAnswered = true; ///< somebody said so
    };

    /// Logs in or renews where that is due.
    std::optional<Obstacle> prepare(std::chrono::milliseconds timeMax);

    /// Lets the token go, so that prepare() asks for another one.
    void expire() { renewAt_ = SteadyTime::min(); }

    /// Whether there is anything to renew.
    bool canRenew() const { return !settings_.email.empty(); }

    /// The headers that say who asks. An sb_ key goes into `apikey` alone; a JWT into both.
    std::vector<std::string> headers() const;

    /// Knows all that was sent to say who asks: key, password, tokens and those before them.
    const secrets::Redactor& redactor() const { return redactor_; }

    std::uint64_t takeBytesSent() { return std::exchange(bytesSent_, 0); }

private:
    std::optional<Obstacle>
    ask(std::string_view grant, const std::string& body, std::chrono::milliseconds timeMax);
    bool keep(std::string_view body);
    void hideSecrets();

    const Settings& settings_;
    const Clock& clock_;
    curl::HttpClient& client_;
    std::string token_;
    std::string refreshToken_;
    std::array<std::string, 4> hiddenTokens_; ///< the last two of each, the oldest first
    secrets::Redactor redactor_;
    SteadyTime renewAt_ = SteadyTime::min();
    std::uint64_t bytesSent_ = 0;
};

} // namespace historian::supabase

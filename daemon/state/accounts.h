#pragma once

#include <historian/clock.h>
#include <historian/error.h>
#include <historian/http.h>

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace historian::state {

class Database;
class Logbook;

inline constexpr std::size_t kPasswordCharactersMin = 12;
inline constexpr std::chrono::hours kSetupCodeLife{24};

/// A bearer token; the token itself is shown once and kept as its SHA-256.
struct Token {
    std::string name;
    std::vector<Access> scopes;
    Time created{};
};

/// Who may log in: one administrator, and named tokens. There is no default password.
/// Passwords are kept as scrypt (N=2^15, r=8, p=1), secrets come from the operating system's random
/// source, comparisons take constant time. Threads: any.
class Accounts {
public:
    Accounts(Database& database, Logbook& logbook, const Clock& clock);

    /// Whether the administrator's password is set.
    bool isSetUp() const;

    /// The one-time code (at least 64 bits) that allows to set the password: the one in force, or
    /// a new one if that is 24 h old. Refused once the password is set, unless `isReset`.
    Result<std::string> setupCode(bool isReset);

    /// When the code in force ends; nothing if there is none.
    std::optional<Time> setupCodeExpires() const;

    /// Sets the password; the code is used up. The message says what is wrong.
    std::optional<Error> setPassword(std::string_view code, std::string_view password);

    bool isPassword(std::string_view password) const;

    /// A new token in clear, shown this once.
    Result<std::string>
    addToken(std::string_view name, std::vector<Access> scopes, std::string_view who);
    std::optional<Error> removeToken(std::string_view name, std::string_view who);
    std::vector<Token> tokens() const;

    /// The token that was presented.
    std::optional<Token> findToken(std::string_view clear) const;

private:
    Database& database_;
    Logbook& logbook_;
    const Clock& clock_;
    mutable std::mutex scryptMutex_; ///< one at a time: each takes 32 MiB
};

} // namespace historian::state

#pragma once

#include <historian/delivery.h>

#include <chrono>
#include <string>
#include <string_view>

namespace historian::postgres {

/// How long a server is left alone after it could not take something.
inline constexpr std::chrono::milliseconds kRetryAfter{1000};

/// Why something asked of the server was not done.
struct Failure {
    std::string state;    ///< SQLSTATE; empty: the connection, not the server, failed
    std::string message;  ///< in the server's words, without values and secrets
    bool isSlow = false;  ///< the time for the call was over
    bool isLogin = false; ///< it would not even try without a password
};

/// What it means for everything that was offered. A row fault is said of all rows, because it is
/// not known which one it was: the host looks for it.
Delivery verdictOf(const Failure& failure);

/// The same for one reading alone, where "send less" would have the host set it aside: a call that
/// took too long speaks of the server, not of the reading, and is tried again later.
Delivery verdictOfOne(const Failure& failure);

/// The SQLSTATE in libpq's verbose words on a failed connection; empty if there is none.
std::string_view stateIn(std::string_view words);

} // namespace historian::postgres

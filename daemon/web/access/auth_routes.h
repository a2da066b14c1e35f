#pragma once

#include "web/route_table.h"

#include <historian/clock.h>

namespace historian::state {
class Accounts;
class Logbook;
} // namespace historian::state

namespace historian::web {

class Sessions;
struct ServerLimits;

/// What the routes of login need; it outlives them.
struct AuthParts {
    state::Accounts& accounts;
    state::Logbook& logbook;
    Sessions& sessions;
    const Clock& clock;
    const ServerLimits& limits;
    bool isSecure = false; ///< TLS: cookies get Secure
};

/// Adds /api/v1/session, setup, login, logout, setup-code and tokens.
void addAuthRoutes(RouteTable& table, const AuthParts& parts);

} // namespace historian::web

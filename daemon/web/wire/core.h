#pragma once

#include "web/access/gate.h"
#include "web/limits.h"
#include "web/route_table.h"
#include "web/static_files.h"
#include "web/wire/connection_table.h"

#include <historian/clock.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <stop_token>

namespace historian::web {

/// What all connections of a server share. Everything in it may be used from any thread.
struct Core {
    Core(const base::HttpSettings& settings,
         RouteTable table,
         StaticFiles pages,
         state::Accounts& accounts,
         const Clock& theClock,
         const ServerLimits& theLimits)
        : limits(theLimits),
          clock(theClock),
          routes(std::move(table)),
          files(std::move(pages)),
          sessions(clock, limits),
          gate(settings, accounts, sessions, clock, limits)
    {
    }

    const ServerLimits limits;
    const Clock& clock;
    RouteTable routes;
    const StaticFiles files;
    Sessions sessions;
    Gate gate;
    ConnectionTable connections{limits};
    std::stop_source stop;

    std::atomic<std::uint64_t> accepted{0};
    std::atomic<std::uint64_t> refusedPeers{0};
    std::atomic<std::uint64_t> cappedPeers{0};
    std::atomic<std::uint64_t> overloads{0};
    std::array<std::atomic<std::uint64_t>, 6> answers{};
    std::atomic<std::uint64_t> beats{0};
};

} // namespace historian::web

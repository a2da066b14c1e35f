#pragma once

#include "base/settings.h"

#include <Poco/Net/ServerSocket.h>

#include <atomic>
#include <cstdint>

namespace historian::web {

/// Opens the port of the settings, plain or TLS. Each look for a new connection counts one beat.
/// Throws ConfigError if the address or the TLS files are wrong, Unavailable if the port is taken.
Poco::Net::ServerSocket openListener(const base::HttpSettings& settings,
                                     std::atomic<std::uint64_t>& beats);

/// Throws ConfigError if the TLS files cannot be used: missing, not a pair, or a key that others
/// can read.
void checkTls(const base::HttpSettings& settings);

inline bool isSecure(const base::HttpSettings& settings)
{
    return !settings.certificate.empty() || !settings.key.empty();
}

} // namespace historian::web

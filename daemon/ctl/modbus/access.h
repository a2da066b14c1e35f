#pragma once

#include "link/connection.h"

#include <historian/config.h>

#include <chrono>
#include <span>
#include <string_view>
#include <vector>

namespace historian::ctl {

/// How devices are reached, said as in the configuration of input-modbus.
struct BusAccess {
    modbus::Connection connection;
    modbus::TlsFiles tls;
    std::chrono::milliseconds timeout{0};
};

/// Its keys: connection, timeout with this default, tls; and those of a command.
std::vector<Key> accessKeys(std::string_view timeout, std::span<const Key> own = {});

/// Throws UsageError if they do not fit together.
BusAccess readAccess(const Config& config);

} // namespace historian::ctl

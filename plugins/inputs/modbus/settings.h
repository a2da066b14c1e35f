#pragma once

#include "link/connection.h"
#include "unit.h"

#include <historian/plugin.h>

namespace historian::modbus {

inline constexpr std::size_t kUnitsMax = 247;

/// An instance as configured.
struct Settings {
    Connection connection;
    TlsFiles tls;
    std::vector<UnitSettings> units;
};

/// Understands the configuration, with the profiles of its units. Throws ConfigError.
Settings readSettings(Host& host, const Config& config);

} // namespace historian::modbus

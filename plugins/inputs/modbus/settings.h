#pragma once

#include "link/connection.h"
#include "poll/unit.h"

#include <historian/plugin.h>

namespace historian::modbus {

inline constexpr std::size_t kUnitsOfLineMax = 247;
inline constexpr std::size_t kUnitsMax = 1'000;

/// One connection of an instance, with the units behind it.
struct LineSettings {
    Connection connection;
    std::string place; ///< where it is written first
    TlsFiles tls;
    std::vector<UnitSettings> units;
};

/// Understands the configuration, with the profiles of its units: the connections in the order in
/// which units name them. Throws ConfigError, or Unavailable for a file that cannot be read.
std::vector<LineSettings> readSettings(Host& host, const Config& config);

} // namespace historian::modbus

#pragma once

#include "ctl/modbus/neighbours.h"

#include <string>
#include <vector>

namespace historian::ctl {

/// What `modbus decode` looked at.
struct Looked {
    std::string source; ///< "tcp://… unit 1", or "given"
    modbus::Table table = modbus::Table::Holding;
    std::vector<Window> windows; ///< at least one; what was asked for comes first
};

/// For people: a table for each window, types down, orders across.
std::string decodeText(const Looked& looked);

/// One object with every value of every window.
std::string decodeJson(const Looked& looked);

} // namespace historian::ctl

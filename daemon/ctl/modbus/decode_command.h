#pragma once

#include "ctl/commands.h"

namespace historian::ctl {

/// `modbus decode`: from a device, or from registers that are given.
Outcome runDecode(const CommandLine& line);

/// Its options, explained.
std::string decodeOptions();

} // namespace historian::ctl

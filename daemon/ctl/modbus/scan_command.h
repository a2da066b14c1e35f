#pragma once

#include "ctl/commands.h"

namespace historian::ctl {

/// `modbus scan`: shows its progress on standard error.
Outcome runScan(const CommandLine& line);

/// Its options, explained.
std::string scanOptions();

} // namespace historian::ctl

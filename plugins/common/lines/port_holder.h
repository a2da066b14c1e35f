#pragma once

#include <filesystem>
#include <string>

namespace historian::lines {

/// Who has locked a serial port, in words: "the daemon has it (historiand, process 812): …", or
/// that it is another program. Looks into the kernel's list of locks (flock).
std::string holderText(const std::filesystem::path& port,
                       const std::filesystem::path& proc = "/proc");

} // namespace historian::lines

#pragma once

#include "link/line.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace historian::ctl {

/// Asks a device and waits for what it says.
using AskNow = std::function<modbus::Answer(const modbus::Read&)>;

/// As many as can be read with one before and one after them.
inline constexpr std::uint16_t kCountMax = modbus::kRegistersMax - 2;

/// Registers (or bits) from one address on, or why there are none.
struct Window {
    std::optional<std::uint32_t> address; ///< nothing: they were given, not read
    modbus::Words words;
    std::string refusal;
};

/// Reads what was asked for and the same one address lower and higher, because manuals differ in
/// where they count from. In one request if the device allows that, so that they are of one moment.
/// What was asked for comes first; a window beyond the addresses is left out.
std::vector<Window> readNeighbours(const AskNow& ask,
                                   const modbus::Read& asked,
                                   const std::function<std::string(const modbus::Answer&)>& whyNot);

} // namespace historian::ctl

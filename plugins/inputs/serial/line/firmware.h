#pragma once

#include "line/pattern.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace historian::serial {

/// What a line of the field firmware says beside readings.
enum class Remark : std::uint8_t {
    Chatter,  ///< known, and of no use
    Restart,  ///< the board was reset
    WifiLost, ///< it does not post to its back end
};

/// The object of a line that ends in one: from the first `{`; nothing if there is none.
std::optional<std::string_view> objectIn(std::string_view line);

/// The text lines of the field firmware.
/// Threads: any.
class FirmwareLines {
public:
    FirmwareLines();

    /// The values of a line, or what else it says; nothing if it is not one of the firmware's own.
    std::optional<std::variant<Fields, Remark>> read(std::string_view line) const;

private:
    std::vector<Pattern> patterns_;
};

/// Why the boot ROM says it was reset (`POWERON_RESET`), as it stands in the line.
std::string_view resetReason(std::string_view line);

} // namespace historian::serial

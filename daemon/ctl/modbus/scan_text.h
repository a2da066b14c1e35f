#pragma once

#include "ctl/modbus/scan.h"

#include <string>

namespace historian::ctl {

/// A scan with what is known of the line.
struct Scanned {
    Scan scan;
    std::string connection;
    std::string trouble;            ///< the line's last one, or why it was lost
    std::uint64_t strayReplies = 0; ///< too late, or of another unit than the one asked
};

std::string scanText(const Scanned& scanned);
std::string scanJson(const Scanned& scanned);

/// How far it has come: "unit 17 of 1-247, 2 answered, at most 231 s left".
std::string progressText(const Scan& scan, std::chrono::milliseconds timeout);

} // namespace historian::ctl

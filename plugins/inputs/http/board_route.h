#pragma once

#include "intake.h"

#include <historian/http.h>

#include <string>
#include <string_view>

namespace historian::http {

inline constexpr std::string_view kBoardPath = "/api/energy-data";
inline constexpr std::size_t kBoardBodyBytesMax = 64 * 1024;

/// POST /api/energy-data: one flat object from a board in the field, answered as the predecessor
/// did. See README, "Boards in the field".
/// Threads: any number at once.
class BoardRoute {
public:
    explicit BoardRoute(Intake& intake);

    HttpReply answer(HttpRequest& request);

private:
    HttpReply refuse(HttpRequest& request, int status, const codec::ReadingFault& fault);
    HttpReply refuseUnread(HttpRequest& request, const codec::ReadingFault& fault);
    HttpReply store(Batch&& batch);
    HttpReply busy(std::string_view why, std::chrono::milliseconds retryAfter);
    std::string missingOf(const Batch& batch) const;

    Intake& intake_;
    Symbol current_;
    Symbol voltage_;
    Symbol power_;
};

/// The predecessor's required keys that do not stand at the top of a flat object, as its list is
/// written: `['current', 'power']`; empty if none is missing. For bodies without a device_id.
std::string missingKeysOf(std::string_view object);

} // namespace historian::http

#pragma once

#include "intake.h"

#include <historian/http.h>

#include <string_view>

namespace historian::http {

inline constexpr std::string_view kReadingsPath = "/api/v1/readings";
inline constexpr std::size_t kReadingsBodyBytesMax = 32 * 1024 * 1024;

/// POST /api/v1/readings: any number of readings in any form of "one JSON for readings", in one
/// commit. See README, "Readings".
/// Threads: any number at once.
class ReadingsRoute {
public:
    explicit ReadingsRoute(Intake& intake) : intake_(intake) {}

    HttpReply answer(HttpRequest& request);

private:
    Intake& intake_;
};

} // namespace historian::http

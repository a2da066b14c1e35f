#include "forward/settings.h"

#include <historian/codec/time_text.h>

namespace historian::forward {

Result<Start> startOf(std::string_view text)
{
    if (text == "oldest") return Start{StartOldest{}};
    if (text == "now") return Start{StartNow{}};
    const bool isDay = text.find('T') == std::string_view::npos;
    const auto time = codec::parseTime(std::string(text) + (isDay ? "T00:00:00Z" : ""));
    if (time) return Start{*time};
    return Error{"start: '" + std::string(text) +
                 "' is neither oldest, now, nor a date as 2025-01-20 or 2025-01-20T10:30:00Z"};
}

std::chrono::seconds windowOf(std::string_view resolution)
{
    if (resolution == "10s") return std::chrono::seconds(10);
    if (resolution == "1min") return std::chrono::seconds(60);
    if (resolution == "15min") return std::chrono::seconds(900);
    return std::chrono::seconds(0);
}

} // namespace historian::forward

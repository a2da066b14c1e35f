#include "troubles.h"

#include <utility>

namespace historian::modbus {

void Troubles::say(const std::string& line, std::string why)
{
    const std::lock_guard lock(mutex_);
    whys_[line] = std::move(why);
    std::string now = all();
    if (now == told_) return;
    if (now.empty())
        host_.healthy();
    else
        host_.degraded(now);
    told_ = std::move(now);
}

std::string Troubles::all() const
{
    std::string text;
    for (const auto& [line, why] : whys_) {
        if (why.empty()) continue;
        if (!text.empty()) text += "; ";
        text += why;
    }
    return text;
}

} // namespace historian::modbus

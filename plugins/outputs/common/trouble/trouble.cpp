#include "trouble/trouble.h"

namespace historian::trouble {

void Trouble::say(const std::string& why)
{
    if (why == why_) return;
    why_ = why;
    if (why.empty()) {
        host_.healthy();
        return;
    }
    host_.degraded(why);
    host_.log(LogLevel::Warning, why);
}

} // namespace historian::trouble

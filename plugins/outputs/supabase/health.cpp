#include "health.h"

namespace historian::supabase {

void Health::good(std::string_view table)
{
    if (const auto trouble = troubles_.find(table); trouble != troubles_.end()) {
        host_.log(LogLevel::Info, std::string(table) + ": delivering again");
        troubles_.erase(trouble);
    }
    if (troubles_.empty()) host_.healthy();
}

void Health::bad(std::string_view table, const std::string& why)
{
    std::string& known = troubles_[std::string(table)];
    if (known == why) return;
    known = why;
    host_.log(LogLevel::Warning, std::string(table) + ": not delivered: " + why);
    host_.degraded(std::string(table) + ": " + why);
}

} // namespace historian::supabase

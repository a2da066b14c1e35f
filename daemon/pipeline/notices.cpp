#include "pipeline/notices.h"

#include <exception>
#include <utility>

namespace historian::pipeline {

void Notices::add(std::string action, std::string device, std::string detail)
{
    if (waiting_.size() == kNoticesMax) waiting_.pop_front();
    waiting_.push_back({std::move(action), std::move(device), std::move(detail)});
}

void Notices::write()
{
    while (!waiting_.empty()) {
        const Notice& notice = waiting_.front();
        try {
            logbook_.append("daemon", notice.action, notice.device, notice.detail);
        } catch (const std::exception&) {
            return; // state.db cannot be written now; the next turn tries again
        }
        waiting_.pop_front();
    }
}

} // namespace historian::pipeline

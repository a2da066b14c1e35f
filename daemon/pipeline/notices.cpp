#include "pipeline/notices.h"

#include <exception>
#include <utility>

namespace historian::pipeline {

void Notices::add(std::string action, std::string subject, std::string detail)
{
    const std::lock_guard lock(mutex_);
    if (waiting_.size() == kNoticesMax) waiting_.pop_front();
    waiting_.push_back({std::move(action), std::move(subject), std::move(detail)});
}

void Notices::addOnce(std::string action, std::string subject, std::string detail, SteadyTime now)
{
    {
        const std::lock_guard lock(mutex_);
        std::erase_if(said_, [now](const auto& one) { return now - one.second >= kNoticeAgain; });
        if (said_.size() == kNoticesRememberedMax) return;
        if (!said_.try_emplace({subject, action}, now).second) return;
    }
    add(std::move(action), std::move(subject), std::move(detail));
}

// Nobody waits for the disk to say something: what is being written is out of the queue meanwhile.
void Notices::write()
{
    std::deque<Notice> writing;
    {
        const std::lock_guard lock(mutex_);
        writing.swap(waiting_);
    }
    try {
        for (; !writing.empty(); writing.pop_front()) {
            const Notice& notice = writing.front();
            logbook_.append("daemon", notice.action, notice.subject, notice.detail);
        }
    } catch (const std::exception&) {
        // state.db cannot be written now; the next turn tries again
    }
    const std::lock_guard lock(mutex_);
    while (!writing.empty() && waiting_.size() < kNoticesMax) {
        waiting_.push_front(std::move(writing.back()));
        writing.pop_back();
    }
}

std::size_t Notices::waiting() const
{
    const std::lock_guard lock(mutex_);
    return waiting_.size();
}

} // namespace historian::pipeline

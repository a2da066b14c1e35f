#pragma once

#include "state/logbook.h"

#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <string>

namespace historian::pipeline {

inline constexpr std::size_t kNoticesMax = 64;
inline constexpr std::size_t kNoticesRememberedMax = 1024; ///< different ones within kNoticeAgain
inline constexpr std::chrono::hours kNoticeAgain{1};

/// What the logbook is to be told. The commit thread writes it once per turn; if state.db cannot
/// be written, readings are stored all the same and the newest kNoticesMax notices wait.
/// Threads: write() the commit thread, the others any.
class Notices {
public:
    explicit Notices(state::Logbook& logbook) : logbook_(logbook) {}

    void add(std::string action, std::string subject, std::string detail);

    /// For those who may say it with every poll: passes over what was said of that subject less
    /// than kNoticeAgain ago.
    void addOnce(std::string action, std::string subject, std::string detail, SteadyTime now);

    void write();

    std::size_t waiting() const;

private:
    struct Notice {
        std::string action;
        std::string subject;
        std::string detail;
    };

    state::Logbook& logbook_;
    std::deque<Notice> waiting_;
    std::map<std::pair<std::string, std::string>, SteadyTime> said_; ///< subject and action
    mutable std::mutex mutex_;
};

} // namespace historian::pipeline

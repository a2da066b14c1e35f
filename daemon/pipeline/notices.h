#pragma once

#include "state/logbook.h"

#include <cstddef>
#include <deque>
#include <string>

namespace historian::pipeline {

inline constexpr std::size_t kNoticesMax = 64;

/// What the commit thread has to tell people. It is written to the logbook once per turn; if
/// state.db cannot be written, readings are stored all the same and the newest kNoticesMax notices
/// wait. Threads: the commit thread.
class Notices {
public:
    explicit Notices(state::Logbook& logbook) : logbook_(logbook) {}

    void add(std::string action, std::string device, std::string detail);
    void write();

    std::size_t waiting() const { return waiting_.size(); }

private:
    struct Notice {
        std::string action;
        std::string device;
        std::string detail;
    };

    state::Logbook& logbook_;
    std::deque<Notice> waiting_;
};

} // namespace historian::pipeline

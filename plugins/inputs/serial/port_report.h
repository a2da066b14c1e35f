#pragma once

#include "line/line_reader.h"

#include <historian/probe.h>

#include <mutex>

namespace historian::serial {

/// What people are told of a port, and of the last line that came from it. Threads: any.
class PortReport {
public:
    void opened();
    void closed(std::string why);

    /// A line, made printable, and what was made of it.
    void line(std::string_view text, const LineContent& content, SteadyTime now);

    /// The port is not touched: neither opened nor read.
    std::vector<ProbeStep> steps(const Settings& settings, SteadyTime now) const;

private:
    struct Line {
        SteadyTime at{};
        std::string text;
        std::string made; ///< "1 readings"
        bool isGood = true;
    };

    struct State {
        bool isOpen = false;
        std::string why = "is not started";
        std::optional<Line> last;
    };

    State state() const;

    mutable std::mutex mutex_;
    State state_;
};

} // namespace historian::serial

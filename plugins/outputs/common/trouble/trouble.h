#pragma once

#include <historian/host.h>

#include <string>

namespace historian::trouble {

/// What keeps an output from delivering; tells the host, and logs, when that changes.
/// Threads: one thread at a time.
class Trouble {
public:
    explicit Trouble(Host& host) : host_(host) {}

    /// Empty: all is well.
    void say(const std::string& why);

    /// What was said last.
    const std::string& why() const { return why_; }

private:
    Host& host_;
    std::string why_;
};

} // namespace historian::trouble

#pragma once

#include "web/limits.h"

#include <historian/clock.h>

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace historian::web {

/// 128 bits of the operating system's random source as 32 hexadecimal digits.
std::string randomText();

/// Compares secrets of one length in a time that does not depend on where they differ.
bool equalsInConstantTime(std::string_view left, std::string_view right);

/// The browser sessions of the administrator, in memory: a restart logs everybody out.
/// Threads: any.
class Sessions {
public:
    Sessions(const Clock& clock, const ServerLimits& limits) : clock_(clock), limits_(limits) {}

    struct Session {
        std::string id;
        std::string csrf;
    };

    Session open();

    /// The CSRF text of a session in force, which stays so for another while.
    std::optional<std::string> use(std::string_view id);

    void close(std::string_view id);

    /// After a change of the password.
    void closeAll();

private:
    struct Entry {
        std::string csrf;
        SteadyTime opened;
        SteadyTime used;
    };

    bool isOver(const Entry& entry, SteadyTime now) const;
    void makeRoom(SteadyTime now);

    const Clock& clock_;
    const ServerLimits& limits_;
    std::map<std::string, Entry, std::less<>> entries_;
    std::mutex mutex_;
};

} // namespace historian::web

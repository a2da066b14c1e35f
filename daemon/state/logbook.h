#pragma once

#include <historian/clock.h>

#include <cstdint>
#include <string>
#include <vector>

namespace historian::state {

class Database;

/// One decision of a person or of the daemon.
struct LogbookEntry {
    std::uint64_t number = 0; ///< given by append, counts from 1
    Time at{};
    std::string who;     ///< daemon, loopback, admin, token:NAME
    std::string action;  ///< device_approved, device_seen, profile_assigned, setup_completed, ...
    std::string subject; ///< the device, token, ... it is about
    std::string detail;  ///< a sentence
};

/// Dated, append-only. Threads: any.
class Logbook {
public:
    Logbook(Database& database, const Clock& clock);

    void append(std::string who, std::string action, std::string subject, std::string detail);

    /// The newest entries below `before` (0: from the end), newest first, at most `limit`.
    std::vector<LogbookEntry> list(std::uint64_t before, std::size_t limit) const;

private:
    Database& database_;
    const Clock& clock_;
};

} // namespace historian::state

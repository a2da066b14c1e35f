#pragma once

#include <stdexcept>
#include <string>

struct sqlite3;

namespace historian::sqlite {

/// What SQLite said when it could not do something. It never leaves this plugin: the store turns it
/// into a CommitRefused, an Error or Unavailable.
class DatabaseFault : public std::runtime_error {
public:
    DatabaseFault(int code, const std::string& message) : std::runtime_error(message), code_(code)
    {
    }

    /// The database or the disk has no room.
    bool isFull() const;

    /// The file is not, or no longer, a database.
    bool isDamage() const;

private:
    int code_;
};

/// Throws what the connection says of its last call.
[[noreturn]] void throwFault(sqlite3* handle, const std::string& doing);

} // namespace historian::sqlite

#pragma once

#include <Poco/Data/Session.h>

#include <cstdint>
#include <filesystem>
#include <string>

struct sqlite3;

namespace historian::sqlite {

enum class Role : std::uint8_t { Writer, Reader };

/// When a commit reaches the disk. Normal loses acknowledged readings at a power cut; it exists so
/// that the power-loss tests can prove that they would notice, and no configuration reaches it.
enum class Sync : std::uint8_t { Full, Normal };

inline constexpr std::int64_t kPageBytes = 4096;

/// A session of POCO Data with the settings this store relies on (README, Durability). Everything
/// may throw DatabaseFault; the constructor also when a setting did not take.
/// Threads: one at a time.
class Connection {
public:
    Connection(const std::filesystem::path& file, Role role, Sync sync = Sync::Full);

    /// For the hot statements; it lives as long as this object.
    sqlite3* handle() const { return handle_; }

    /// Runs SQL that answers nothing.
    void execute(const std::string& sql);

    /// The first column of the first row; 0 or "" without one.
    std::int64_t number(const std::string& sql);
    std::string text(const std::string& sql);

    Poco::Data::Session& session() { return session_; }

private:
    void configure(Role role, Sync sync);
    void expect(const std::string& pragma, const std::string& value);

    Poco::Data::Session session_;
    sqlite3* handle_;
};

} // namespace historian::sqlite

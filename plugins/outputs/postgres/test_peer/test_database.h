#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace historian::postgres {

inline constexpr std::string_view kGatewayPassword = "gateway-secret-42";

/// A real PostgreSQL with the tables of schema.sql and a login for the gateway of site-001, in a
/// folder that vanishes with it. Throws where something does not come up.
/// Threads: none.
class TestDatabase {
public:
    /// `conf` is added to its configuration, which has no port.
    explicit TestDatabase(int port = 5432, const std::string& conf = "");

    const std::filesystem::path& directory() const { return cluster_.directory; }

    int port() const { return port_; }

    /// The first value of the answer, asked as superuser.
    std::string ask(const std::string& sql) const;

    /// Waits until the answer is that; false if it is not within a minute.
    bool becomes(const std::string& sql, std::string_view answer) const;

    void crash() const;
    void start() const;

private:
    // Ends the server and removes its files, also when the constructor fails.
    struct Cluster {
        Cluster();
        ~Cluster();

        void call(const std::string& command) const;

        std::filesystem::path directory;
    };

    Cluster cluster_;
    int port_;
};

/// A session of the superuser that holds the table of readings until it ends.
class TableLock {
public:
    explicit TableLock(const TestDatabase& database);
    TableLock(const TableLock&) = delete;
    TableLock& operator=(const TableLock&) = delete;
    ~TableLock();

private:
    void* connection_;
};

} // namespace historian::postgres

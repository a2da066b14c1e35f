#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace historian::mqtt {

/// A real mosquitto on a free loopback port, with a folder of its own for its files.
/// Threads: none.
class TestBroker {
public:
    /// `lines` are added to its configuration. Throws if it does not come up.
    explicit TestBroker(std::vector<std::string> lines = {});
    TestBroker(const TestBroker&) = delete;
    TestBroker& operator=(const TestBroker&) = delete;
    ~TestBroker();

    int port() const { return port_; }

    const std::filesystem::path& directory() const { return directory_; }

    /// As a power cut.
    void kill();

    /// Freezes it: it keeps its connections and answers nothing.
    void freeze();

    /// Comes up again on the same port, having forgotten everything.
    void restart();

private:
    void writeConfiguration() const;
    bool comesUp();

    std::filesystem::path directory_;
    std::vector<std::string> lines_;
    int port_ = 0;
    pid_t process_ = -1;
};

/// A folder for one test's files that vanishes with it.
std::filesystem::path makeTestDirectory();

} // namespace historian::mqtt

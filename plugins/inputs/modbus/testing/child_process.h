#pragma once

#include "link/file_descriptor.h"

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

namespace historian::modbus::testing {

/// A program that runs beside a test and ends with this object. Its standard error is the test's.
/// Threads: that of the test.
class ChildProcess {
public:
    /// Throws std::runtime_error if there is no such program.
    explicit ChildProcess(const std::vector<std::string>& command);
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    ~ChildProcess();

    /// The next line of its output; empty if it ended or said nothing for `limit`.
    std::string readLine(std::chrono::seconds limit);

    /// Everything it says until it ends.
    std::string readAll(std::chrono::seconds limit);

    void writeLine(const std::string& line);

private:
    bool fill(std::chrono::steady_clock::time_point end);

    pid_t pid_ = -1;
    FileDescriptor input_;
    FileDescriptor output_;
    std::string said_;
};

} // namespace historian::modbus::testing

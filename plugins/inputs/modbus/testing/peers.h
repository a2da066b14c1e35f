#pragma once

#include "testing/child_process.h"

#include <historian/testing/temp_directory.h>

#include <optional>

namespace historian::modbus::testing {

/// A server by pymodbus: kind is tcp, rtutcp or the path of a serial line.
class PymodbusServer {
public:
    PymodbusServer(const std::string& kind, const std::string& image);

    const std::string& port() const { return port_; }

    /// Returns when the registers are changed.
    void change(const std::string& image);

private:
    ChildProcess process_;
    std::string port_;
};

/// Two pseudo terminals that socat connects.
class SerialCable {
public:
    SerialCable();

    std::string near() const { return folder_ / "near"; }

    std::string far() const { return folder_ / "far"; }

    void pull();
    void plug();

private:
    historian::testing::TempDirectory folder_;
    std::optional<ChildProcess> process_;
};

} // namespace historian::modbus::testing

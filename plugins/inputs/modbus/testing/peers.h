#pragma once

#include "testing/child_process.h"

#include <filesystem>
#include <optional>

namespace historian::modbus::testing {

/// A directory that is there as long as this object.
class Folder {
public:
    Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder();

    std::string file(const std::string& name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

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

    std::string near() const { return folder_.file("near"); }

    std::string far() const { return folder_.file("far"); }

    void pull();
    void plug();

private:
    Folder folder_;
    std::optional<ChildProcess> process_;
};

} // namespace historian::modbus::testing

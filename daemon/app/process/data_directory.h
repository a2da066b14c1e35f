#pragma once

#include <filesystem>

namespace historian::app {

/// The data directory, made if need be and held by this process alone. Throws Unavailable if it
/// cannot be made or written, or if another process holds it.
class DataDirectory {
public:
    explicit DataDirectory(std::filesystem::path path);
    ~DataDirectory();
    DataDirectory(const DataDirectory&) = delete;
    DataDirectory& operator=(const DataDirectory&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
    int lock_ = -1;
};

/// A directory for a demonstration; it goes with this object.
class ThrowAwayDirectory {
public:
    ThrowAwayDirectory();
    ~ThrowAwayDirectory();
    ThrowAwayDirectory(const ThrowAwayDirectory&) = delete;
    ThrowAwayDirectory& operator=(const ThrowAwayDirectory&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

} // namespace historian::app

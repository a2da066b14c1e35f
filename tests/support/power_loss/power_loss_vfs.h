#pragma once

#include "disk_image.h"

#include <sqlite3.h>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>

namespace historian::testing {

/// A file system for SQLite that remembers, for the files of one directory, what a power cut would
/// leave. While it lives it is SQLite's default, so that POCO Data's connections use it too; files
/// elsewhere pass through. Nothing is ever synced for real.
/// Limits of the model: making and removing a file is durable at once.
/// Threads: one writes; others may open and read.
class PowerLossVfs {
public:
    explicit PowerLossVfs(std::filesystem::path directory);
    ~PowerLossVfs();
    PowerLossVfs(const PowerLossVfs&) = delete;
    PowerLossVfs& operator=(const PowerLossVfs&) = delete;

    /// Called before and after each sync and after each write and truncation: the points where
    /// the power may fail.
    void onPoint(std::function<void()> call) { onPoint_ = std::move(call); }

    /// Writes the files as they would be after a power cut now into another directory.
    void writeAfterPowerCut(const std::filesystem::path& target, std::mt19937_64& random) const;

    /// Lets a call fail with an SQLite result code, after `after` more that succeed: once, or until
    /// repair().
    enum class Call { Write, Sync };
    void fail(Call call, int after, int code, bool isForEver = false);

    void repair() { fault_ = {}; }

private:
    struct File;
    struct Methods;

    struct Fault {
        int after = -1; ///< negative: none
        Call call = Call::Write;
        int code = 0;
        bool isForEver = false;
    };

    static int
    open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* outFlags);
    static int remove(sqlite3_vfs* vfs, const char* name, int syncDirectory);
    DiskImage* imageOf(const char* name);
    int faultOf(Call call);
    void point() const;

    std::filesystem::path directory_;
    sqlite3_vfs* base_;
    sqlite3_vfs vfs_;
    std::function<void()> onPoint_;
    Fault fault_;
    std::map<std::string, std::unique_ptr<DiskImage>> images_; ///< by file name
    mutable std::mutex mutex_;                                 ///< guards images_
};

} // namespace historian::testing

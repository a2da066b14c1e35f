#pragma once

#include <filesystem>

namespace historian::sqlite {

/// The right to write the store in a directory: one process at a time, let go by the kernel when
/// it ends however it ends.
class LockFile {
public:
    /// Throws Unavailable if another holds it or the directory cannot be written.
    explicit LockFile(const std::filesystem::path& file);
    ~LockFile();
    LockFile(const LockFile&) = delete;
    LockFile& operator=(const LockFile&) = delete;

private:
    int descriptor_;
};

} // namespace historian::sqlite

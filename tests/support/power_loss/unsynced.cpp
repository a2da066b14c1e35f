// LD_PRELOAD library that keeps, beside the files of $UNSYNCED_DIR, what a power cut would leave of
// them in $UNSYNCED_SHADOW: only what fsync or fdatasync has covered. README.md says how to use it.

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Range {
    off_t begin;
    off_t end;
};

/// What is known of one file that was written: the ranges no sync has covered yet.
struct Tracked {
    std::vector<Range> unsynced;
};

template <typename Function>
Function* next(const char* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

/// Threads: any. Never destroyed: the process may write files until its very end.
class Shadow {
public:
    static Shadow& instance()
    {
        static Shadow& shadow = *std::make_unique<Shadow>().release();
        return shadow;
    }

    Shadow()
    {
        const char* directory = std::getenv("UNSYNCED_DIR");
        const char* shadow = std::getenv("UNSYNCED_SHADOW");
        if (directory == nullptr || shadow == nullptr) return;
        directory_ = fs::weakly_canonical(directory);
        shadow_ = shadow;
    }

    void written(int descriptor, off_t begin, ssize_t bytes)
    {
        if (bytes <= 0) return;
        if (const auto name = nameOf(descriptor)) {
            const std::lock_guard lock(mutex_);
            auto& ranges = files_[*name].unsynced;
            if (!ranges.empty() && ranges.back().end == begin)
                ranges.back().end += bytes;
            else
                ranges.push_back({begin, begin + bytes});
        }
    }

    void synced(int descriptor)
    {
        const auto name = nameOf(descriptor);
        if (!name) return;
        const std::lock_guard lock(mutex_);
        const fs::path target = shadow_ / *name;
        std::error_code ignored;
        fs::create_directories(target.parent_path(), ignored);
        const int out = ::open(target.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0640);
        const int in = ::open((directory_ / *name).c_str(), O_RDONLY | O_CLOEXEC);
        for (const Range& range : files_[*name].unsynced) copy(in, out, range);
        files_[*name].unsynced.clear();

        struct stat found {};

        if (::fstat(descriptor, &found) == 0) realTruncate_(out, found.st_size);
        ::close(in);
        ::close(out);
    }

    void removed(const char* path)
    {
        if (const auto name = nameOf(std::string(path))) {
            const std::lock_guard lock(mutex_);
            files_.erase(*name);
            std::error_code ignored;
            fs::remove(shadow_ / *name, ignored);
        }
    }

    /// Names are durable at once; what an unsynced file holds is not.
    void renamed(const char* from, const char* to)
    {
        const auto source = nameOf(std::string(from));
        const auto target = nameOf(std::string(to));
        if (!source || !target) return;
        const std::lock_guard lock(mutex_);
        std::error_code failed;
        fs::create_directories((shadow_ / *target).parent_path(), failed);
        fs::rename(shadow_ / *source, shadow_ / *target, failed);
        if (failed)
            ::close(::open((shadow_ / *target).c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0640));
        files_[*target] = std::move(files_[*source]);
        files_.erase(*source);
    }

private:
    std::optional<std::string> nameOf(int descriptor) const
    {
        if (directory_.empty()) return std::nullopt;
        std::array<char, 4096> path{};
        const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
        const ssize_t length = ::readlink(link.c_str(), path.data(), path.size());
        if (length <= 0) return std::nullopt;
        return nameOf(std::string(path.data(), static_cast<std::size_t>(length)));
    }

    std::optional<std::string> nameOf(const std::string& path) const
    {
        if (directory_.empty()) return std::nullopt;
        const std::string prefix = directory_.string() + '/';
        const std::string full =
            path.starts_with('/') ? path : (fs::current_path() / path).string();
        if (!full.starts_with(prefix)) return std::nullopt;
        return full.substr(prefix.size());
    }

    void copy(int in, int out, Range range) const
    {
        std::array<char, 65'536> buffer{};
        while (range.begin < range.end) {
            const auto wanted = std::min<std::size_t>(
                buffer.size(), static_cast<std::size_t>(range.end - range.begin));
            const ssize_t got = ::pread(in, buffer.data(), wanted, range.begin);
            if (got <= 0) return;
            realWrite_(out, buffer.data(), static_cast<std::size_t>(got), range.begin);
            range.begin += got;
        }
    }

    fs::path directory_;
    fs::path shadow_;
    std::map<std::string, Tracked> files_;
    std::mutex mutex_;
    ssize_t (*realWrite_)(int,
                          const void*,
                          std::size_t,
                          off_t) = next<ssize_t(int, const void*, std::size_t, off_t)>("pwrite");
    int (*realTruncate_)(int, off_t) = next<int(int, off_t)>("ftruncate");
};

} // namespace

#pragma GCC visibility push(default)

extern "C" {

ssize_t pwrite(int descriptor, const void* from, size_t bytes, off_t offset)
{
    static auto* real = next<ssize_t(int, const void*, size_t, off_t)>("pwrite");
    const ssize_t done = real(descriptor, from, bytes, offset);
    Shadow::instance().written(descriptor, offset, done);
    return done;
}

ssize_t pwrite64(int descriptor, const void* from, size_t bytes, off64_t offset)
{
    return pwrite(descriptor, from, bytes, offset);
}

ssize_t write(int descriptor, const void* from, size_t bytes)
{
    static auto* real = next<ssize_t(int, const void*, size_t)>("write");
    const ssize_t done = real(descriptor, from, bytes);
    if (done > 0) {
        const off_t end = ::lseek(descriptor, 0, SEEK_CUR);
        if (end >= done) Shadow::instance().written(descriptor, end - done, done);
    }
    return done;
}

int fsync(int descriptor)
{
    static auto* real = next<int(int)>("fsync");
    const int code = real(descriptor);
    if (code == 0) Shadow::instance().synced(descriptor);
    return code;
}

int fdatasync(int descriptor)
{
    static auto* real = next<int(int)>("fdatasync");
    const int code = real(descriptor);
    if (code == 0) Shadow::instance().synced(descriptor);
    return code;
}

int unlink(const char* path) noexcept
{
    static auto* real = next<int(const char*)>("unlink");
    const int code = real(path);
    if (code == 0) Shadow::instance().removed(path);
    return code;
}

int rename(const char* from, const char* to) noexcept
{
    static auto* real = next<int(const char*, const char*)>("rename");
    const int code = real(from, to);
    if (code == 0) Shadow::instance().renamed(from, to);
    return code;
}

} // extern "C"

#pragma GCC visibility pop

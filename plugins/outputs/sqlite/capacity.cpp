#include "capacity.h"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>

namespace historian::sqlite {

namespace {

constexpr std::uint64_t kQuotaBytesMax = 8'000'000'000;
constexpr std::uint64_t kQuotaBytesMin = std::uint64_t{16} * 1024 * 1024;
constexpr std::chrono::minutes kSampleStep{10};
constexpr std::chrono::hours kSampleSpan{24};

} // namespace

std::uint64_t freeBytes(const std::filesystem::path& directory)
{
    struct statvfs found {};

    if (::statvfs(directory.c_str(), &found) != 0) return 0;
    return std::uint64_t{found.f_bavail} * found.f_frsize;
}

std::uint64_t automaticQuota(std::uint64_t freeBytes, std::uint64_t storeBytes)
{
    return std::clamp((freeBytes + storeBytes) / 2, kQuotaBytesMin, kQuotaBytesMax);
}

Ballast::Ballast(const std::filesystem::path& directory, std::uint64_t bytes)
    : file_(directory / "reserve.bin"), bytes_(bytes)
{
    std::error_code none;
    isInPlace_ = bytes_ == 0 || std::filesystem::file_size(file_, none) >= bytes_;
    if (none) isInPlace_ = bytes_ == 0;
}

void Ballast::restore()
{
    if (isInPlace_ || freeBytes(file_.parent_path()) < 4 * bytes_) return;
    const int descriptor = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
    if (descriptor < 0) return;
    isInPlace_ = ::posix_fallocate(descriptor, 0, static_cast<off_t>(bytes_)) == 0;
    ::close(descriptor);
    if (!isInPlace_) ::unlink(file_.c_str());
}

void Ballast::release()
{
    if (bytes_ == 0) return;
    ::unlink(file_.c_str());
    isInPlace_ = false;
}

void GrowthRate::note(SteadyTime now, std::uint64_t bytes)
{
    if (!samples_.empty() && now - samples_.back().at < kSampleStep) return;
    samples_.push_back({now, bytes});
    while (now - samples_.front().at > kSampleSpan) samples_.pop_front();
}

std::optional<double>
GrowthRate::daysLeft(SteadyTime now, std::uint64_t bytes, std::uint64_t roomBytes) const
{
    if (samples_.empty() || now - samples_.front().at < kSampleStep ||
        bytes <= samples_.front().bytes)
        return std::nullopt;
    const std::chrono::duration<double, std::ratio<86'400>> days = now - samples_.front().at;
    const auto grown = static_cast<double>(bytes - samples_.front().bytes);
    return static_cast<double>(roomBytes) * days.count() / grown;
}

} // namespace historian::sqlite

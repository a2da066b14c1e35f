#include "base/clock_evidence.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace historian::base {

namespace {

constexpr std::array kContainerMarks = {"run/systemd/container", "run/.containerenv", ".dockerenv"};

constexpr std::array kGuestMarks = {"sys/hypervisor/type", "proc/device-tree/hypervisor"};

constexpr std::array<std::string_view, 8> kGuestVendors = {"QEMU",
                                                           "Xen",
                                                           "VMware, Inc.",
                                                           "innotek GmbH",
                                                           "Amazon EC2",
                                                           "Google",
                                                           "DigitalOcean",
                                                           "Hetzner"};

bool isPresent(const std::filesystem::path& path)
{
    std::error_code ignored;
    return std::filesystem::exists(path, ignored);
}

std::string firstLineOf(const std::filesystem::path& path)
{
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

bool hasHypervisorFlag(const std::filesystem::path& cpuinfo)
{
    std::ifstream file(cpuinfo);
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with("flags")) continue;
        std::istringstream words(line);
        for (std::string word; words >> word;)
            if (word == "hypervisor") return true;
        return false;
    }
    return false;
}

bool isGuest(const std::filesystem::path& root)
{
    const auto isThere = [&](const char* mark) { return isPresent(root / mark); };
    if (std::ranges::any_of(kContainerMarks, isThere)) return true;
    if (std::ranges::any_of(kGuestMarks, isThere)) return true;
    if (hasHypervisorFlag(root / "proc/cpuinfo")) return true;
    return std::ranges::find(kGuestVendors, firstLineOf(root / "sys/class/dmi/id/sys_vendor")) !=
           kGuestVendors.end();
}

std::optional<Time> hardwareTimeOf(const std::filesystem::path& file)
{
    std::ifstream stream(file);
    std::int64_t seconds = 0;
    if (!(stream >> seconds)) return std::nullopt;
    return Time(std::chrono::seconds(seconds));
}

} // namespace

ClockEvidence findClockEvidence(const std::filesystem::path& root)
{
    return {isGuest(root), hardwareTimeOf(root / "sys/class/rtc/rtc0/since_epoch")};
}

bool isTrustworthy(const ClockEvidence& evidence, Time now)
{
    if (evidence.isGuest) return true;
    if (!evidence.hardwareTime || *evidence.hardwareTime < buildTime()) return false;
    return std::chrono::abs(now - *evidence.hardwareTime) <= kHardwareClockTolerance;
}

Time buildTime()
{
    return Time(std::chrono::days(HISTORIAN_BUILD_DAY));
}

} // namespace historian::base

#include "base/system_clock.h"

#include <sys/timex.h>

#include <ctime>
#include <fstream>

namespace historian::base {

SystemClock::SystemClock(ClockTrust trust, const std::filesystem::path& root)
    : trust_(trust), hasEvidence_(isTrustworthy(findClockEvidence(root), now()))
{
}

Time SystemClock::now() const
{
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

SteadyTime SystemClock::steady() const
{
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::steady_clock::now());
}

bool SystemClock::isTrusted() const
{
    switch (trust_) {
    case ClockTrust::Always: return true;
    case ClockTrust::Never: return false;
    case ClockTrust::Auto: break;
    }
    return hasEvidence_ || isKernelSynchronised();
}

bool isKernelSynchronised()
{
    timex state{};
    const int answer = adjtimex(&state);
    return answer != -1 && answer != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

std::string bootId()
{
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string id;
    file >> id;
    return id;
}

std::chrono::microseconds timeSinceBoot()
{
    timespec time{};
    clock_gettime(CLOCK_BOOTTIME, &time);
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::seconds(time.tv_sec) +
                                                         std::chrono::nanoseconds(time.tv_nsec));
}

} // namespace historian::base

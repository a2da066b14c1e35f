#include "fleet.h"

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

using namespace historian::fleet;

constexpr int kUsage = 64;

/// NAME=NUMBER of the command line; false if it is none.
bool read(std::string_view argument, Scenario& scenario)
{
    const std::size_t equals = argument.find('=');
    if (equals == std::string_view::npos) return false;
    const std::string_view name = argument.substr(0, equals);
    const std::string_view text = argument.substr(equals + 1);
    std::int64_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc() || end != text.data() + text.size() || number < 0) return false;
    if (name == "gateways")
        scenario.gateways = static_cast<std::size_t>(number);
    else if (name == "interval_s")
        scenario.interval = std::chrono::seconds(number);
    else if (name == "outage_s")
        scenario.outage = std::chrono::seconds(number);
    else if (name == "end_s")
        scenario.end = std::chrono::seconds(number);
    else if (name == "power_cut")
        scenario.isPowerCut = number != 0;
    else if (name == "jitter")
        scenario.hasJitter = number != 0;
    else if (name == "seed")
        scenario.seed = static_cast<std::uint64_t>(number);
    else if (name == "request_us")
        scenario.capacity.aRequest = std::chrono::microseconds(number);
    else if (name == "row_ns")
        scenario.capacity.aRow = std::chrono::nanoseconds(number);
    else if (name == "wait_max_ms")
        scenario.capacity.waitMax = std::chrono::milliseconds(number);
    else if (name == "retry_after_s")
        scenario.capacity.retryAfter = std::chrono::seconds(number);
    else if (name == "round_trip_ms")
        scenario.capacity.roundTrip = std::chrono::milliseconds(number);
    else
        return false;
    return true;
}

} // namespace

/// Prints a line a second: requests, refused, rows; at last the backlog at first and at last.
int main(int argc, char** argv)
{
    Scenario scenario;
    for (int i = 1; i < argc; ++i) {
        if (read(argv[i], scenario)) continue;
        std::fprintf(stderr, "historian-fleet: %s: not NAME=NUMBER of a known name\n", argv[i]);
        return kUsage;
    }
    const Course course = simulate(scenario);
    for (const Second& second : course.seconds)
        std::printf("%llu %llu %llu\n",
                    static_cast<unsigned long long>(second.requests),
                    static_cast<unsigned long long>(second.refused),
                    static_cast<unsigned long long>(second.rows));
    std::printf("backlog %llu %llu\n",
                static_cast<unsigned long long>(course.backlogAtFirst),
                static_cast<unsigned long long>(course.backlogAtLast));
    return EXIT_SUCCESS;
}

#include "fleet.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

using namespace historian::fleet;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kUsage = 64;

struct Setting {
    std::string_view name;
    std::int64_t min;
    void (*set)(Scenario& scenario, std::int64_t number);
};

constexpr Setting kSettings[] = {
    {"gateways", 1, [](Scenario& s, std::int64_t n) { s.gateways = static_cast<std::size_t>(n); }},
    {"interval_s", 1, [](Scenario& s, std::int64_t n) { s.interval = seconds(n); }},
    {"outage_s", 1, [](Scenario& s, std::int64_t n) { s.outage = seconds(n); }},
    {"end_s", 1, [](Scenario& s, std::int64_t n) { s.end = seconds(n); }},
    {"power_cut", 0, [](Scenario& s, std::int64_t n) { s.isPowerCut = n != 0; }},
    {"jitter", 0, [](Scenario& s, std::int64_t n) { s.hasJitter = n != 0; }},
    {"seed", 0, [](Scenario& s, std::int64_t n) { s.seed = static_cast<std::uint64_t>(n); }},
    {"request_us",
     0,
     [](Scenario& s, std::int64_t n) { s.capacity.aRequest = std::chrono::microseconds(n); }},
    {"row_ns",
     0,
     [](Scenario& s, std::int64_t n) { s.capacity.aRow = std::chrono::nanoseconds(n); }},
    {"wait_max_ms", 0, [](Scenario& s, std::int64_t n) { s.capacity.waitMax = milliseconds(n); }},
    {"retry_after_s", 0, [](Scenario& s, std::int64_t n) { s.capacity.retryAfter = seconds(n); }},
    {"round_trip_ms",
     0,
     [](Scenario& s, std::int64_t n) { s.capacity.roundTrip = milliseconds(n); }},
};

/// NAME=NUMBER of the command line; false if it is none.
bool read(std::string_view argument, Scenario& scenario)
{
    const std::size_t equals = argument.find('=');
    if (equals == std::string_view::npos) return false;
    const auto* const setting =
        std::ranges::find(kSettings, argument.substr(0, equals), &Setting::name);
    if (setting == std::ranges::end(kSettings)) return false;
    const std::string_view text = argument.substr(equals + 1);
    std::int64_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc() || end != text.data() + text.size() || number < setting->min)
        return false;
    setting->set(scenario, number);
    return true;
}

} // namespace

/// Prints a line a second: requests, refused, rows; at last the backlog at first and at last.
int main(int argc, char** argv)
{
    Scenario scenario;
    for (int i = 1; i < argc; ++i) {
        if (read(argv[i], scenario)) continue;
        std::fprintf(
            stderr, "historian-fleet: %s: not NAME=NUMBER of a known name and range\n", argv[i]);
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

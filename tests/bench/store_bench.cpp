// How many commits and readings a second the store takes, beside the bare limit of the same disk:
// the bytes of the log written and synced by one call each. usage: store_bench [DIRECTORY
// [SECONDS]]

#include "sqlite_store.h"

#include <historian/testing/fake_host.h>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace historian;
using Clock = std::chrono::steady_clock;

constexpr std::array<std::string_view, 11> kMetrics = {"current",
                                                       "voltage",
                                                       "power",
                                                       "ac_power_kw",
                                                       "total_energy_kwh",
                                                       "grid_frequency_hz",
                                                       "power_factor",
                                                       "ambient_temp_c",
                                                       "irradiance_w_m2",
                                                       "system_status",
                                                       "efficiency"};
constexpr std::size_t kDevices = 50;

struct Rate {
    std::uint64_t commits = 0;
    std::uint64_t bytes = 0; ///< that the log grew by
    double seconds = 0;
};

/// Readings of 50 devices, all different, one second apart.
class Source {
public:
    explicit Source(Host& host)
    {
        for (std::size_t device = 0; device < kDevices; ++device)
            devices_.push_back(*host.symbol(NameKind::Device, "esp32-" + std::to_string(device)));
        for (const std::string_view metric : kMetrics)
            metrics_.push_back(*host.symbol(NameKind::Metric, metric));
    }

    void fill(Batch& batch, std::size_t readings)
    {
        batch.clear();
        for (std::size_t index = 0; index < readings; ++index) {
            Reading& reading = batch.begin(devices_[made_ % kDevices]);
            reading.time = Time{std::chrono::seconds(1'737'369'000 + made_ / kDevices)};
            reading.received = reading.time + std::chrono::milliseconds(made_ % 900);
            ++made_;
            for (const Symbol metric : metrics_)
                batch.add(Value::number(metric, static_cast<double>(random_() % 100'000) / 100));
        }
    }

private:
    std::vector<Symbol> devices_;
    std::vector<Symbol> metrics_;
    std::uint64_t made_ = 0;
    std::mt19937_64 random_{1};
};

class RealClockHost : public testing::FakeHost {
public:
    const historian::Clock& clock() const override { return clock_; }

private:
    struct SystemClock : historian::Clock {
        Time now() const override
        {
            return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
        }

        SteadyTime steady() const override
        {
            return std::chrono::floor<std::chrono::microseconds>(::Clock::now());
        }

        bool isTrusted() const override { return true; }
    };

    SystemClock clock_;
};

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

Rate runStore(const std::filesystem::path& directory, std::size_t readings, double seconds)
{
    RealClockHost host;
    sqlite::SqliteStore store(host, {directory, std::uint64_t{20} << 30, 0});
    store.start();
    Source source(host);
    Batch batch;
    Rate rate;
    const auto start = Clock::now();
    while (secondsSince(start) < seconds) {
        source.fill(batch, readings);
        const auto answer = store.commit({batch, {}, "boot", {}});
        if (!std::holds_alternative<Receipt>(answer)) return {};
        ++rate.commits;
    }
    rate.seconds = secondsSince(start);
    rate.bytes = store.status().bytesWritten;
    const bool isComplete = store.status().readings == rate.commits * readings;
    return isComplete ? rate : Rate{};
}

Rate runBare(const std::filesystem::path& file, std::size_t bytes, double seconds)
{
    const std::string block(bytes, 'x');
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    Rate rate;
    const auto start = Clock::now();
    off_t offset = 0;
    while (secondsSince(start) < seconds) {
        if (::pwrite(descriptor, block.data(), block.size(), offset) < 0 ||
            ::fdatasync(descriptor) != 0)
            break;
        // As the log does: the same 16 MB over and over.
        offset = offset + static_cast<off_t>(bytes) > (16 << 20)
                     ? 0
                     : offset + static_cast<off_t>(bytes);
        ++rate.commits;
    }
    rate.seconds = secondsSince(start);
    ::close(descriptor);
    return rate;
}

} // namespace

int main(int argc, char** argv)
{
    const std::filesystem::path parent =
        argc > 1 ? argv[1] : std::filesystem::temp_directory_path();
    const double seconds = argc > 2 ? std::stod(argv[2]) : 5;
    std::printf("%9s %11s %12s %12s %12s %7s\n",
                "readings",
                "commits/s",
                "readings/s",
                "bytes/commit",
                "bare/s",
                "of bare");
    for (const std::size_t readings : {std::size_t{1}, std::size_t{64}, std::size_t{10'000}}) {
        std::string name = (parent / "store-bench-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) return 1;
        const Rate store = runStore(name, readings, seconds);
        if (store.commits == 0) return 1;
        const std::size_t bytes = store.bytes / store.commits;
        const Rate bare = runBare(std::filesystem::path(name) / "bare", bytes, seconds);
        const double perSecond = static_cast<double>(store.commits) / store.seconds;
        const double barePerSecond = static_cast<double>(bare.commits) / bare.seconds;
        std::printf("%9zu %11.0f %12.0f %12zu %12.0f %6.0f%%\n",
                    readings,
                    perSecond,
                    perSecond * static_cast<double>(readings),
                    bytes,
                    barePerSecond,
                    100 * perSecond / barePerSecond);
        std::filesystem::remove_all(name);
    }
}

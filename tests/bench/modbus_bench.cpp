// modbus_bench tcp|rtu [SECONDS]
// tcp: 200 units on 200 connections at 1 Hz, 30 registers each, answers after 50 to 500 ms, 5 %
// never. rtu: two units that keep a bus of 9600 baud busy; how much longer a cycle is than it must
// be.

#include "modbus_peer.h"
#include "testing/byte_peer.h"
#include "testing/device.h"
#include "testing/rig.h"

#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <mutex>
#include <thread>

namespace {

using namespace historian;
using namespace historian::modbus;
using namespace std::chrono_literals;
using Seconds = std::chrono::duration<double>;

constexpr int kUnits = 200;
constexpr int kRegisters = 30;

/// Counts the readings of each device, and the longest time from one to the next.
/// Threads: any; look at it after the input has stopped.
class Tally : public Sink {
public:
    struct Device {
        int readings = 0;
        Seconds longest{0};
        std::chrono::steady_clock::time_point last;
    };

    Submission submit(Batch&& batch, Done done) override
    {
        const std::lock_guard lock(mutex_);
        const auto now = std::chrono::steady_clock::now();
        for (const Reading& reading : batch.readings()) {
            if (batch.values(reading).front().type() == ValueType::None) continue;
            Device& device = devices[reading.device];
            if (device.readings++ > 0)
                device.longest = std::max(device.longest, Seconds(now - device.last));
            device.last = now;
            ++readings;
        }
        done({true, {}, {}, 0, {}, {}});
        return {};
    }

    void refuse(Refusal) override {}

    int readings = 0;
    std::map<Symbol, Device> devices;

private:
    std::mutex mutex_;
};

/// An input with its own host and sink.
struct Gateway {
    explicit Gateway(const std::string& connection)
        : config(kKeys, {{"connection", connection}, {"interval", "1s"}, {"timeout", "900ms"}})
    {
    }

    void addUnit(int id, const std::string& interval, const std::string& connection = {})
    {
        auto& unit = config.addMap("units",
                                   {{"id", std::to_string(id)},
                                    {"device", "meter-" + std::to_string(id)},
                                    {"interval", interval},
                                    {"connection", connection}});
        for (int i = 0; i < kRegisters; ++i)
            unit.addMap("registers",
                        {{"metric", "r" + std::to_string(i)}, {"address", std::to_string(i)}});
    }

    void start()
    {
        input = std::make_unique<ModbusInput>(host, config);
        input->start(tally);
    }

    modbus::testing::LiveHost host;
    historian::testing::TestConfig config;
    Tally tally;
    std::unique_ptr<ModbusInput> input;
};

Seconds cpuTime()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return Seconds(std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec));
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

long residentKib()
{
    std::ifstream statm("/proc/self/statm");
    long total = 0;
    long resident = 0;
    statm >> total >> resident;
    return resident * ::sysconf(_SC_PAGESIZE) / 1024;
}

void benchTcp(std::chrono::seconds time)
{
    const bench::SlowUnits units(kUnits);
    Gateway gateway("");
    for (int id = 1; id <= kUnits; ++id) gateway.addUnit(id, "1s", units.connection(id - 1));
    gateway.start();
    std::this_thread::sleep_for(3s);
    const Seconds before = cpuTime();
    const long residentBefore = residentKib();
    std::this_thread::sleep_for(time);
    const Seconds cpu = cpuTime() - before;
    const long resident = residentKib();
    gateway.input->stop();
    int fewest = 1'000'000;
    Seconds longest{0};
    for (const auto& [symbol, device] : gateway.tally.devices) {
        fewest = std::min(fewest, device.readings);
        longest = std::max(longest, device.longest);
    }
    const std::uint64_t skipped = gateway.host.counted("polls_skipped_total");
    std::printf(
        "tcp: %ld s, %zu healthy units: fewest readings %d, polls skipped %lu, longest step %.2f "
        "s; CPU %.1f %% of a core; RSS %ld -> %ld KiB\n",
        static_cast<long>(time.count()),
        gateway.tally.devices.size(),
        fewest,
        static_cast<unsigned long>(skipped),
        longest.count(),
        100 * cpu.count() / Seconds(time).count(),
        residentBefore,
        resident);
}

void benchRtu(std::chrono::seconds time)
{
    constexpr std::chrono::microseconds kCharacter(1'000'000 * 10 / 9600);
    constexpr int kBusy = 8 + 5 + 2 * kRegisters; // characters of request and reply
    constexpr std::chrono::microseconds kSilence = kCharacter * 7 / 2;
    modbus::testing::Device device;
    device.set(0, Words(kRegisters, 7));
    const auto speak = modbus::testing::speakRtu(modbus::testing::allUnits(device));
    modbus::testing::PtyPeer bus([&](const Bytes& request) {
        const auto arrived = std::chrono::steady_clock::now();
        modbus::testing::Reaction reaction = speak(request);
        // The line's own time, and the silence that the device keeps before it answers.
        std::this_thread::sleep_until(arrived + kCharacter * kBusy + kSilence);
        return reaction;
    });
    Gateway gateway("rtu://" + bus.path() + "?baud=9600");
    gateway.addUnit(1, "100ms");
    gateway.addUnit(2, "100ms");
    gateway.start();
    std::this_thread::sleep_for(time);
    gateway.input->stop();
    const Seconds cycle = Seconds(time) / gateway.tally.readings;
    const Seconds least = kCharacter * kBusy + 2 * kSilence;
    std::printf("rtu: %d polls in %ld s, cycle %.1f ms, at least %.1f ms: %.1f %% over\n",
                gateway.tally.readings,
                static_cast<long>(time.count()),
                1000 * cycle.count(),
                1000 * least.count(),
                100 * (cycle / least - 1));
}

} // namespace

int main(int argc, char** argv)
{
    const std::chrono::seconds time(argc > 2 ? std::atoi(argv[2]) : 30);
    if (argc > 1 && std::strcmp(argv[1], "tcp") == 0)
        benchTcp(time);
    else if (argc > 1 && std::strcmp(argv[1], "rtu") == 0)
        benchRtu(time);
    else
        return 64;
}

// modbus_bench tcp|rtu|hour [SECONDS], each prints rows for run.py.
// tcp: 200 units on 200 connections at 1 Hz, 30 registers each, answers after 50 to 500 ms, 5 %
// never. rtu: two units that keep a bus of 9600 baud busy; how much longer a cycle is than it must
// be. hour: the 200 units at 10 Hz, so that 360 s bring what an hour at 1 Hz brings; what memory
// it took.

#include "bus_time.h"
#include "link/rtu_line.h"
#include "modbus_peer.h"
#include "testing/byte_peer.h"
#include "testing/device.h"
#include "testing/rig.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace historian;
using namespace historian::modbus;
using namespace std::chrono_literals;
using Seconds = std::chrono::duration<double>;

constexpr int kUnits = 200;
constexpr int kRegisters = 30;

/// When the readings of each device came. Threads: any; look at it after the input has stopped.
class Tally : public Sink {
public:
    Submission submit(Batch&& batch, Done done) override
    {
        const std::lock_guard lock(mutex_);
        const auto now = std::chrono::steady_clock::now();
        for (const Reading& reading : batch.readings()) {
            if (batch.values(reading).front().type() == ValueType::None) continue;
            if (keepsArrivals) arrivals[reading.device].push_back(now.time_since_epoch());
            ++readings;
        }
        done({true, {}, {}, 0, {}, {}});
        return {};
    }

    void refuse(Refusal) override {}

    int readings = 0;
    bool keepsArrivals = false; ///< else memory is the input's alone
    std::map<Symbol, std::vector<Seconds>> arrivals;

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

void addUnits(Gateway& gateway, const bench::SlowUnits& units, const std::string& interval)
{
    for (int id = 1; id <= kUnits; ++id) gateway.addUnit(id, interval, units.connection(id - 1));
}

void printRow(const std::string& what,
              const char* unit,
              double historian,
              double target,
              const std::string& peers)
{
    std::printf("{\"what\": \"%s\", \"unit\": \"%s\", \"historian\": %.2f, \"target\": %g, "
                "\"peers\": {%s}}\n",
                what.c_str(),
                unit,
                historian,
                target,
                peers.c_str());
}

/// How much later than a clock that ticks each second the readings of a device came, from the
/// earliest on; one that is missing makes all after it a second late.
std::vector<Seconds> latenesses(const std::vector<Seconds>& arrivals)
{
    std::vector<Seconds> late;
    for (std::size_t i = 0; i < arrivals.size(); ++i) late.push_back(arrivals[i] - i * Seconds(1));
    const Seconds earliest = *std::ranges::min_element(late);
    for (Seconds& one : late) one -= earliest;
    return late;
}

void benchTcp(std::chrono::seconds time)
{
    const bench::SlowUnits units(kUnits, 50ms, 500ms);
    Gateway gateway("");
    addUnits(gateway, units, "1s");
    gateway.tally.keepsArrivals = true;
    gateway.start();
    std::this_thread::sleep_for(3s);
    const Seconds before = cpuTime();
    std::this_thread::sleep_for(time);
    const Seconds cpu = cpuTime() - before;
    gateway.input->stop();
    std::ptrdiff_t missed = 0;
    Seconds latest{0};
    for (const auto& [symbol, arrivals] : gateway.tally.arrivals) {
        const auto late = latenesses(arrivals);
        missed += std::ranges::count_if(late, [](Seconds one) { return one >= Seconds(1); });
        latest = std::max(latest, *std::ranges::max_element(late));
    }
    printRow("Modbus, 200 units at 1 Hz, 5 % dead: CPU",
             "% of a core",
             100 * cpu.count() / Seconds(time).count(),
             10,
             "");
    printRow("the same: healthy polls not within their second",
             "polls",
             static_cast<double>(missed),
             0,
             "\"of\": " + std::to_string(gateway.tally.readings) +
                 ", \"healthy units\": " + std::to_string(gateway.tally.arrivals.size()) +
                 ", \"latest (s)\": " + std::to_string(latest.count()));
}

void benchHour(std::chrono::seconds time)
{
    const bench::SlowUnits units(kUnits, 0ms, 20ms);
    Gateway gateway("");
    addUnits(gateway, units, "100ms");
    gateway.start();
    std::this_thread::sleep_for(time / 10); // everything is learnt and connected then
    const long before = residentKib();
    std::this_thread::sleep_for(time);
    const long after = residentKib();
    gateway.input->stop();
    printRow("Modbus, 200 units: memory that " + std::to_string(gateway.tally.readings) +
                 " polls took",
             "MiB",
             static_cast<double>(after - before) / 1024,
             1,
             "\"before\": " + std::to_string(static_cast<double>(before) / 1024));
}

void benchRtu(std::chrono::seconds time)
{
    const SerialFormat format;
    const std::chrono::microseconds silence = silenceOf(characterTime(format));
    const std::chrono::microseconds least =
        exchangeTime({1, Table::Holding, 0, kRegisters}, format);
    modbus::testing::Device device;
    device.set(0, Words(kRegisters, 7));
    const auto speak = modbus::testing::speakRtu(modbus::testing::allUnits(device));
    modbus::testing::PtyPeer bus([&](const Bytes& request) {
        const auto arrived = std::chrono::steady_clock::now();
        modbus::testing::Reaction reaction = speak(request);
        // The line's own time, and the silence that the device keeps before it answers.
        std::this_thread::sleep_until(arrived + least - silence);
        return reaction;
    });
    Gateway gateway("rtu://" + bus.path() + "?baud=9600");
    gateway.addUnit(1, "100ms");
    gateway.addUnit(2, "100ms");
    gateway.start();
    std::this_thread::sleep_for(time);
    gateway.input->stop();
    const Seconds cycle = Seconds(time) / gateway.tally.readings;
    printRow("Modbus, a bus of 9600 baud: cycle over the least",
             "%",
             100 * (cycle / least - 1),
             15,
             "\"cycle (ms)\": " + std::to_string(1000 * cycle.count()) +
                 ", \"least (ms)\": " + std::to_string(1000 * Seconds(least).count()));
}

} // namespace

int main(int argc, char** argv)
{
    const std::chrono::seconds time(argc > 2 ? std::atoi(argv[2]) : 30);
    if (argc > 1 && std::strcmp(argv[1], "tcp") == 0)
        benchTcp(time);
    else if (argc > 1 && std::strcmp(argv[1], "hour") == 0)
        benchHour(time);
    else if (argc > 1 && std::strcmp(argv[1], "rtu") == 0)
        benchRtu(time);
    else
        return 64;
}

#include "modbus_input.h"

#include "bus_time.h"

#include <algorithm>
#include <iterator>

namespace historian::modbus {
namespace {

constexpr std::chrono::seconds kProbeMax{50};

bool isSerial(const LineSettings& line)
{
    return line.connection.kind == Connection::Kind::Rtu;
}

} // namespace

ModbusInput::ModbusInput(Host& host, const Config& config) : troubles_(host)
{
    std::vector<LineSettings> lines = readSettings(host, config);
    std::vector<LineSettings> network;
    for (LineSettings& line : lines) {
        if (const std::string remark = busRemark(line); !remark.empty())
            host.log(LogLevel::Warning, remark);
        claims_.push_back({isSerial(line) ? Claim::Kind::Device : Claim::Kind::Remote,
                           targetOf(line.connection),
                           line.place});
        if (!isSerial(line)) {
            network.push_back(std::move(line));
            continue;
        }
        std::vector<LineSettings> serial;
        serial.push_back(std::move(line));
        runners_.emplace_back(host, troubles_, std::move(serial));
    }
    if (!network.empty()) runners_.emplace_back(host, troubles_, std::move(network));
}

void ModbusInput::start(Sink& sink)
{
    for (Runner& runner : runners_) runner.start(sink);
}

void ModbusInput::stop()
{
    for (Runner& runner : runners_) runner.stop();
}

std::vector<ProbeStep> ModbusInput::probe()
{
    const auto end = std::chrono::steady_clock::now() + kProbeMax;
    std::vector<ProbeStep> all;
    for (Runner& runner : runners_) {
        const auto left =
            std::chrono::floor<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        std::vector<ProbeStep> steps = runner.probe(std::max(left, left.zero()));
        std::ranges::move(steps, std::back_inserter(all));
    }
    return all;
}

} // namespace historian::modbus

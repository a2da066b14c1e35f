#include "modbus_input.h"

namespace historian::modbus {
namespace {

constexpr std::chrono::seconds kProbeMax{50};

} // namespace

ModbusInput::ModbusInput(Host& host, const Config& config)
    : poller_(host, readSettings(host, config))
{
}

ModbusInput::~ModbusInput()
{
    stop();
}

void ModbusInput::start(Sink& sink)
{
    thread_ =
        std::jthread([this, &sink](const std::stop_token& token) { poller_.run(token, sink); });
}

void ModbusInput::stop()
{
    thread_.request_stop();
    poller_.interrupt();
    if (thread_.joinable()) thread_.join();
    poller_.rest();
}

std::vector<ProbeStep> ModbusInput::probe()
{
    std::vector<ProbeStep> steps = poller_.probe(kProbeMax);
    if (!thread_.joinable()) poller_.rest();
    return steps;
}

} // namespace historian::modbus

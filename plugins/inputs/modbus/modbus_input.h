#pragma once

#include "keys.h"
#include "poller.h"

#include <thread>

namespace historian::modbus {

/// Reads the units behind one connection. Threads: its own between start() and stop().
class ModbusInput : public Input, public Probe {
public:
    static constexpr PluginAbout about()
    {
        return {"modbus",
                "0.1.0",
                "reads meters and inverters by Modbus TCP, RTU and TLS",
                kKeys,
                kProfileKeys};
    }

    ModbusInput(Host& host, const Config& config);
    ~ModbusInput() override;

    void start(Sink& sink) override;
    void stop() override;
    std::vector<ProbeStep> probe() override;

private:
    Poller poller_;
    std::jthread thread_;
};

} // namespace historian::modbus

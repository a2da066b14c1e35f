#pragma once

#include "keys.h"
#include "poll/runner.h"

#include <historian/claims.h>

#include <deque>

namespace historian::modbus {

/// Reads the units behind one or several connections.
/// Threads: its own between start() and stop(): one for all network connections, one for each
/// serial line.
class ModbusInput : public Input, public Probe, public Claims {
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

    void start(Sink& sink) override;
    void stop() override;
    std::vector<ProbeStep> probe() override;

    std::vector<Claim> claims() const override { return claims_; }

private:
    Troubles troubles_;
    std::vector<Claim> claims_;
    std::deque<Runner> runners_;
};

} // namespace historian::modbus

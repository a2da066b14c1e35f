#pragma once

#include "line_session.h"
#include "lines/courier.h"
#include "port/serial_port.h"
#include "settings.h"

#include <historian/claims.h>
#include <historian/plugin.h>

#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <thread>

namespace historian::serial {

/// Readings that a device prints on a serial line.
/// Threads: its own between start() and stop(), which alone touches the port.
class SerialInput : public Input, public Claims, public Probe {
public:
    static constexpr PluginAbout about()
    {
        return {"serial",
                "0.1.0",
                "readings that a device prints on a serial line",
                kKeys,
                kPatternKeys};
    }

    SerialInput(Host& host, const Config& config);
    ~SerialInput() override;

    void start(Sink& sink) override;
    void stop() override;
    std::vector<ProbeStep> probe() override;

    std::vector<Claim> claims() const override { return {claim_}; }

private:
    void run(const std::stop_token& token, Sink& sink);
    void waitForWork();
    void openIfDue();
    void readPort(Sink& sink);
    void closePort(std::string_view why);
    void carry(Sink& sink);
    void acknowledge(const lines::Delivered& delivered);

    SteadyTime now() const { return host_.clock().steady(); }

    Host& host_;
    const Settings settings_;
    const Claim claim_;
    std::shared_ptr<lines::Wake> wake_; // shared with commits that come after stop()
    LineSession session_;
    lines::Courier courier_;
    std::map<std::uint64_t, std::vector<LineMark>> marks_; // of parcels on the way
    std::uint64_t parcels_ = 0;
    std::optional<SerialPort> port_;
    bool isReadable_ = false;
    SteadyTime openAt_{};
    std::chrono::milliseconds openDelay_{0};
    std::string whyClosed_;
    std::jthread thread_;
};

} // namespace historian::serial

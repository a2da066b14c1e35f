#pragma once

#include "broker/connection.h"
#include "broker/exchange.h"
#include "message.h"
#include "names/topics.h"
#include "settings.h"
#include "standing.h"
#include "trouble/trouble.h"

#include <historian/companions.h>
#include <historian/output.h>
#include <historian/plugin.h>
#include <historian/probe.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace historian::mqtt {

/// How long the broker may take to let us in.
inline constexpr std::chrono::seconds kConnectMax{10};

/// Publishes each reading as JSON and calls it done when the broker has acknowledged it.
/// Threads: stop() may come at any time and ends a call under way; a connection has its own thread.
class MqttOutput : public Output, public CorrectedCounters, public Probe {
public:
    static constexpr PluginAbout about()
    {
        return {
            "mqtt", "0.1.0", "readings as JSON on an MQTT broker, for Home Assistant too", kKeys};
    }

    MqttOutput(Host& host, const Config& config);

    void start() override;
    Deliveries deliver(const Segment& segment) override;
    void stop() override;

    void correct(std::span<const CorrectedCounter> counters) override;
    std::vector<ProbeStep> probe() override;

private:
    std::optional<Delivery> connect();
    Exchange publish(std::span<const Message> messages, std::chrono::milliseconds timeMax);
    void count(std::span<const Message> messages, const Deliveries& deliveries);
    void show(const std::vector<Message>& retained);

    Host& host_;
    const Settings settings_;
    const std::string clientId_;
    const Topics topics_;
    Standing standing_;
    Counter& sentBytes_;
    Counter& connectionsLost_;
    Counter& retainedFailed_;
    std::unique_ptr<Connection> connection_;
    trouble::Trouble trouble_;
    std::stop_source stop_;
    std::mutex calls_; ///< held during a call; guards connection_, standing_ and trouble_
};

} // namespace historian::mqtt

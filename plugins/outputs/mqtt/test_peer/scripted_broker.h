#pragma once

#include <thread>

namespace historian::mqtt {

/// A broker that takes one connection, acknowledges some messages, and then does what it was told.
/// It knows just enough of MQTT 5 for that; topics and payloads must be short.
/// Threads: one of its own.
class ScriptedBroker {
public:
    struct Script {
        int acksMax = 0;               ///< messages acknowledged, in order
        unsigned char reason = 0;      ///< the reason of each
        bool closesAfterwards = false; ///< else it stays, silent
    };

    explicit ScriptedBroker(Script script);
    ScriptedBroker(const ScriptedBroker&) = delete;
    ScriptedBroker& operator=(const ScriptedBroker&) = delete;
    ~ScriptedBroker();

    int port() const { return port_; }

private:
    void serve(Script script) const;

    int listener_ = -1;
    int port_ = 0;
    std::jthread thread_;
};

} // namespace historian::mqtt

#pragma once

#include "message.h"
#include "settings.h"

#include <historian/clock.h>
#include <historian/delivery.h>

#include <mosquitto.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <variant>

namespace historian::mqtt {

/// Messages without an answer yet, at most.
inline constexpr int kInFlightMax = 500;

/// Who we are to the broker. It ends an older connection of the same id.
struct Identity {
    std::string clientId;
    std::optional<Message> will; ///< what the broker says for us when we vanish
};

/// The broker's answer to one message.
struct Ack {
    int id = 0;
    int reason = 0;
};

/// One MQTT 5 connection with a thread of its own, which keeps it alive. It connects when
/// constructed and, once lost, stays so: what it had not sent is then never sent, because the host
/// offers it again. Threads: one thread uses it.
class Connection {
public:
    using Instant = std::chrono::steady_clock::time_point;

    Connection(const Settings& settings, const Identity& identity);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Says goodbye, so that the broker does not publish the will.
    ~Connection();

    /// Waits until the broker lets us in. Else what it means for everything that waits.
    std::optional<Delivery> awaitUp(Instant deadline, const std::stop_token& stop);

    /// Hands a message to the thread: the id of its Ack, or what becomes of it.
    std::variant<int, Delivery> send(const Message& message);

    /// The next answer; nothing after the deadline, when stopped, or when the connection is lost.
    std::optional<Ack> nextAck(Instant deadline, const std::stop_token& stop);

    bool isUp() const;

    /// Why it is not up.
    std::string why() const;

    /// The TLS session in words.
    std::string tls() const;

private:
    enum class Phase : std::uint8_t { Connecting, Up, Down };

    struct Destroy {
        void operator()(mosquitto* handle) const { mosquitto_destroy(handle); }
    };

    void configure(const Settings& settings, const Identity& identity);
    void listen();
    void connect(const Settings& settings);
    void run(const std::stop_token& stop);
    void connected(int reason);
    void ended(const std::string& why);
    void acknowledged(Ack ack);
    void complained(const char* words);

    const std::string broker_;
    std::unique_ptr<mosquitto, Destroy> handle_;
    Phase phase_ = Phase::Connecting;
    std::string why_;
    std::string complaint_; ///< the library's last words on an error
    std::string tls_;
    std::optional<Delivery> refusal_;
    std::deque<Ack> acks_;     ///< bounded by kInFlightMax: an Ack for each message sent
    mutable std::mutex mutex_; ///< guards all from phase_ on
    std::condition_variable_any changed_;
    std::jthread thread_;
};

} // namespace historian::mqtt

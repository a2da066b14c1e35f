#include "broker/connection.h"

#include "broker/tls_words.h"
#include "broker/words.h"

#include <mqtt_protocol.h>
#include <openssl/x509.h>

namespace historian::mqtt {

namespace {

constexpr int kKeepAliveSeconds = 30;
constexpr int kLoopMs = 100; ///< how soon the thread sees that it should end
constexpr std::chrono::seconds kGoodbyeMax{1};

const char* orNull(const std::string& text)
{
    return text.empty() ? nullptr : text.c_str();
}

// A key with a passphrase is refused instead of asking for it at a terminal.
int noPassphrase(char*, int, int, void*)
{
    return 0;
}

// False if one of the files cannot be read.
bool useTls(mosquitto* handle, const Settings& settings)
{
    const char* directory = settings.caFile.empty() ? X509_get_default_cert_dir() : nullptr;
    return mosquitto_tls_set(handle,
                             orNull(settings.caFile),
                             directory,
                             orNull(settings.certificate),
                             orNull(settings.key),
                             noPassphrase) == MOSQ_ERR_SUCCESS;
}

} // namespace

Connection::Connection(const Settings& settings, const Identity& identity)
    : broker_(settings.broker), handle_(mosquitto_new(identity.clientId.c_str(), true, this))
{
    configure(settings, identity);
    listen();
    if (settings.isTls && !useTls(handle_.get(), settings)) {
        refusal_ = Delivery::hold(broker_ + ": ca_file, certificate or key cannot be read");
        ended(refusal_->why);
        return;
    }
    connect(settings);
}

Connection::~Connection()
{
    if (isUp()) mosquitto_disconnect_v5(handle_.get(), MQTT_RC_NORMAL_DISCONNECTION, nullptr);
}

void Connection::configure(const Settings& settings, const Identity& identity)
{
    mosquitto* handle = handle_.get();
    mosquitto_threaded_set(handle, true);
    mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);
    mosquitto_int_option(handle, MOSQ_OPT_SEND_MAXIMUM, kInFlightMax);
    mosquitto_username_pw_set(handle, orNull(settings.username), orNull(settings.password));
    if (identity.will)
        mosquitto_will_set_v5(handle,
                              identity.will->topic.c_str(),
                              static_cast<int>(identity.will->payload.size()),
                              identity.will->payload.data(),
                              1,
                              identity.will->isRetained,
                              nullptr);
}

void Connection::listen()
{
    mosquitto* handle = handle_.get();
    mosquitto_connect_v5_callback_set(
        handle, [](mosquitto*, void* self, int reason, int, const mosquitto_property*) {
            static_cast<Connection*>(self)->connected(reason);
        });
    mosquitto_disconnect_v5_callback_set(
        handle, [](mosquitto*, void* self, int reason, const mosquitto_property*) {
            static_cast<Connection*>(self)->ended(whyEnded(reason));
        });
    mosquitto_publish_v5_callback_set(
        handle, [](mosquitto*, void* self, int id, int reason, const mosquitto_property*) {
            static_cast<Connection*>(self)->acknowledged({id, reason});
        });
    mosquitto_log_callback_set(handle, [](mosquitto*, void* self, int level, const char* words) {
        if (level == MOSQ_LOG_ERR) static_cast<Connection*>(self)->complained(words);
    });
}

void Connection::connect(const Settings& settings)
{
    const int error = mosquitto_connect_bind_async(
        handle_.get(), settings.host.c_str(), settings.port, kKeepAliveSeconds, nullptr);
    if (error == MOSQ_ERR_SUCCESS)
        thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
    else
        ended(whyEnded(error));
}

void Connection::run(const std::stop_token& stop)
{
    std::optional<Instant> end;
    int error = MOSQ_ERR_SUCCESS;
    while (error == MOSQ_ERR_SUCCESS && (!end || std::chrono::steady_clock::now() < *end)) {
        error = mosquitto_loop(handle_.get(), kLoopMs, 1);
        if (stop.stop_requested() && !end)
            end = std::chrono::steady_clock::now() + (isUp() ? kGoodbyeMax : kGoodbyeMax * 0);
    }
    ended(whyEnded(error));
}

std::optional<Delivery> Connection::awaitUp(Instant deadline, const std::stop_token& stop)
{
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, stop, deadline, [this] { return phase_ != Phase::Connecting; });
    if (phase_ == Phase::Up) return std::nullopt;
    if (refusal_) return refusal_;
    const std::string why = phase_ == Phase::Down ? why_ : "no answer";
    return Delivery::retry(kRetryAfter, broker_ + ": " + why);
}

std::variant<int, Delivery> Connection::send(const Message& message)
{
    int id = 0;
    const int error = mosquitto_publish_v5(handle_.get(),
                                           &id,
                                           message.topic.c_str(),
                                           static_cast<int>(message.payload.size()),
                                           message.payload.data(),
                                           1,
                                           message.isRetained,
                                           nullptr);
    if (error != MOSQ_ERR_SUCCESS) return unsendable(error, message.topic);
    return id;
}

std::optional<Ack> Connection::nextAck(Instant deadline, const std::stop_token& stop)
{
    std::unique_lock lock(mutex_);
    changed_.wait_until(
        lock, stop, deadline, [this] { return !acks_.empty() || phase_ != Phase::Up; });
    if (acks_.empty()) return std::nullopt;
    const Ack ack = acks_.front();
    acks_.pop_front();
    return ack;
}

bool Connection::isUp() const
{
    const std::lock_guard lock(mutex_);
    return phase_ == Phase::Up;
}

std::string Connection::why() const
{
    const std::lock_guard lock(mutex_);
    return broker_ + ": " + (phase_ == Phase::Down ? why_ : "no answer");
}

std::string Connection::tls() const
{
    const std::lock_guard lock(mutex_);
    return tls_;
}

void Connection::connected(int reason)
{
    const std::string tls = describeTls(static_cast<const SSL*>(mosquitto_ssl_get(handle_.get())));
    const std::lock_guard lock(mutex_);
    if (reason == MQTT_RC_SUCCESS) {
        tls_ = tls;
        phase_ = Phase::Up;
    } else {
        refusal_ = refusedConnection(reason, broker_);
        why_ = refusal_->why;
        phase_ = Phase::Down;
    }
    changed_.notify_all();
}

void Connection::ended(const std::string& why)
{
    const std::lock_guard lock(mutex_);
    if (phase_ == Phase::Down) return;
    phase_ = Phase::Down;
    why_ = complaint_.empty() ? why : why + " (" + complaint_ + ")";
    changed_.notify_all();
}

void Connection::acknowledged(Ack ack)
{
    const std::lock_guard lock(mutex_);
    acks_.push_back(ack);
    changed_.notify_all();
}

void Connection::complained(const char* words)
{
    const std::lock_guard lock(mutex_);
    complaint_ = words;
}

} // namespace historian::mqtt

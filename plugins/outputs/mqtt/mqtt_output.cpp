#include "mqtt_output.h"

#include "broker/words.h"

#include <historian/codec/reading_json.h>

#include <algorithm>

namespace historian::mqtt {

namespace {

constexpr std::chrono::seconds kGoodbyeMax{2};
constexpr std::chrono::seconds kShowMax{5}; ///< so that a call stays within its 60 s

Message statusMessage(const Topics& topics, const char* word)
{
    return {topics.status(), word, true};
}

Connection::Instant soon(std::chrono::milliseconds in)
{
    return std::chrono::steady_clock::now() + in;
}

} // namespace

MqttOutput::MqttOutput(Host& host, const Config& config)
    : host_(host),
      settings_(settingsOf(config)),
      clientId_("historian-" + std::string(host.site()) + "-" + std::string(host.instance())),
      topics_(settings_.prefix, host.site()),
      standing_(host, settings_, topics_),
      sentBytes_(host.counter("sent_bytes", "payload that the broker acknowledged")),
      connectionsLost_(host.counter("connections_lost", "connections to the broker that broke")),
      retainedFailed_(
          host.counter("retained_failed", "latest, totals and discovery not published")),
      trouble_(host)
{
}

// The first reading connects: a broker that is away holds up nothing.
void MqttOutput::start() {}

Deliveries MqttOutput::deliver(const Segment& segment)
{
    const std::lock_guard call(calls_);
    if (segment.readings.isEmpty()) return {};
    if (const auto obstacle = connect()) return Deliveries(segment.readings.size(), *obstacle);
    std::vector<Message> messages;
    messages.reserve(segment.readings.size());
    for (const Reading& reading : segment.readings.readings()) {
        codec::JsonWriter json;
        codec::writeReading(json, host_, segment, reading);
        messages.push_back({topics_.readings(host_.name(reading.device)), json.take(), false});
    }
    Exchange exchange = publish(messages, kExchangeMax);
    show(standing_.latest(segment, messages, exchange.deliveries));
    return std::move(exchange.deliveries);
}

void MqttOutput::stop()
{
    stop_.request_stop();
    const std::lock_guard call(calls_);
    if (connection_ && connection_->isUp()) {
        const Message offline = statusMessage(topics_, "offline");
        publishAll(*connection_, {&offline, 1}, {}, kGoodbyeMax);
    }
    connection_.reset();
    stop_ = std::stop_source();
}

void MqttOutput::correct(std::span<const CorrectedCounter> counters)
{
    const std::lock_guard call(calls_);
    if (connection_) show(standing_.totals(counters));
}

std::vector<ProbeStep> MqttOutput::probe()
{
    const std::lock_guard call(calls_);
    Connection trial(settings_, {clientId_ + "-probe", std::nullopt});
    const auto obstacle = trial.awaitUp(soon(kConnectMax), stop_.get_token());
    if (obstacle) return {{"connect", false, obstacle->why}};
    return {{"connect", true, settings_.broker + ", MQTT 5"}, {"TLS", true, trial.tls()}};
}

// Nothing if there is a connection, or what becomes of everything.
std::optional<Delivery> MqttOutput::connect()
{
    if (connection_ && connection_->isUp()) return std::nullopt;
    if (connection_) {
        connectionsLost_.add(1);
        trouble_.say(connection_->why());
    }
    standing_.forget();
    connection_ = std::make_unique<Connection>(
        settings_, Identity{clientId_, statusMessage(topics_, "offline")});
    auto obstacle = connection_->awaitUp(soon(kConnectMax), stop_.get_token());
    if (obstacle) {
        trouble_.say(obstacle->why);
        connection_.reset();
        return obstacle;
    }
    trouble_.say("");
    host_.log(LogLevel::Info, "connected to " + settings_.broker + ", TLS: " + connection_->tls());
    show({statusMessage(topics_, "online")});
    return std::nullopt;
}

Exchange MqttOutput::publish(std::span<const Message> messages, std::chrono::milliseconds timeMax)
{
    if (!connection_)
        return {Deliveries(messages.size(), Delivery::retry(kRetryAfter, trouble_.why())), false};
    Exchange exchange = publishAll(*connection_, messages, stop_.get_token(), timeMax);
    count(messages, exchange.deliveries);
    if (!exchange.isFinished) {
        connectionsLost_.add(1);
        trouble_.say(connection_->why());
        connection_.reset();
    }
    return exchange;
}

void MqttOutput::count(std::span<const Message> messages, const Deliveries& deliveries)
{
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < messages.size(); ++i)
        if (deliveries[i].kind == Delivery::Kind::Done) bytes += messages[i].payload.size();
    sentBytes_.add(bytes);
}

// Only the newest counts here, so what fails is not tried again.
void MqttOutput::show(const std::vector<Message>& retained)
{
    if (retained.empty()) return;
    const Exchange exchange = publish(retained, kShowMax);
    const auto failed = std::ranges::find_if(exchange.deliveries, [](const Delivery& delivery) {
        return delivery.kind != Delivery::Kind::Done;
    });
    if (failed == exchange.deliveries.end()) return;
    retainedFailed_.add(static_cast<std::uint64_t>(
        std::ranges::count_if(exchange.deliveries, [](const Delivery& delivery) {
            return delivery.kind != Delivery::Kind::Done;
        })));
    if (exchange.isFinished) trouble_.say(failed->why);
}

} // namespace historian::mqtt

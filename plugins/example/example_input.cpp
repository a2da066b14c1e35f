#include "example_input.h"

#include "weather.h"

namespace historian::example {

namespace {

Symbol symbolOf(Host& host, NameKind kind, std::string_view name, const std::string& place)
{
    const auto symbol = host.symbol(kind, name);
    if (!symbol) throw ConfigError(place + ": " + symbol.error().message);
    return *symbol;
}

} // namespace

ExampleInput::ExampleInput(Host& host, const Config& config)
    : host_(host),
      device_(symbolOf(host, NameKind::Device, config.text("device"), config.place("device"))),
      irradiance_(symbolOf(host, NameKind::Metric, "irradiance_w_m2", "example")),
      temperature_(symbolOf(host, NameKind::Metric, "ambient_temp_c", "example")),
      interval_(config.duration("interval"))
{
}

void ExampleInput::start(Sink& sink)
{
    thread_ = std::jthread([this, &sink](const std::stop_token& token) { run(token, sink); });
}

void ExampleInput::stop()
{
    thread_ = {}; // asks it to stop and joins it
}

void ExampleInput::run(const std::stop_token& token, Sink& sink)
{
    std::unique_lock lock(mutex_);
    while (!token.stop_requested()) {
        submit(sink);
        wake_.wait_for(lock, token, interval_, [] { return false; });
    }
}

void ExampleInput::submit(Sink& sink)
{
    const Time now = host_.clock().now();
    const Weather weather = weatherAt(now);
    Batch batch;
    Reading& reading = batch.begin(device_);
    reading.received = now;
    batch.add(Value::number(irradiance_, weather.irradianceWM2));
    batch.add(Value::number(temperature_, weather.ambientTempC));
    Counter& missed = host_.counter("readings_missed", "readings that were not stored");
    const auto done = [&missed](const Outcome& outcome) {
        if (!outcome.isCommitted) missed.add(1);
    };
    if (!sink.submit(std::move(batch), done).isAccepted) missed.add(1);
}

} // namespace historian::example

#include "@NAME@_input.h"

namespace historian::@NAME@ {

namespace {

Symbol symbolOf(Host& host, NameKind kind, std::string_view name, const std::string& place)
{
    const auto symbol = host.symbol(kind, name);
    if (!symbol) throw ConfigError(place + ": " + symbol.error().message);
    return *symbol;
}

} // namespace

@Name@Input::@Name@Input(Host& host, const Config& config)
    : host_(host),
      device_(symbolOf(host, NameKind::Device, config.text("device"), config.place("device"))),
      metric_(symbolOf(host, NameKind::Metric, "power", "@NAME@")),
      interval_(config.duration("interval"))
{
}

void @Name@Input::start(Sink& sink)
{
    thread_ = std::jthread([this, &sink](const std::stop_token& token) { run(token, sink); });
}

void @Name@Input::stop()
{
    thread_ = {}; // asks it to stop and joins it
}

void @Name@Input::run(const std::stop_token& token, Sink& sink)
{
    std::unique_lock lock(mutex_);
    while (!token.stop_requested()) {
        submit(sink);
        wake_.wait_for(lock, token, interval_, [] { return false; });
    }
}

void @Name@Input::submit(Sink& sink)
{
    Batch batch;
    Reading& reading = batch.begin(device_);
    reading.received = host_.clock().now();
    // Here the device is asked. A value that it does not give is a none with the reason.
    batch.add(Value::none(metric_, Quality::BadCommunication));
    Counter& missed = host_.counter("readings_missed", "readings that were not stored");
    const auto done = [&missed](const Outcome& outcome) {
        if (!outcome.isCommitted) missed.add(1);
    };
    if (!sink.submit(std::move(batch), done).isAccepted) missed.add(1);
}

} // namespace historian::@NAME@

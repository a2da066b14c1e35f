#pragma once

#include <historian/plugin.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace historian::example {

/// Submits invented weather at a fixed interval. Threads: its own between start() and stop().
class ExampleInput : public Input {
public:
    static constexpr Key kKeys[] = {
        {.name = "device", .fallback = "weather-demo", .meaning = "the id its readings get"},
        {.name = "interval",
         .type = KeyType::Duration,
         .fallback = "1s",
         .meaning = "the time from one reading to the next",
         .min = 0.1,
         .max = 3600}};

    static constexpr PluginAbout about()
    {
        return {"example", "0.1.0", "invents weather, to show how an input is written", kKeys};
    }

    ExampleInput(Host& host, const Config& config);

    void start(Sink& sink) override;
    void stop() override;

private:
    void run(const std::stop_token& token, Sink& sink);
    void submit(Sink& sink);

    Host& host_;
    Symbol device_;
    Symbol irradiance_;
    Symbol temperature_;
    std::chrono::milliseconds interval_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread thread_;
};

} // namespace historian::example

#pragma once

#include <historian/plugin.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace historian::@NAME@ {

/// Reads one value at a fixed interval. Threads: its own between start() and stop().
class @Name@Input : public Input {
public:
    static constexpr Key kKeys[] = {
        {.name = "device", .fallback = "@NAME@-1", .meaning = "the id its readings get"},
        {.name = "interval",
         .type = KeyType::Duration,
         .fallback = "1s",
         .meaning = "the time from one reading to the next",
         .min = 0.1,
         .max = 3600}};

    static constexpr PluginAbout about()
    {
        return {"@NAME@", "0.1.0", "what it reads, in one line", kKeys};
    }

    @Name@Input(Host& host, const Config& config);

    void start(Sink& sink) override;
    void stop() override;

private:
    void run(const std::stop_token& token, Sink& sink);
    void submit(Sink& sink);

    Host& host_;
    Symbol device_;
    Symbol metric_;
    std::chrono::milliseconds interval_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread thread_;
};

} // namespace historian::@NAME@

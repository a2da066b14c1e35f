#pragma once

#include <historian/plugin.h>

#include <string>

namespace historian::@NAME@ {

/// Delivers readings as lines of JSON. The host keeps the queue and the position; this says only
/// what became of each reading. Threads: none of its own.
class @Name@Output : public Output {
public:
    static constexpr Key kKeys[] = {
        {.name = "label", .fallback = "@NAME@", .meaning = "what its log line calls it"}};

    static constexpr PluginAbout about()
    {
        return {"@NAME@", "0.1.0", "where it delivers to, in one line", kKeys};
    }

    @Name@Output(Host& host, const Config& config);

    void start() override;
    Deliveries deliver(const Segment& segment) override;
    void stop() override;

private:
    Delivery send(const std::string& line);

    Host& host_;
    std::string label_;
};

} // namespace historian::@NAME@

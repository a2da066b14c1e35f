#include "testing/rig.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace historian::modbus::testing {
namespace {

std::string textOf(const Batch& batch, const Value& value)
{
    std::array<char, 32> text{};
    switch (value.type()) {
    case ValueType::None: return std::string(nameOf(value.quality()));
    case ValueType::Text: return std::string(batch.text(value.asText()));
    default: break;
    }
    const auto end = std::to_chars(text.data(), text.data() + text.size(), *value.asNumber());
    return {text.data(), end.ptr};
}

} // namespace

std::vector<std::string> Rig::values(const std::string& device, const std::string& metric)
{
    std::vector<std::string> texts;
    const Batch batch = sink.everything();
    for (const Reading& reading : batch.readings())
        for (const Value& value : batch.values(reading))
            if (host.name(reading.device) == device && host.name(value.metric()) == metric)
                texts.push_back(textOf(batch, value));
    return texts;
}

std::chrono::duration<double> Rig::middleStep(const std::string& device)
{
    std::vector<Time> times;
    const Batch batch = sink.everything();
    for (const Reading& reading : batch.readings())
        if (host.name(reading.device) == device) times.push_back(reading.received);
    if (times.size() < 2) return std::chrono::hours(1);
    std::vector<Time::duration> steps;
    for (std::size_t i = 1; i < times.size(); ++i) steps.push_back(times[i] - times[i - 1]);
    std::ranges::nth_element(steps, steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2));
    return steps[steps.size() / 2];
}

bool Rig::waitForValues(const std::string& device, const std::string& metric, std::size_t count)
{
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (values(device, metric).size() < count) {
        if (std::chrono::steady_clock::now() > end) return false;
        sink.waitFor(sink.everything().size() + 1, std::chrono::seconds(1));
    }
    return true;
}

} // namespace historian::modbus::testing

#include "app/bridges/device_gate.h"

namespace historian::app {

std::optional<Error> DeviceGate::refusal(std::string_view id)
{
    // The revision first: a decision made in between is then seen with the next reading.
    const std::uint64_t revision = registry_.revision();
    const bool isWelcome = welcome_.with([&](Welcome& welcome) {
        if (welcome.revision != revision) welcome = {revision, {}};
        return welcome.ids.contains(id);
    });
    if (isWelcome) return std::nullopt;
    std::optional<Error> refused = lookUp(id);
    if (!refused && registry_.find(id))
        welcome_.with([&](Welcome& welcome) {
            if (welcome.revision == revision) welcome.ids.emplace(id);
        });
    return refused;
}

std::optional<Error> DeviceGate::lookUp(std::string_view id) const
{
    const std::optional<state::Device> device = registry_.find(id);
    if (!device) {
        if (acceptsUnknown_) return std::nullopt;
        return Error{"device '" + std::string(id) +
                     "' is not known here, and unknown devices are refused"};
    }
    if (device->standing != state::Standing::Rejected &&
        device->standing != state::Standing::Retired)
        return std::nullopt;
    return Error{"device '" + std::string(id) + "' is " +
                 std::string(state::nameOf(device->standing))};
}

} // namespace historian::app

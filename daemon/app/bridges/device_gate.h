#pragma once

#include "base/guarded.h"
#include "state/registry.h"

#include <historian/error.h>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace historian::app {

/// Refuses devices that may not send before their readings cost anything. Whether a device is new
/// is for the pipeline to find out, which knows the address. What was found is kept until the
/// registry changes, because an input asks for every reading. Threads: any.
class DeviceGate {
public:
    DeviceGate(const state::Registry& registry, bool acceptsUnknown)
        : registry_(registry), acceptsUnknown_(acceptsUnknown)
    {
    }

    /// Why readings of this device are not taken; nothing if they are.
    std::optional<Error> refusal(std::string_view id);

private:
    std::optional<Error> lookUp(std::string_view id) const;

    struct Welcome {
        std::uint64_t revision = 0;
        std::set<std::string, std::less<>> ids; // at most the registry's devices
    };

    const state::Registry& registry_;
    const bool acceptsUnknown_;
    base::Guarded<Welcome> welcome_;
};

} // namespace historian::app

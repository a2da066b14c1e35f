#pragma once

#include "message.h"
#include "names/topics.h"

#include <historian/series.h>

#include <optional>
#include <string>
#include <string_view>

namespace historian::mqtt {

/// Tells Home Assistant of sensors: retained `PREFIX/sensor/NODE/METRIC/config` messages.
/// Threads: any; it does not change.
class Discovery {
public:
    /// With an empty prefix nothing is told.
    Discovery(std::string prefix, std::string site, Topics topics);

    /// A sensor for the corrected total of a counter.
    std::optional<Message>
    total(std::string_view device, std::string_view metric, std::string_view unit) const;

    /// A sensor for a gauge, fed by the newest reading; nothing if Home Assistant has no class for
    /// its unit.
    std::optional<Message>
    gauge(std::string_view device, std::string_view metric, const SeriesFacts& facts) const;

private:
    struct Sensor;
    Message announce(const Sensor& sensor) const;

    std::string prefix_;
    std::string site_;
    Topics topics_;
};

/// A name as Home Assistant takes it in topics and ids, [a-zA-Z0-9_-]: other characters become _
/// and two hex digits. Different device ids stay different, because they hold no _.
std::string escaped(std::string_view name);

} // namespace historian::mqtt

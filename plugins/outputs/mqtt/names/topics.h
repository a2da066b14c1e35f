#pragma once

#include <string>
#include <string_view>

namespace historian::mqtt {

/// The topics of one site. Site, devices and metrics are names of the host, whose alphabet holds
/// nothing that MQTT reads as more than a letter.
/// Threads: any; it does not change.
class Topics {
public:
    Topics(std::string_view prefix, std::string_view site);

    /// Whether the gateway is there: `PREFIX/SITE/status`.
    std::string status() const;

    /// Every reading: `PREFIX/SITE/DEVICE`. A device called `status` gets `status_`, which no
    /// device can be called.
    std::string readings(std::string_view device) const;

    /// The newest reading, retained: `PREFIX/SITE/DEVICE/latest`.
    std::string latest(std::string_view device) const;

    /// The corrected total of a counter, retained: `PREFIX/SITE/DEVICE/METRIC/total`.
    std::string total(std::string_view device, std::string_view metric) const;

private:
    std::string base_; ///< PREFIX/SITE/
};

} // namespace historian::mqtt

#pragma once

#include <historian/config.h>
#include <historian/error.h>
#include <historian/reading.h>
#include <historian/series.h>

#include <memory>
#include <span>
#include <string_view>

namespace historian::base {

/// What plugins may know of the site beyond their own configuration (Host::site, series, profile).
/// Threads: any.
class SiteFacts {
public:
    virtual ~SiteFacts() = default;

    virtual std::string_view site() const = 0;
    virtual SeriesFacts series(Symbol device, Symbol metric) const = 0;

    /// The section of a device profile, checked against these keys. The error names the place.
    virtual Result<std::unique_ptr<Config>>
    profile(std::string_view name, std::string_view section, std::span<const Key> keys) const = 0;
};

} // namespace historian::base

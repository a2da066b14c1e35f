#pragma once

#include "base/site_facts.h"
#include "base/symbol_table.h"
#include "config/device_profiles.h"
#include "history/series_catalog.h"

#include <string>

namespace historian::app {

/// Answers plugins from the configuration, the device profiles and the catalogue of series, all of
/// which outlive it. Without a catalogue (in a rehearsal) nothing is known of any series.
class ConfiguredSite final : public base::SiteFacts {
public:
    ConfiguredSite(std::string site,
                   const config::DeviceProfiles& profiles,
                   const base::SymbolTable& symbols,
                   const history::SeriesCatalog* catalog = nullptr)
        : site_(std::move(site)), profiles_(profiles), symbols_(symbols), catalog_(catalog)
    {
    }

    std::string_view site() const override { return site_; }

    SeriesFacts series(Symbol device, Symbol metric) const override;
    Result<std::unique_ptr<Config>> profile(std::string_view name,
                                            std::string_view section,
                                            std::span<const Key> keys) const override;

private:
    std::string site_;
    const config::DeviceProfiles& profiles_;
    const base::SymbolTable& symbols_;
    const history::SeriesCatalog* catalog_;
};

} // namespace historian::app

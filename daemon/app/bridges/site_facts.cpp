#include "app/bridges/site_facts.h"

namespace historian::app {

SeriesFacts ConfiguredSite::series(Symbol device, Symbol metric) const
{
    if (catalog_ == nullptr) return {};
    const base::MetricProfile described =
        catalog_->describe(symbols_.name(device), symbols_.name(metric));
    return {described.unit, described.kind, described.origin};
}

Result<std::unique_ptr<Config>> ConfiguredSite::profile(std::string_view name,
                                                        std::string_view section,
                                                        std::span<const Key> keys) const
{
    auto bound = config::bindSection(profiles_, name, section, keys);
    if (!bound) return bound.error();
    return std::unique_ptr<Config>(*std::move(bound));
}

} // namespace historian::app

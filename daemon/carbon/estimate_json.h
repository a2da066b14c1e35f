#pragma once

#include "base/settings.h"
#include "carbon/estimate.h"

#include <string>
#include <string_view>

namespace historian::carbon {

inline constexpr int kDecimalsShown = 6; ///< of MWh and tonnes; the rest is cut, never rounded

/// An estimate as the predecessor's /api/carbon-credits object, with what makes it honest beside:
/// that it is an estimate, its period, its factors and their sources, what was corrected.
std::string estimateJson(const Estimate& estimate,
                         const base::SiteSettings& site,
                         const base::CarbonSettings& carbon);

/// How much of its rated power a device delivers now, in percent; nothing if either is unknown.
std::optional<double> utilisationPercent(const Estimate& estimate);

} // namespace historian::carbon

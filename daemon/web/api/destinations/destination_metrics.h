#pragma once

#include "base/destinations.h"
#include "web/api/prometheus_text.h"

#include <vector>

namespace historian::web::api {

/// The families historian_destination_…, a sample per output; `now` is for ages.
void writeDestinationMetrics(PrometheusText& text,
                             const std::vector<base::DestinationStatus>& destinations,
                             Time now);

} // namespace historian::web::api

#pragma once

#include "web/api/api_context.h"

#include <string>

namespace historian::web::api {

/// The newest readings as the predecessor has them: `{"<device_id>":reading,…}`.
std::string latestReadingsJson(const ApiContext& context);

/// Frames of /ws: {"type":"latest_readings","data":{…}} and
/// {"type":"energy_reading","data":reading}.
std::string latestFrame(const ApiContext& context);
std::string readingFrame(const ApiContext& context, const Batch& batch, const Reading& reading);

} // namespace historian::web::api

#pragma once

#include "base/destinations.h"

#include <historian/codec/json_writer.h>

namespace historian::web::api {

/// All that is known of a destination, as an object; `now` is for ages.
void writeDestination(codec::JsonWriter& json, const base::DestinationStatus& status, Time now);

/// The line that a summary has of it, as an object.
void writeDestinationLine(codec::JsonWriter& json, const base::DestinationStatus& status);

/// A reading that was set aside, as an object.
void writeQuarantined(codec::JsonWriter& json, const base::QuarantinedReading& reading);

} // namespace historian::web::api

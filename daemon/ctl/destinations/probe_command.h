#pragma once

#include "ctl/api_client.h"

#include <string>

namespace historian::ctl {

/// Has the daemon touch an instance; its answer as it came.
std::string postProbe(ApiClient& api, const std::string& instance);

/// What answered, a line a step with ✓ or ✗.
std::string stepsText(const Poco::JSON::Object& probed);

/// The words of the first step that went wrong; empty if none did.
std::string faultOf(const Poco::JSON::Object& probed);

} // namespace historian::ctl

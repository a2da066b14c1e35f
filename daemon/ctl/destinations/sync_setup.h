#pragma once

#include "ctl/api_client.h"
#include "ctl/commands.h"

#include <functional>
#include <string>

namespace historian::ctl {

/// How setUp waits and tells of its progress.
struct SetupPace {
    std::function<void()> wait;                        ///< about a second
    std::function<void(const std::string& text)> show; ///< whole lines
    int turnsMax = 120;
};

/// Walks with an output from the probe to its first row: shows what answered and, at the first
/// fault, what to do; then waits until the destination got something new, or has everything.
Outcome setUp(ApiClient& api, const std::string& output, bool wantsJson, const SetupPace& pace);

} // namespace historian::ctl

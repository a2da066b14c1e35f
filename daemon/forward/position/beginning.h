#pragma once

#include "forward/position/source.h"
#include "forward/settings.h"

#include <span>
#include <vector>

namespace historian::forward {

/// What an output that was never forwarded to leaves out, after its `start`.
Result<std::vector<Run>> leftBefore(const Start& start,
                                    const Source& source,
                                    const View& view,
                                    std::span<const Symbol> devices);

} // namespace historian::forward

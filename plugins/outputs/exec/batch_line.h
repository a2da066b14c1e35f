#pragma once

#include <historian/host.h>
#include <historian/store.h>

#include <cstdint>
#include <string>

namespace historian::exec {

/// What the child is given at once.
struct BatchLine {
    std::string text;         ///< `{"batch":N,"readings":[…]}`
    std::size_t readings = 0; ///< how many of the segment's are in it
};

/// The segment's readings from `first` on, as many as fit into a line of so many bytes; at least
/// one.
BatchLine makeBatchLine(const Names& names,
                        const Segment& segment,
                        std::size_t first,
                        std::uint64_t number,
                        std::size_t bytesMax);

} // namespace historian::exec

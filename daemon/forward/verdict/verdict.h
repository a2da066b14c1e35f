#pragma once

#include "forward/position/seq_set.h"

#include <historian/output.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace historian::forward {

/// What an output's answer to one batch comes to.
struct Verdict {
    /// Why the rest was not delivered: the first answer that says so.
    struct Obstacle {
        enum class Kind : std::uint8_t {
            Later,    ///< offer it again, after `after` at the earliest
            TooLarge, ///< offer fewer, at once
            Hold,     ///< a person must act
        };
        Kind kind = Kind::Later;
        std::string why;
        std::chrono::milliseconds after{0};
    };

    /// A record that the destination will never take.
    struct Refused {
        std::size_t index = 0; ///< in the batch
        std::string why;
    };

    std::vector<SeqRange> done; ///< delivered, or there already
    std::size_t delivered = 0;
    std::size_t duplicates = 0;
    std::vector<Refused> refused;
    bool isRefusedWhole = false; ///< more than one, all with the same words: one may be at fault
    std::optional<Obstacle> obstacle;

    bool hasProgress() const { return delivered + duplicates + refused.size() != 0; }
};

Verdict judge(const Batch& batch, const Deliveries& answers);

} // namespace historian::forward

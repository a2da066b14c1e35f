#pragma once

#include "forward/position/source.h"
#include "forward/position/thinning.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

namespace historian::forward {

inline constexpr std::uint64_t kSiftedMax = 262'144; ///< readings looked through for one batch

inline constexpr std::size_t kOfferBytesMax = 4U
                                              << 20U; ///< of the readings of one offer, in memory

/// Which end of a run is offered first.
enum class End : std::uint8_t { Oldest, Newest };

/// Is shown every reading that was looked at, offered or left out.
using Seen = std::function<void(const Batch&)>;

/// Makes an offer of a run: all of its readings, or what `resolution` keeps of them.
/// Threads: the output's.
class Offering {
public:
    /// `source` and `clock` outlive it; a `window` of 0 keeps everything.
    Offering(const Source& source, std::chrono::seconds window, const Clock& clock);

    /// How long a run to ask for, to fill a batch of so many readings.
    std::uint64_t runMax(std::size_t readingsMax) const
    {
        return thinning_ ? kSiftedMax : readingsMax;
    }

    /// At most so many readings of the run, and about kOfferBytesMax of them; where it is thinned
    /// what lies between them is told too.
    Result<Offer> read(
        const View& view,
        const Run& run,
        End end,
        std::size_t readingsMax,
        const Seen& seen = [](const Batch&) {});

private:
    Result<Offer> sifted(const View& view, const Run& piece, const Seen& seen);

    const Source& source_;
    std::optional<Thinning> thinning_;
};

} // namespace historian::forward

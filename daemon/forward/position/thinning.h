#pragma once

#include "forward/position/seq_set.h"

#include <historian/clock.h>
#include <historian/store.h>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace historian::forward {

inline constexpr std::chrono::seconds kStragglerGrace{5}; ///< after a window, for the last to come
inline constexpr std::size_t kDecidedKept = 4'096;        ///< windows whose choice is remembered

/// What `resolution` makes of some readings, by seq.
struct Thinned {
    std::vector<std::size_t> kept;       ///< indices of those to deliver
    std::vector<SeqRange> left;          ///< those that are left out for good
    std::optional<Time> undecidedBefore; ///< the others wait: at that time the first are decided
};

/// Keeps one reading per device and window of UTC time: the last one, so that counters telescope.
/// The choice depends on nothing but what is stored, so that it is the same after a crash: a window
/// closes 5 s after its end, or 5 s after its first reading came where that was later (a board
/// that sends what it had kept), at most a window after it; of the readings that were received by
/// then the last in time is kept, and whatever comes for the window later is left out. Readings
/// without a trusted clock (Flag::Unsynced) are a window's others: they may get another time yet.
/// A window that would close later than any can was received by a clock that has been set back: it
/// is closed.
/// Threads: one at a time.
class Thinning {
public:
    /// `window` is not 0.
    Thinning(std::chrono::seconds window, const Clock& clock) : window_(window), clock_(clock) {}

    Result<Thinned> sift(Snapshot& snapshot, const Segment& segment);

private:
    /// The readings of one device that share a choice.
    struct WindowOf {
        Symbol device;
        std::int64_t number = 0; ///< of windows since 1970
        bool isUnsynced = false;

        friend auto operator<=>(const WindowOf&, const WindowOf&) = default;
    };

    /// A reading as far as the choice needs it.
    struct Candidate {
        std::string storeId;
        std::uint64_t seq = 0;
        Time received{};
    };

    /// The reading that a window keeps; no seq: it is open until `closes`.
    struct Choice {
        std::string storeId;
        std::uint64_t seq = 0;
        Time closes{};
    };

    WindowOf windowOf(const Reading& reading) const;
    std::optional<Error> choose(Snapshot& snapshot, const Batch& readings);
    std::optional<Error>
    chooseOf(Snapshot& snapshot, Symbol device, std::int64_t first, std::int64_t last);
    Choice choiceOf(std::int64_t window, std::span<const Candidate> candidates) const;

    const std::chrono::seconds window_;
    const Clock& clock_;
    std::map<WindowOf, Choice> choices_;
};

} // namespace historian::forward

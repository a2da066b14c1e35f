#pragma once

#include <chrono>
#include <functional>

namespace historian::forward {

inline constexpr std::chrono::milliseconds kBackoffFirst{1'000};
inline constexpr std::chrono::milliseconds kBackoffMax{300'000};

/// A number from 0 (included) to 1; the source is given, so that tests know it.
using Random = std::function<double()>;

/// How long to leave a destination alone that does not take readings: anything between 0 and a
/// ceiling that doubles (full jitter), so that many gateways do not come back at one moment.
/// Threads: none.
class Backoff {
public:
    explicit Backoff(Random random) : random_(std::move(random)) {}

    /// It failed once more.
    std::chrono::milliseconds failed();

    void succeeded() { ceiling_ = kBackoffFirst; }

    /// Anything between the two.
    std::chrono::milliseconds between(std::chrono::milliseconds low,
                                      std::chrono::milliseconds high);

private:
    Random random_;
    std::chrono::milliseconds ceiling_ = kBackoffFirst;
};

} // namespace historian::forward

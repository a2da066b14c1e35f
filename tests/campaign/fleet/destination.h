#pragma once

#include <historian/clock.h>

#include <cstddef>

namespace historian::fleet {

/// What a destination can do, as it was measured.
struct Capacity {
    std::chrono::microseconds aRequest{0}; ///< the time that any request takes of the whole server
    std::chrono::nanoseconds aRow{0};      ///< and each of its rows
    std::chrono::milliseconds roundTrip{0};
    std::chrono::milliseconds waitMax{10'000}; ///< for a connection of the pool (PostgREST's own)
    /// 0: what would wait longer is refused after that wait (504, PGRST003); else at once, by a
    /// limiter before the server (429), which asks for that long.
    std::chrono::milliseconds retryAfter{0};
};

/// One server that takes requests in the order in which they come, or refuses them; before `up` it
/// refuses all at once. Threads: none.
class Destination {
public:
    Destination(const Capacity& capacity, SteadyTime up)
        : capacity_(capacity), busyUntil_(up), up_(up)
    {
    }

    struct Answer {
        SteadyTime at{};
        bool isTaken = false;
        std::chrono::milliseconds after{0}; ///< Retry-After of a refusal
    };

    Answer ask(SteadyTime now, std::size_t rows);

private:
    Capacity capacity_;
    SteadyTime busyUntil_;
    SteadyTime up_;
};

} // namespace historian::fleet

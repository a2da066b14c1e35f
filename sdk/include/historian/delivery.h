#pragma once

#include <historian/reading.h>
#include <historian/store.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace historian {

/// What became of one record that an output was given.
struct Delivery {
// The scoped enumerator Done is not the type of that name in input.h, whatever g++ 12 thinks.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
    enum class Kind : std::uint8_t {
        Done,      ///< the destination has it
        Duplicate, ///< the destination had it already
        Retry,     ///< not now: offer it again after `after`; 0: at once, but fewer, and a reading
                   ///< that is too large alone is set aside
        Rejected,  ///< the destination will never take this record: set aside with `why`
        Hold,      ///< nothing can be delivered until a person acts: `why` says what to do
    };
#pragma GCC diagnostic pop
    Kind kind = Kind::Done;
    std::string why;
    std::chrono::milliseconds after{0};

    static Delivery done()
    {
        return {};
    }

    static Delivery duplicate()
    {
        return {Kind::Duplicate, {}, {}};
    }

    static Delivery retry(std::chrono::milliseconds after, std::string why)
    {
        return {Kind::Retry, std::move(why), after};
    }

    static Delivery rejected(std::string why)
    {
        return {Kind::Rejected, std::move(why), {}};
    }

    static Delivery hold(std::string why)
    {
        return {Kind::Hold, std::move(why), {}};
    }
};

/// The answer to deliver(): one Delivery per reading, in order. Fewer mean Retry for the rest.
using Deliveries = std::vector<Delivery>;

} // namespace historian

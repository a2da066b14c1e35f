#pragma once

#include <historian/delivery.h>
#include <historian/error.h>

namespace historian {

/// A destination of readings. The host feeds it from the store through a durable position, so
/// an output keeps no queue: it says what became of each record, and the host does the rest.
/// An output that keeps the history itself implements Store as well (`historian/store.h`).
/// Threads: the host never makes two calls at once on one object.
class HISTORIAN_VISIBLE Output {
public:
    virtual ~Output() = default;

    /// Connects or opens what it needs. May throw Unavailable.
    virtual void start() = 0;

    /// Offers readings, oldest first. Returns within 60 s.
    virtual Deliveries deliver(const Segment& segment) = 0;

    /// Lets go, within 5 s. Safe without start, and twice.
    virtual void stop() = 0;
};

} // namespace historian

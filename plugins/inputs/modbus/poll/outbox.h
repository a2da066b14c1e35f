#pragma once

#include <historian/host.h>
#include <historian/input.h>

#include <deque>

namespace historian::modbus {

inline constexpr std::size_t kOutboxReadingsMax = 1000;

/// Hands readings to the host, and keeps them while it is busy: the newest that find no place are
/// dropped and counted, and so are those that still wait at its end. Threads: one; what becomes of
/// a batch is told on the host's.
class Outbox {
public:
    explicit Outbox(Host& host);
    ~Outbox();
    Outbox(const Outbox&) = delete;
    Outbox& operator=(const Outbox&) = delete;

    void put(Batch&& batch);

    /// Submits what waits, as far as the host takes it.
    void flush(Sink& sink, SteadyTime now);

    /// When to flush again; the end of time if nothing waits.
    SteadyTime due() const;

private:
    Counter& missed_;
    std::deque<Batch> waiting_;
    SteadyTime retryAt_{};
};

} // namespace historian::modbus

#pragma once

#include <mutex>
#include <utility>

namespace historian::base {

/// A value that can only be reached by taking its lock.
/// Threads: any.
template <typename T>
class Guarded {
public:
    Guarded() = default;

    explicit Guarded(T value) : value_(std::move(value)) {}

    /// Calls `use` with the value while the lock is held, and returns what it returns.
    template <typename Use>
    auto with(Use use)
    {
        const std::lock_guard lock(mutex_);
        return use(value_);
    }

    template <typename Use>
    auto with(Use use) const
    {
        const std::lock_guard lock(mutex_);
        return use(value_);
    }

private:
    T value_{};
    mutable std::mutex mutex_;
};

} // namespace historian::base

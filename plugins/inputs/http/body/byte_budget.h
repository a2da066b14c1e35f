#pragma once

#include <cstddef>
#include <mutex>

namespace historian::http {

/// Memory that all requests together may hold for bodies and for the readings made of them.
/// One request alone is always let in, however large, so that a legal body can never be refused
/// for ever.
/// Threads: every function may be called from any thread.
class ByteBudget {
public:
    explicit ByteBudget(std::size_t bytesMax) : bytesMax_(bytesMax) {}

    /// One request's part of the budget, given back when it goes.
    /// Threads: one.
    class Share {
    public:
        explicit Share(ByteBudget& budget) : budget_(budget) {}

        ~Share() { budget_.change(held_, 0); }

        Share(const Share&) = delete;
        Share& operator=(const Share&) = delete;

        /// Holds `bytes` in all from now on; false, and as before, if there is no room for them.
        [[nodiscard]] bool hold(std::size_t bytes)
        {
            if (!budget_.change(held_, bytes)) return false;
            held_ = bytes;
            return true;
        }

    private:
        ByteBudget& budget_;
        std::size_t held_ = 0;
    };

    std::size_t bytesHeld() const
    {
        const std::lock_guard lock(mutex_);
        return bytesHeld_;
    }

private:
    bool change(std::size_t from, std::size_t to)
    {
        const std::lock_guard lock(mutex_);
        const std::size_t others = bytesHeld_ - from;
        if (to > from && others > 0 && others + to > bytesMax_) return false;
        bytesHeld_ = others + to;
        return true;
    }

    const std::size_t bytesMax_;
    std::size_t bytesHeld_ = 0;
    mutable std::mutex mutex_;
};

} // namespace historian::http

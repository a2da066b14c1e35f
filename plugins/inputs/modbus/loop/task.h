#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace historian::modbus {

template <typename T>
class Task;

/// What every task's coroutine has: who waits for it, and what it threw.
class TaskPromise {
public:
    /// Goes on with who waits for the task.
    struct Return {
        bool await_ready() const noexcept { return false; }

        template <typename Promise>
        std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> ended) const noexcept
        {
            const std::coroutine_handle<> waiting = ended.promise().waiting_;
            return waiting ? waiting : std::noop_coroutine();
        }

        void await_resume() const noexcept {}
    };

    std::suspend_always initial_suspend() const noexcept { return {}; }

    Return final_suspend() const noexcept { return {}; }

    void unhandled_exception() noexcept { fault_ = std::current_exception(); }

    void continueWith(std::coroutine_handle<> waiting) noexcept { waiting_ = waiting; }

protected:
    void rethrow() const
    {
        if (fault_) std::rethrow_exception(fault_);
    }

private:
    std::coroutine_handle<> waiting_;
    std::exception_ptr fault_;
};

template <typename T>
class TaskPromiseOf : public TaskPromise {
public:
    Task<T> get_return_object() noexcept;

    void return_value(T value) { value_.emplace(std::move(value)); }

    T take()
    {
        rethrow();
        return *std::move(value_);
    }

private:
    std::optional<T> value_;
};

template <>
class TaskPromiseOf<void> : public TaskPromise {
public:
    Task<void> get_return_object() noexcept;

    void return_void() const noexcept {}

    void take() const { rethrow(); }
};

/// A function that may wait in the middle without keeping a thread: what it waits for is a Loop's
/// business. It begins when it is awaited, or given to a Loop, and its arguments must live until it
/// has ended; what it throws comes out there. GCC 12 translates `a && co_await b` wrongly: await in
/// a statement of its own. Threads: none.
template <typename T = void>
class [[nodiscard]] Task {
public:
    using promise_type = TaskPromiseOf<T>;
    using Handle = std::coroutine_handle<promise_type>;

    explicit Task(Handle handle) noexcept : handle_(handle) {}

    Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}

    Task(const Task&) = delete;
    Task& operator=(Task&&) = delete;
    Task& operator=(const Task&) = delete;

    ~Task()
    {
        if (handle_) handle_.destroy();
    }

    bool await_ready() const noexcept { return false; }

    std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiting) const noexcept
    {
        handle_.promise().continueWith(waiting);
        return handle_;
    }

    T await_resume() const { return handle_.promise().take(); }

    /// Without anybody who waits: runs it up to where it first waits.
    void begin() const { handle_.resume(); }

    bool hasEnded() const noexcept { return handle_.done(); }

    /// What it came to; it has ended.
    T take() const { return handle_.promise().take(); }

private:
    Handle handle_;
};

template <typename T>
Task<T> TaskPromiseOf<T>::get_return_object() noexcept
{
    return Task<T>(Task<T>::Handle::from_promise(*this));
}

inline Task<void> TaskPromiseOf<void>::get_return_object() noexcept
{
    return Task<void>(Task<void>::Handle::from_promise(*this));
}

} // namespace historian::modbus

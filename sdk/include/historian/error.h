#pragma once

#include <cassert>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

#define HISTORIAN_VISIBLE __attribute__((visibility("default")))

namespace historian {

/// Why something that was asked for while running cannot be had. The message says what was being
/// done, to what, and what came of it; it holds no secret.
struct Error {
    std::string message;
};

/// A value, or the reason why there is none. Expected failures travel as values; exceptions are
/// for configuration (ConfigError) and for starting (Unavailable).
template <typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : content_(std::move(value)) {} // NOLINT(google-explicit-constructor)

    Result(Error error) : content_(std::move(error)) {} // NOLINT(google-explicit-constructor)

    explicit operator bool() const { return std::holds_alternative<T>(content_); }

    /// The value. Asking for it when there is none is a bug.
    const T& operator*() const&
    {
        assert(*this);
        return *std::get_if<T>(&content_);
    }

    T& operator*() &
    {
        assert(*this);
        return *std::get_if<T>(&content_);
    }

    T&& operator*() &&
    {
        assert(*this);
        return std::move(*std::get_if<T>(&content_));
    }

    const T* operator->() const { return &**this; }

    T* operator->() { return &**this; }

    /// The reason. Asking for it when there is a value is a bug.
    const Error& error() const
    {
        assert(!*this);
        return *std::get_if<Error>(&content_);
    }

private:
    std::variant<T, Error> content_;
};

/// The configuration is wrong. Thrown by a plugin's constructor; the host disables that instance
/// only and shows the message, which begins with the place (`file:line:column`, Config::place).
class HISTORIAN_VISIBLE ConfigError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A plugin cannot start now (a port is taken, a device is missing). Thrown by a constructor or
/// by start(); the host runs the rest and tries again with back-off.
class HISTORIAN_VISIBLE Unavailable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

} // namespace historian

#pragma once

#include <unistd.h>

#include <utility>

namespace historian::lines {

/// Owns a file descriptor.
class Descriptor {
public:
    Descriptor() = default;

    explicit Descriptor(int number) : number_(number) {}

    ~Descriptor() { close(); }

    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

    Descriptor& operator=(Descriptor&& other) noexcept
    {
        std::swap(number_, other.number_);
        return *this;
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    bool isOpen() const { return number_ >= 0; }

    /// -1: none, which poll() passes over.
    int number() const { return number_; }

    void close()
    {
        if (isOpen()) ::close(std::exchange(number_, -1));
    }

private:
    int number_ = -1;
};

} // namespace historian::lines

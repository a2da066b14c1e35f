#pragma once

#include <unistd.h>

#include <utility>

namespace historian::modbus {

/// Owns a descriptor.
class FileDescriptor {
public:
    FileDescriptor() = default;

    explicit FileDescriptor(int fd) : fd_(fd) {}

    FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

    FileDescriptor& operator=(FileDescriptor&& other) noexcept
    {
        FileDescriptor former(std::move(*this));
        fd_ = std::exchange(other.fd_, -1);
        return *this;
    }

    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;

    ~FileDescriptor()
    {
        if (fd_ >= 0) ::close(fd_);
    }

    int get() const { return fd_; }

    bool isOpen() const { return fd_ >= 0; }

private:
    int fd_ = -1;
};

} // namespace historian::modbus

#pragma once

#include "lines/descriptor.h"

#include <poll.h>
#include <pty.h>
#include <termios.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace historian::serial {

/// A device on a serial line, for tests: the other end of a pseudo terminal, under a name of its
/// own that comes and goes with it, as udev's names do. Threads: one.
class PtyPair {
public:
    explicit PtyPair(std::string name = {}) : name_(std::move(name)) { plug(); }

    ~PtyPair() { unplug(); }

    PtyPair(const PtyPair&) = delete;
    PtyPair& operator=(const PtyPair&) = delete;

    /// What a program opens.
    const std::string& path() const { return name_.empty() ? port_ : name_; }

    void plug()
    {
        int device = -1;
        int port = -1;
        char portPath[64];
        termios raw{};
        ::cfmakeraw(&raw);
        if (::openpty(&device, &port, portPath, &raw, nullptr) != 0)
            throw std::runtime_error("no pty");
        ::close(port);
        device_ = lines::Descriptor(device);
        port_ = portPath;
        if (!name_.empty()) std::filesystem::create_symlink(port_, name_);
    }

    void unplug()
    {
        if (!name_.empty()) std::filesystem::remove(name_);
        device_.close();
    }

    /// Prints all of it, waiting up to 30 s for the reader.
    void print(std::string_view text)
    {
        while (!text.empty()) {
            pollfd waits{device_.number(), POLLOUT, 0};
            if (::poll(&waits, 1, 30'000) != 1) throw std::runtime_error("nobody reads the pty");
            const ssize_t count =
                ::write(device_.number(), text.data(), std::min<std::size_t>(text.size(), 1024));
            if (count < 0) throw std::runtime_error("the pty is gone");
            text.remove_prefix(static_cast<std::size_t>(count));
        }
    }

    /// What was written to the device: waits up to 30 s for so many bytes.
    std::string heard(std::size_t bytes)
    {
        std::string text;
        while (text.size() < bytes) {
            pollfd waits{device_.number(), POLLIN, 0};
            char buffer[256];
            if (::poll(&waits, 1, 30'000) != 1) return text;
            const ssize_t count =
                ::read(device_.number(), buffer, std::min(bytes - text.size(), sizeof buffer));
            if (count <= 0) return text;
            text.append(buffer, static_cast<std::size_t>(count));
        }
        return text;
    }

    /// Whether anything was written to the device so far.
    bool hasHeard() const
    {
        pollfd waits{device_.number(), POLLIN, 0};
        return ::poll(&waits, 1, 0) == 1 && (waits.revents & POLLIN) != 0;
    }

private:
    std::string name_;
    std::string port_;
    lines::Descriptor device_;
};

} // namespace historian::serial

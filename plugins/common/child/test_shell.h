#pragma once

#include "child/child_settings.h"
#include "lines/descriptor.h"

#include <poll.h>
#include <sys/types.h>
#include <unistd.h>

#include <fstream>
#include <string>

namespace historian::child {

inline ChildSettings shell(const std::string& script)
{
    ChildSettings settings;
    settings.command = {"/bin/sh", "-c", script};
    return settings;
}

/// All that comes from a stream until it is closed.
inline std::string textOf(lines::Descriptor& stream)
{
    std::string text;
    while (true) {
        pollfd waits{stream.number(), POLLIN, 0};
        char bytes[4096];
        if (::poll(&waits, 1, 30'000) != 1) return text + "(nothing more for 30 s)";
        const ssize_t count = ::read(stream.number(), bytes, sizeof bytes);
        if (count <= 0) return text;
        text.append(bytes, static_cast<std::size_t>(count));
    }
}

/// Whether a process is gone, or only not yet reaped by its new parent.
inline bool isGone(pid_t pid)
{
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string stat;
    return !std::getline(file, stat) || stat.find(") Z ") != std::string::npos;
}

inline bool waitUntilGone(pid_t pid)
{
    for (int i = 0; i < 3000 && !isGone(pid); ++i) ::poll(nullptr, 0, 10);
    return isGone(pid);
}

} // namespace historian::child

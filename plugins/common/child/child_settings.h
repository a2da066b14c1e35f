#pragma once

#include <historian/config.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace historian::child {

/// What to run, what it is told, and what it may use.
struct ChildSettings {
    std::vector<std::string> command; ///< an absolute path and its arguments; there is no shell
    std::vector<std::pair<std::string, std::string>> config;
    std::uint64_t memoryBytesMax = std::uint64_t{256} * 1024 * 1024;
    std::uint64_t filesMax = 64;
};

/// The keys of every plugin that runs a child.
inline constexpr Key kKeys[] = {
    {.name = "command",
     .type = KeyType::List,
     .meaning = "the program's absolute path and its arguments, as a list; there is no shell",
     .required = true},
    {.name = "config",
     .type = KeyType::List,
     .meaning = "texts KEY=VALUE that the program gets in its first line"},
    {.name = "memory_max",
     .type = KeyType::Size,
     .fallback = "256MiB",
     .meaning = "address space of each of its processes",
     .min = 16.0 * 1024 * 1024,
     .max = 4.0 * 1024 * 1024 * 1024},
    {.name = "files_max",
     .type = KeyType::Integer,
     .fallback = "64",
     .meaning = "files and sockets that each of its processes may have open",
     .min = 16,
     .max = 4096}};

/// Throws ConfigError with the place of what is wrong, or Unavailable if there is no such program.
ChildSettings readSettings(const Config& config);

} // namespace historian::child

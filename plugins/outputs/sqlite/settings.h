#pragma once

#include <historian/config.h>

#include <cstdint>
#include <filesystem>
#include <optional>

namespace historian::sqlite {

/// The keys of `store:` for this plugin.
inline constexpr Key kKeys[] = {
    Key{.name = "directory",
        .type = KeyType::Text,
        .fallback = "/var/lib/historian",
        .meaning = "Where history.db lies; the daemon fills in data.directory."},
    Key{.name = "quota",
        .type = KeyType::Text,
        .fallback = "auto",
        .meaning =
            "How large history.db may grow, at least 1MiB; auto is half of the free space, at "
            "most 8GB."},
    Key{.name = "reserve",
        .type = KeyType::Size,
        .fallback = "16MiB",
        .meaning =
            "Ballast that is given up when the disk is full, so that cleaning up still works.",
        .min = 0,
        .max = 1024.0 * 1024 * 1024},
};

struct Settings {
    std::filesystem::path directory;
    std::optional<std::uint64_t> quotaBytes; ///< nothing: auto
    std::uint64_t reserveBytes = 0;
};

/// Throws ConfigError.
Settings settingsOf(const Config& config);

} // namespace historian::sqlite

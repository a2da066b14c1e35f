#include "settings.h"

#include <array>
#include <charconv>
#include <string>
#include <utility>

namespace historian::sqlite {

namespace {

constexpr std::uint64_t kQuotaBytesMin = 1024 * 1024;

constexpr std::array<std::pair<std::string_view, std::uint64_t>, 8> kUnits = {{
    {"", 1},
    {"B", 1},
    {"KiB", std::uint64_t{1} << 10},
    {"MiB", std::uint64_t{1} << 20},
    {"GiB", std::uint64_t{1} << 30},
    {"KB", 1000},
    {"MB", 1'000'000},
    {"GB", 1'000'000'000},
}};

std::optional<std::uint64_t> bytesOf(std::string_view text)
{
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const auto unit = text.substr(static_cast<std::size_t>(end - text.data()));
    if (error != std::errc()) return std::nullopt;
    for (const auto& [name, bytes] : kUnits)
        if (name == unit && number <= (std::uint64_t{1} << 50) / bytes) return number * bytes;
    return std::nullopt;
}

} // namespace

Settings settingsOf(const Config& config)
{
    Settings settings;
    settings.directory = std::string(config.text("directory"));
    settings.reserveBytes = static_cast<std::uint64_t>(config.integer("reserve"));
    const std::string_view quota = config.text("quota");
    if (quota == "auto") return settings;
    settings.quotaBytes = bytesOf(quota);
    if (!settings.quotaBytes || *settings.quotaBytes < kQuotaBytesMin)
        throw ConfigError(config.place("quota") + ": quota: \"" + std::string(quota) +
                          "\" is neither auto nor a size of at least 1MiB, for example 4GB");
    return settings;
}

} // namespace historian::sqlite

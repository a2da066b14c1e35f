#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>

namespace historian::app {

inline constexpr int kExitStopped = 0;
inline constexpr int kExitFailed = 1; ///< could not start now; systemd tries again
inline constexpr int kExitUsage = 64;
inline constexpr int kExitConfiguration = 78;

/// The command line is wrong.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The command line of historiand.
struct Options {
    std::optional<std::filesystem::path>
        config; ///< nothing: /etc/historian/historian.yaml if it is there
    std::optional<std::filesystem::path> data; ///< before `data.directory`
    std::optional<std::uint16_t> port;         ///< before `http.port`; 0: any free one
    bool isCheck = false;
    bool isDemo = false;
    bool wantsVersion = false;
    bool wantsHelp = false;
    std::string samplePlugin;
};

/// Understands the arguments after the program's name. Throws UsageError.
Options readOptions(std::span<char* const> arguments);

/// The help text.
std::string usageText();

} // namespace historian::app

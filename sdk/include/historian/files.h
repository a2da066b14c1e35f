#pragma once

#include <historian/config.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

namespace historian {

/// For constructors: throws Unavailable, with the place, if the key names a file that cannot be
/// read. An empty key is none. `historiand --check` says so; a running daemon tries again.
inline void requireReadable(const Config& config, std::string_view key)
{
    const std::string path(config.text(key));
    if (path.empty()) return;
    std::error_code fault;
    errno = 0;
    const bool isReadable = std::ifstream(path).good();
    std::string why = isReadable ? "" : std::generic_category().message(errno);
    if (std::filesystem::is_directory(path, fault)) why = "is a directory";
    if (!why.empty())
        throw Unavailable(config.place(key) + ": " + std::string(key) + ": " + path + ": " + why);
}

/// The same for a program that is to be run, named by the key, or by the first text of its list.
inline void requireProgram(const Config& config, std::string_view key, const std::string& path)
{
    using std::filesystem::perms;
    constexpr perms kExecutable = perms::owner_exec | perms::group_exec | perms::others_exec;
    std::error_code fault;
    const std::filesystem::file_status status = std::filesystem::status(path, fault);
    std::string why;
    if (!std::filesystem::exists(status))
        why = fault ? fault.message() : "No such file or directory";
    else if (!std::filesystem::is_regular_file(status))
        why = "is no program";
    else if ((status.permissions() & kExecutable) == perms::none)
        why = "is not executable (chmod +x)";
    if (!why.empty())
        throw Unavailable(config.place(key) + ": " + std::string(key) + ": " + path + ": " + why);
}

} // namespace historian

#include "app/process/layout.h"

namespace historian::app {

Layout layoutOf(const std::filesystem::path& program)
{
    const std::filesystem::path prefix = program.parent_path().parent_path();
    Layout layout;
    layout.pluginDirectories.push_back(prefix / "lib/historian/plugins");
    // Debian's library directory names the architecture.
    if (std::filesystem::path(HISTORIAN_LIBDIR) != "lib")
        layout.pluginDirectories.push_back(prefix / HISTORIAN_LIBDIR / "historian/plugins");
    layout.page = prefix / "share/historian/web";
    layout.deviceProfiles = prefix / "share/historian/devices";
    return layout;
}

std::filesystem::path ownDeviceProfiles(const std::filesystem::path& configuration)
{
    return configuration.parent_path() / "devices";
}

std::filesystem::path thisProgram()
{
    return std::filesystem::read_symlink("/proc/self/exe");
}

} // namespace historian::app

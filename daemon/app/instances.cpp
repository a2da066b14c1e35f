#include "app/instances.h"

namespace historian::app {

std::string textOf(const std::vector<config::Problem>& problems)
{
    std::string text;
    for (const config::Problem& problem : problems)
        text += (text.empty() ? "" : "; ") + problem.text();
    return text;
}

host::Configure configureWith(const config::InstanceSettings& instance,
                              const config::SecretSource& secrets)
{
    return [&instance, &secrets](std::span<const Key> keys) -> std::unique_ptr<Config> {
        std::vector<config::Problem> problems;
        std::unique_ptr<Config> bound = config::bindInstance(instance, keys, secrets, problems);
        if (!bound) throw ConfigError(textOf(problems));
        return bound;
    };
}

std::vector<std::filesystem::path> pluginDirectories(const config::Settings& settings,
                                                     const Layout& layout)
{
    std::vector<std::filesystem::path> directories = layout.pluginDirectories;
    directories.insert(
        directories.end(), settings.pluginDirectories.begin(), settings.pluginDirectories.end());
    return directories;
}

} // namespace historian::app

#include "app/instances.h"

#include <algorithm>
#include <cstdlib>

namespace historian::app {

std::string textOf(const std::vector<config::Problem>& problems)
{
    std::string text;
    for (const config::Problem& problem : problems)
        text += (text.empty() ? "" : "; ") + problem.text();
    return text;
}

std::filesystem::path credentialsDirectory()
{
    // Nothing in this process sets a variable.
    const char* value = std::getenv("CREDENTIALS_DIRECTORY"); // NOLINT(concurrency-mt-unsafe)
    return value == nullptr ? "" : value;
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

void nameDirectory(config::InstanceSettings& instance,
                   std::span<const Key> keys,
                   const std::filesystem::path& data)
{
    constexpr std::string_view name = "directory";
    if (std::ranges::find(keys, name, &Key::name) == keys.end()) return;
    if (instance.ownKeys.find(name) != nullptr) return;
    config::Node value{config::Node::Kind::Scalar, instance.place, data.string(), {}, {}};
    instance.ownKeys.kind = config::Node::Kind::Map;
    instance.ownKeys.entries.push_back({std::string(name), instance.place, std::move(value)});
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

#include "app/instances.h"

#include <gtest/gtest.h>

#include <array>

namespace historian::app {
namespace {

constexpr std::array kKeys{Key{.name = "directory"}, Key{.name = "baud", .type = KeyType::Integer}};

config::InstanceSettings instanceWith(std::vector<std::pair<std::string, std::string>> texts)
{
    config::InstanceSettings instance;
    instance.role = config::Role::Store;
    instance.place = {"h.yaml", 3, 8};
    instance.ownKeys.kind = config::Node::Kind::Map;
    for (auto& [key, text] : texts)
        instance.ownKeys.entries.push_back(
            {key, instance.place, {config::Node::Kind::Scalar, instance.place, text, {}, {}}});
    return instance;
}

TEST(Instances, KeepTheirFilesInTheDataDirectory)
{
    config::InstanceSettings store = instanceWith({});
    nameDirectory(store, kKeys, "/srv/data");
    const config::UnresolvedSecrets secrets;
    EXPECT_EQ(configureWith(store, secrets)(kKeys)->text("directory"), "/srv/data");
}

TEST(Instances, KeepTheirFilesWhereTheyAreTold)
{
    config::InstanceSettings store = instanceWith({{"directory", "/mnt/usb"}});
    nameDirectory(store, kKeys, "/srv/data");
    EXPECT_EQ(store.ownKeys.find("directory")->scalar, "/mnt/usb");
}

TEST(Instances, GetNoDirectoryThatTheyDoNotAskFor)
{
    config::InstanceSettings store = instanceWith({});
    nameDirectory(store, std::span(kKeys).subspan(1), "/srv/data");
    EXPECT_TRUE(store.ownKeys.entries.empty());
}

TEST(Instances, NameEveryProblemInOneText)
{
    const config::InstanceSettings store = instanceWith({{"baud", "fast"}, {"boud", "1"}});
    const config::UnresolvedSecrets secrets;
    try {
        configureWith(store, secrets)(kKeys);
        FAIL() << "it was bound";
    } catch (const ConfigError& error) {
        EXPECT_EQ(
            std::string(error.what()),
            "h.yaml:3:8: store: unknown key 'boud', did you mean 'baud'?; h.yaml:3:8: store: key "
            "'baud' must be a whole number, but is 'fast'");
    }
}

TEST(Instances, LookForPackagedPluginsFirst)
{
    config::Settings settings;
    settings.pluginDirectories = {"/opt/mine"};
    Layout layout;
    layout.pluginDirectories = {"/usr/lib/historian/plugins"};
    EXPECT_EQ(pluginDirectories(settings, layout),
              (std::vector<std::filesystem::path>{"/usr/lib/historian/plugins", "/opt/mine"}));
}

TEST(ForgetfulState, RemembersNothing)
{
    ForgetfulState state;
    state.put("a", "b");
    EXPECT_FALSE(state.get("a"));
}

} // namespace
} // namespace historian::app

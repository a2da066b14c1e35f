#include "host/instance.h"
#include "host/plugin_guard.h"
#include "host_support.h"

#include <gtest/gtest.h>

namespace historian::host {
namespace {

PluginShelf shelf()
{
    return PluginShelf({std::filesystem::path(HOST_TEST_PLUGINS) / "shelf"});
}

std::optional<PluginFault> makeThrowing(const std::string& what)
{
    Ground ground;
    InstanceHost host(ground.parts("one"));
    const PluginShelf plugins = shelf();
    return guard([&] {
        const Instance instance(
            {PluginKind::Input, "throwing", configured({{"what", what}}), {}}, plugins, host);
    });
}

TEST(Instance, IsMadeStartedStoppedAndUnloadedAgainAndAgain)
{
    Ground ground;
    InstanceHost host(ground.parts("one"));
    for (int round = 0; round < 100; ++round) {
        const PluginShelf plugins = shelf();
        const Instance instance({PluginKind::Input, "good", configured({}), {}}, plugins, host);
        EXPECT_EQ(instance.version(), "1.2.3");
        instance.input()->start(ground.sink);
        instance.input()->stop();
        EXPECT_EQ(instance.output(), nullptr);
        EXPECT_EQ(instance.routes(), nullptr);
        EXPECT_EQ(instance.store(), nullptr);
    }
}

TEST(Instance, GivesAFunctionOfOneNameToEachPlugin)
{
    Ground ground;
    InstanceHost host(ground.parts("one"));
    const PluginShelf plugins = shelf();
    const Instance first({PluginKind::Input, "twin_first", configured({}), {}}, plugins, host);
    const Instance second({PluginKind::Input, "twin_second", configured({}), {}}, plugins, host);
    EXPECT_EQ(ground.lines(),
              (std::vector<std::string>{"input.fake[one]: first", "input.fake[one]: second"}));
}

TEST(Instance, KnowsWhatAPluginThrewByItsType)
{
    EXPECT_EQ(makeThrowing("config")->kind, PluginFault::Kind::Config);
    EXPECT_EQ(makeThrowing("config")->why, "h.yaml:1:1: no good");
    EXPECT_EQ(makeThrowing("unavailable")->kind, PluginFault::Kind::Unavailable);
    EXPECT_EQ(makeThrowing("number")->kind, PluginFault::Kind::Thrown);
    EXPECT_FALSE(makeThrowing("nothing"));
}

TEST(Instance, SaysThatAPluginIsNotThere)
{
    Ground ground;
    InstanceHost host(ground.parts("one"));
    const PluginShelf plugins = shelf();
    const auto fault = guard([&] {
        const Instance instance({PluginKind::Input, "none", configured({}), {}}, plugins, host);
    });
    EXPECT_EQ(fault->kind, PluginFault::Kind::Config);
    EXPECT_NE(fault->why.find("there is no input plugin 'none'"), std::string::npos);
}

} // namespace
} // namespace historian::host

#include "host/plugin_guard.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace historian::host {
namespace {

TEST(PluginGuard, LetsAGoodCallThrough)
{
    bool isCalled = false;
    EXPECT_FALSE(guard([&] { isCalled = true; }));
    EXPECT_TRUE(isCalled);
}

TEST(PluginGuard, TellsTheKindsOfFaultsApart)
{
    EXPECT_EQ(guard([] { throw ConfigError("a"); })->kind, PluginFault::Kind::Config);
    EXPECT_EQ(guard([] { throw Unavailable("b"); })->kind, PluginFault::Kind::Unavailable);
    EXPECT_EQ(guard([] { throw std::logic_error("c"); })->kind, PluginFault::Kind::Thrown);
}

TEST(PluginGuard, KeepsTheMessage)
{
    EXPECT_EQ(guard([] { throw Unavailable("no port"); })->why, "no port");
    EXPECT_EQ(guard([] { throw std::runtime_error("oh"); })->why, "threw: oh");
}

TEST(PluginGuard, StopsEvenWhatIsNoException)
{
    EXPECT_EQ(guard([] { throw 42; })->why, "threw something that is no std::exception");
}

} // namespace
} // namespace historian::host

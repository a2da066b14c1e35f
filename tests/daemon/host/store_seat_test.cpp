#include "host/store_seat.h"
#include "host_support.h"

#include <gtest/gtest.h>

namespace historian::host {
namespace {

TEST(StoreSeat, SaysThatThereIsNoSuchStore)
{
    Ground ground;
    const PluginShelf shelf({std::filesystem::path(HOST_TEST_PLUGINS) / "shelf"});
    try {
        const StoreSeat seat(
            {PluginKind::Output, "none", configured({}), {}}, ground.parts("store"), shelf);
        FAIL() << "it was made";
    } catch (const ConfigError& error) {
        EXPECT_NE(std::string(error.what()).find("there is no output plugin 'none'"),
                  std::string::npos);
    }
}

TEST(StoreSeat, RefusesWhatKeepsNothing)
{
    Ground ground;
    const PluginShelf shelf({std::filesystem::path(HOST_TEST_PLUGINS) / "shelf"});
    try {
        const StoreSeat seat(
            {PluginKind::Input, "good", configured({}), {}}, ground.parts("store"), shelf);
        FAIL() << "it was made";
    } catch (const ConfigError& error) {
        EXPECT_NE(std::string(error.what()).find("it keeps nothing"), std::string::npos);
    }
}

} // namespace
} // namespace historian::host

#include "app/process/data_directory.h"
#include "app/wiring.h"
#include "app_support.h"

#include <historian/error.h>

#include <gtest/gtest.h>

namespace historian::app {
namespace {

const Layout kBuilt = layoutOf(std::filesystem::path(APP_TEST_PREFIX) / "bin/historiand");

WiringPlan planIn(const std::filesystem::path& directory)
{
    std::vector<config::Problem> problems;
    WiringPlan plan{config::readSettings({}, problems), kBuilt, "", false};
    plan.settings.dataDirectory = directory;
    plan.settings.http.address = "127.0.0.1";
    plan.settings.http.port = 0;
    return plan;
}

TEST(Wiring, StartsAndStopsMoreThanOnceOnOneDirectory)
{
    const TempDirectory temp;
    const Log log(LogStyle::Journal);
    for (int round = 0; round < 3; ++round) {
        Wiring wiring(planIn(temp.path()), log);
        wiring.start();
        EXPECT_NE(wiring.port(), 0);
        EXPECT_EQ(wiring.heartbeats().size(), 2U);
        wiring.watch();
        wiring.stop();
        wiring.stop();
        EXPECT_FALSE(wiring.hasAbandoned());
    }
}

TEST(Wiring, CanBeDroppedWithoutAStart)
{
    const TempDirectory temp;
    const Log log(LogStyle::Journal);
    const Wiring wiring(planIn(temp.path()), log);
}

TEST(Wiring, SaysThatThePortIsTaken)
{
    const TempDirectory first;
    const TempDirectory second;
    const Log log(LogStyle::Journal);
    Wiring holder(planIn(first.path()), log);
    holder.start();
    WiringPlan plan = planIn(second.path());
    plan.settings.http.port = holder.port();
    Wiring late(std::move(plan), log);
    EXPECT_THROW(late.start(), Unavailable);
}

TEST(Wiring, RefusesAStoreThatIsNotThere)
{
    const TempDirectory temp;
    const Log log(LogStyle::Journal);
    WiringPlan plan = planIn(temp.path());
    plan.settings.store.plugin = "nonsense";
    EXPECT_THROW(Wiring(std::move(plan), log), ConfigError);
}

} // namespace
} // namespace historian::app

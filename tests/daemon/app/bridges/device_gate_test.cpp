#include "../app_support.h"
#include "app/bridges/device_gate.h"
#include "state/database.h"
#include "state/logbook.h"

#include <historian/testing/manual_clock.h>

#include <gtest/gtest.h>

namespace historian::app {
namespace {

class DeviceGateTest : public ::testing::Test {
protected:
    TempDirectory temp_;
    historian::testing::ManualClock clock_;
    state::Database database_{temp_.path() / "state.db"};
    state::Logbook logbook_{database_, clock_};
    state::Registry registry_{database_, logbook_, clock_, {{"known", "", {}, {}, "", ""}}};
};

TEST_F(DeviceGateTest, TakesKnownDevicesAndNewOnesIfItMay)
{
    DeviceGate open(registry_, true);
    DeviceGate closed(registry_, false);
    EXPECT_FALSE(open.refusal("known"));
    EXPECT_FALSE(open.refusal("new"));
    EXPECT_FALSE(closed.refusal("known"));
    EXPECT_EQ(closed.refusal("new")->message,
              "device 'new' is not known here, and unknown devices are refused");
}

TEST_F(DeviceGateTest, DoesNotMakeADeviceKnown)
{
    DeviceGate open(registry_, true);
    EXPECT_FALSE(open.refusal("new"));
    EXPECT_FALSE(registry_.find("new"));
}

TEST_F(DeviceGateTest, FollowsEveryDecisionAtOnce)
{
    DeviceGate gate(registry_, true);
    EXPECT_FALSE(gate.refusal("known"));
    ASSERT_TRUE(registry_.reject("known", "admin"));
    EXPECT_EQ(gate.refusal("known")->message, "device 'known' is rejected");
    ASSERT_TRUE(registry_.approve("known", "admin"));
    EXPECT_FALSE(gate.refusal("known"));
    ASSERT_TRUE(registry_.retire("known", "admin"));
    EXPECT_EQ(gate.refusal("known")->message, "device 'known' is retired");
}

TEST_F(DeviceGateTest, TakesADeviceThatBecameKnown)
{
    DeviceGate closed(registry_, false);
    EXPECT_TRUE(closed.refusal("late"));
    registry_.admit("late", true, "192.168.1.7");
    EXPECT_FALSE(closed.refusal("late"));
}

} // namespace
} // namespace historian::app

#include "counting.h"
#include "profiles.h"
#include "site.h"

#include <gtest/gtest.h>

/// The field board's counter as the packaged profile describes it, through the rules of the
/// history.
namespace historian::devices {
namespace {

namespace counting = history::testing;

history::CounterRules rulesByModbus()
{
    std::vector<base::DeviceProfile> profiles;
    for (const RegisterProfile& device : registerProfiles()) profiles.push_back(device.profile);
    const counting::Site site({counting::configured("board", "esp32-scada-modbus")}, profiles);
    return site.catalog.rules("board", "total_energy_kwh");
}

TEST(FieldBoardByModbus, CountsOnWhenItsSixteenBitsWrap)
{
    const auto counted =
        counting::count(rulesByModbus(), {{0, 655.33}, {10, 655.35}, {20, 0.01}, {30, 0.03}});
    EXPECT_EQ(counted.increase, *history::amountOf(0.06));
    ASSERT_EQ(counted.events.size(), 1U);
    EXPECT_EQ(counted.events[0].kind, history::CounterEventKind::Rollover);
}

TEST(FieldBoardByModbus, CountsFromZeroAfterAReboot)
{
    const auto counted = counting::count(rulesByModbus(), {{0, 5.00}, {10, 0.00}, {20, 0.05}});
    EXPECT_EQ(counted.increase, *history::amountOf(0.05));
    ASSERT_EQ(counted.events.size(), 1U);
    EXPECT_EQ(counted.events[0].kind, history::CounterEventKind::Reset);
}

} // namespace
} // namespace historian::devices

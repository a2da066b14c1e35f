#include "base/symbol_table.h"
#include "state/registry.h"
#include "temporary_state.h"

#include <Poco/Data/Session.h>
#include <gtest/gtest.h>

namespace historian::state {

namespace {

using Admission = Registry::Admission;

class RegistryTest : public ::testing::Test {
protected:
    void restart(const std::vector<base::DeviceSettings>& configured = {})
    {
        registry.reset();
        state.reopen();
        registry =
            std::make_unique<Registry>(*state.database, *state.logbook, state.clock, configured);
    }

    void SetUp() override { restart(); }

    TemporaryState state;
    std::unique_ptr<Registry> registry;
};

} // namespace

TEST_F(RegistryTest, TakesAnUnknownDeviceUnapproved)
{
    EXPECT_EQ(registry->admit("ESP32-001", true, "10.0.0.7"), Admission::New);
    EXPECT_EQ(registry->admit("ESP32-001", true, "10.0.0.7"), Admission::Known);
    const auto device = registry->find("ESP32-001");
    ASSERT_TRUE(device);
    EXPECT_EQ(device->standing, Standing::Unapproved);
    EXPECT_EQ(device->address, "10.0.0.7");
    EXPECT_EQ(state.logbook->list(0, 1).front().action, "device_seen");
}

TEST_F(RegistryTest, RefusesUnknownDevicesWhereTheInputSaysSo)
{
    EXPECT_EQ(registry->admit("stranger", false, ""), Admission::Unknown);
    EXPECT_TRUE(registry->all().empty());
}

TEST_F(RegistryTest, KeepsDecisionsOverARestart)
{
    registry->admit("a", true, "");
    registry->admit("b", true, "");
    EXPECT_TRUE(registry->approve("a", "admin"));
    EXPECT_TRUE(registry->reject("b", "admin"));
    EXPECT_TRUE(registry->rename("a", "Toit est", "token:x"));
    restart();
    EXPECT_EQ(registry->find("a")->standing, Standing::Approved);
    EXPECT_EQ(registry->find("a")->label, "Toit est");
    EXPECT_EQ(registry->admit("b", true, ""), Admission::Rejected);
}

TEST_F(RegistryTest, SignsEveryDecisionInTheLogbook)
{
    registry->admit("a", true, "");
    EXPECT_TRUE(registry->retire("a", "token:ops"));
    const auto entry = state.logbook->list(0, 1).front();
    EXPECT_EQ(entry.who, "token:ops");
    EXPECT_EQ(entry.action, "device_retired");
    EXPECT_EQ(entry.subject, "a");
    EXPECT_TRUE(registry->retire("a", "token:ops"));
    EXPECT_EQ(state.logbook->list(0, 1).front().number, entry.number) << "nothing was decided anew";
}

TEST_F(RegistryTest, SaysThatADeviceDoesNotExist)
{
    EXPECT_FALSE(registry->approve("nobody", "admin"));
    EXPECT_FALSE(registry->rename("nobody", "x", "admin"));
}

TEST_F(RegistryTest, ApprovesWhatTheConfigurationNames)
{
    registry->admit("meter", true, "");
    restart({{"meter", "esp32-scada", 1.5, {}, "", ""}});
    const auto device = registry->find("meter");
    EXPECT_EQ(device->standing, Standing::Approved);
    EXPECT_TRUE(device->isConfigured);
    EXPECT_EQ(device->ratedKw, 1.5);
    EXPECT_EQ(device->profile, "esp32-scada");
}

TEST_F(RegistryTest, LeavesARejectionStandingThoughTheConfigurationNamesTheDevice)
{
    registry->admit("meter", true, "");
    EXPECT_TRUE(registry->reject("meter", "admin"));
    restart({{"meter", "", {}, {}, "", ""}});
    EXPECT_EQ(registry->find("meter")->standing, Standing::Rejected);
}

TEST_F(RegistryTest, GivesAProfileOnlyToADeviceWithoutOne)
{
    registry->admit("a", true, "");
    registry->assignProfile("a", "esp32-scada");
    registry->assignProfile("a", "other");
    EXPECT_EQ(registry->find("a")->profile, "esp32-scada");
}

TEST_F(RegistryTest, HoldsAsManyDevicesAsItPromises)
{
    for (std::size_t i = 0; i < base::kDevicesMax; ++i)
        ASSERT_EQ(registry->admit("d" + std::to_string(i), true, ""), Admission::New);
    EXPECT_EQ(registry->admit("one-more", true, ""), Admission::TooMany);
    EXPECT_EQ(registry->admit("d0", true, ""), Admission::Known);
}

TEST_F(RegistryTest, ShowsByItsRevisionThatSomethingChanged)
{
    const auto before = registry->revision();
    registry->admit("a", true, "");
    const auto after = registry->revision();
    EXPECT_GT(after, before);
    registry->admit("a", true, "");
    EXPECT_EQ(registry->revision(), after);
}

TEST_F(RegistryTest, DecidesNothingThatItCannotWriteDown)
{
    using namespace Poco::Data::Keywords;
    registry->admit("a", true, "");
    const auto revision = registry->revision();
    state.database->with(
        [](Poco::Data::Session& session) { session << "ALTER TABLE logbook RENAME TO away", now; });
    EXPECT_FALSE(registry->approve("a", "admin"));
    EXPECT_FALSE(registry->rename("a", "Roof", "admin"));
    EXPECT_EQ(registry->find("a")->standing, Standing::Unapproved);
    EXPECT_EQ(registry->revision(), revision);
    EXPECT_ANY_THROW(registry->admit("b", true, ""));
    EXPECT_FALSE(registry->find("b"));
    state.database->with(
        [](Poco::Data::Session& session) { session << "ALTER TABLE away RENAME TO logbook", now; });
    restart();
    EXPECT_EQ(registry->find("a")->standing, Standing::Unapproved);
    EXPECT_FALSE(registry->find("b"));
}

} // namespace historian::state

#include "example_input.h"

#include <historian/testing/fake_host.h>
#include <historian/testing/fake_sink.h>
#include <historian/testing/test_config.h>

#include <gtest/gtest.h>

namespace historian::example {

using std::chrono::seconds;
using testing::FakeHost;
using testing::FakeSink;
using testing::TestConfig;

TEST(ExampleInput, SubmitsTheWeatherOfTheHostsClock)
{
    FakeHost host;
    host.manualClock.set(Time(std::chrono::sys_days(std::chrono::year(2025) / 1 / 20)) +
                         std::chrono::hours(12));
    FakeSink sink;
    ExampleInput input(host, TestConfig(ExampleInput::kKeys, {{"device", "roof"}}));
    input.start(sink);
    ASSERT_TRUE(sink.waitFor(1, seconds(10)));
    input.stop();
    const Batch batch = sink.everything();
    EXPECT_EQ(host.name(batch[0].device), "roof");
    EXPECT_EQ(batch[0].received, host.manualClock.now());
    ASSERT_EQ(batch[0].valueCount, 2U);
    EXPECT_NEAR(batch.values(batch[0])[0].asDouble(), 1000, 1e-6);
    EXPECT_EQ(host.name(batch.values(batch[0])[1].metric()), "ambient_temp_c");
}

TEST(ExampleInput, GoesOnAtItsIntervalAndStopsWhenToldTo)
{
    FakeHost host;
    FakeSink sink;
    ExampleInput input(host, TestConfig(ExampleInput::kKeys, {{"interval", "100ms"}}));
    input.start(sink);
    ASSERT_TRUE(sink.waitFor(3, seconds(10)));
    input.stop();
}

TEST(ExampleInput, CountsWhatIsNotStored)
{
    FakeHost host;
    FakeSink sink;
    ExampleInput input(host, TestConfig(ExampleInput::kKeys, {{"interval", "1h"}}));
    input.start(sink);
    ASSERT_TRUE(sink.waitFor(1, seconds(10)));
    input.stop();
    sink.failAll("the disk is full");
    EXPECT_EQ(host.counted("readings_missed"), 1U);
}

TEST(ExampleInput, RefusesADeviceThatTheHostRefuses)
{
    FakeHost host;
    EXPECT_THROW(ExampleInput(host, TestConfig(ExampleInput::kKeys, {{"device", "no name"}})),
                 ConfigError);
}

} // namespace historian::example

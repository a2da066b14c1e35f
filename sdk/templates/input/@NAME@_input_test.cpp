#include "@NAME@_input.h"

#include <historian/testing/fake_host.h>
#include <historian/testing/fake_sink.h>
#include <historian/testing/test_config.h>

#include <gtest/gtest.h>

namespace historian::@NAME@ {

using testing::FakeHost;
using testing::FakeSink;
using testing::TestConfig;

TEST(@Name@Input, SubmitsAReadingOfItsDevice)
{
    FakeHost host;
    FakeSink sink;
    @Name@Input input(host, TestConfig(@Name@Input::kKeys, {{"device", "roof"}}));
    input.start(sink);
    ASSERT_TRUE(sink.waitFor(1, std::chrono::seconds(10)));
    input.stop();
    const Batch batch = sink.everything();
    EXPECT_EQ(host.name(batch[0].device), "roof");
    EXPECT_EQ(host.name(batch.values(batch[0])[0].metric()), "power");
}

TEST(@Name@Input, RefusesADeviceThatTheHostRefuses)
{
    FakeHost host;
    EXPECT_THROW(@Name@Input(host, TestConfig(@Name@Input::kKeys, {{"device", "no name"}})),
                 ConfigError);
}

} // namespace historian::@NAME@

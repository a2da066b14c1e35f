#include "@NAME@_output.h"

#include <historian/testing/fake_host.h>
#include <historian/testing/test_config.h>

#include <gtest/gtest.h>

namespace historian::@NAME@ {

using testing::FakeHost;
using testing::TestConfig;

TEST(@Name@Output, AnswersEveryReading)
{
    FakeHost host;
    @Name@Output output(host, TestConfig(@Name@Output::kKeys));
    output.start();
    Segment segment;
    segment.readings.begin(*host.symbol(NameKind::Device, "roof"));
    segment.readings.add(Value::number(*host.symbol(NameKind::Metric, "power"), 550));
    const Deliveries deliveries = output.deliver(segment);
    ASSERT_EQ(deliveries.size(), 1U);
    EXPECT_EQ(deliveries[0].kind, Delivery::Kind::Done);
    EXPECT_GT(host.counted("bytes_sent"), 0U);
    output.stop();
}

} // namespace historian::@NAME@

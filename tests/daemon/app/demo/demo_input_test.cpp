#include "app/demo/demo_input.h"

#include <historian/testing/fake_host.h>
#include <historian/testing/fake_sink.h>

#include <gtest/gtest.h>

#include <condition_variable>

namespace historian::app {
namespace {

using namespace std::chrono_literals;
using testing::FakeHost;
using testing::FakeSink;

/// Takes everything and lets a test wait for a number of batches.
class CountingSink : public Sink {
public:
    Submission submit(Batch&& batch, Done /*done*/) override
    {
        const std::lock_guard lock(mutex_);
        for (const Reading& reading : batch.readings()) all_.append(batch, reading);
        isLive_ = batch.size() <= 3 && batch[0].clock == ClockPolicy::Arrival;
        changed_.notify_all();
        return {};
    }

    void refuse(Refusal /*refusal*/) override {}

    Batch waitForLive()
    {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, 20s, [this] { return isLive_; });
        return all_;
    }

private:
    Batch all_;
    bool isLive_ = false;
    std::mutex mutex_;
    std::condition_variable changed_;
};

TEST(DemoInput, NamesItsDevicesWithTheProfileThatCallsThemSimulated)
{
    const auto devices = demoDevices();
    ASSERT_EQ(devices.size(), 3U);
    for (const base::DeviceSettings& device : devices) {
        EXPECT_EQ(device.profile, "demo");
        EXPECT_TRUE(device.ratedKw);
    }
}

TEST(DemoInput, SendsElevenValuesOfEachDevice)
{
    FakeHost host;
    DemoInput input(host);
    const Batch batch = input.readingsAt(host.clock().now(), ClockPolicy::Arrival);
    ASSERT_EQ(batch.size(), 3U);
    for (const Reading& reading : batch.readings()) {
        EXPECT_EQ(reading.valueCount, 11U);
        EXPECT_EQ(reading.clock, ClockPolicy::Arrival);
    }
    EXPECT_EQ(host.name(batch.values(batch[0])[2].metric()), "power");
}

TEST(DemoInput, SeedsTheLastDayAndThenSendsLive)
{
    FakeHost host;
    CountingSink sink;
    DemoInput input(host);
    input.start(sink);
    const Batch all = sink.waitForLive();
    input.stop();
    const Time now = host.clock().now();
    std::size_t seeded = 0;
    for (const Reading& reading : all.readings()) {
        EXPECT_LE(reading.time, now);
        EXPECT_GE(reading.time, now - 24h);
        if (reading.clock == ClockPolicy::Device) ++seeded;
    }
    // Three devices, 1,440 minutes; two minutes of a reboot and forty of an outage are missing.
    EXPECT_EQ(seeded, 3U * 1440 - 2 - 40);
    EXPECT_EQ(all.size() - seeded, 3U);
}

TEST(DemoInput, StopsWhileTheSinkIsBusy)
{
    FakeHost host;
    FakeSink busy(FakeSink::Mood::Busy);
    DemoInput input(host);
    input.start(busy);
    input.stop();
    input.stop();
    EXPECT_TRUE(busy.everything().isEmpty());
}

TEST(DemoInput, StopsWithoutStart)
{
    FakeHost host;
    DemoInput input(host);
    input.stop();
}

TEST(DemoInput, CannotStartWhereItsDevicesAreRefused)
{
    FakeHost host;
    host.refuseDevice("demo-carport");
    EXPECT_THROW(DemoInput{host}, Unavailable);
}

} // namespace
} // namespace historian::app

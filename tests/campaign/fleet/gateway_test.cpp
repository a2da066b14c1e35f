#include "gateway.h"

#include <gtest/gtest.h>

namespace historian::fleet {
namespace {

using namespace std::chrono_literals;

constexpr SteadyTime kStart{1000h};

GatewayShape shapeOf(std::chrono::seconds outage)
{
    return {.interval = 1s, .firstReading = kStart - outage};
}

Gateway gatewayOf(std::chrono::seconds outage)
{
    return {shapeOf(outage), [] { return 0.5; }};
}

TEST(SimulatedGateway, SendsTheNewestReadingsFirstAfterALongOutage)
{
    Gateway gateway = gatewayOf(1h);
    const auto next = gateway.step(kStart);
    ASSERT_TRUE(std::holds_alternative<Gateway::Request>(next));
    const auto& request = std::get<Gateway::Request>(next);
    EXPECT_EQ(request.lane, forward::Lane::Live);
    EXPECT_EQ(request.run.seqs.last, 3601U);
    EXPECT_EQ(request.readings(), forward::kBatchFirst);
}

TEST(SimulatedGateway, WaitsAtLeastAsLongAsItIsTold)
{
    Gateway gateway = gatewayOf(1h);
    const auto request = std::get<Gateway::Request>(gateway.step(kStart));
    gateway.failed(request, kStart, 0s, 7s);
    const auto next = gateway.step(kStart);
    ASSERT_TRUE(std::holds_alternative<SteadyTime>(next));
    EXPECT_GE(std::get<SteadyTime>(next), kStart + 7s);
}

TEST(SimulatedGateway, HasNoBacklogWhenAllWasDelivered)
{
    Gateway gateway = gatewayOf(10s);
    EXPECT_EQ(gateway.backlog(kStart), 11U);
    const auto request = std::get<Gateway::Request>(gateway.step(kStart));
    gateway.delivered(request, kStart, 1ms);
    EXPECT_EQ(gateway.backlog(kStart), 0U);
    const auto next = gateway.step(kStart + 200ms);
    ASSERT_TRUE(std::holds_alternative<SteadyTime>(next));
    EXPECT_EQ(std::get<SteadyTime>(next), kStart + 1s);
}

TEST(SimulatedGateway, BeginsWhereItWasLeft)
{
    GatewayShape shape = shapeOf(10s);
    shape.delivered = 5;
    const Gateway gateway(shape, [] { return 0.5; });
    EXPECT_EQ(gateway.backlog(kStart), 6U);
}

} // namespace
} // namespace historian::fleet

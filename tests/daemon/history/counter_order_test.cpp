#include "counting.h"
#include "site.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace historian::history {
namespace {

using testing::at;
using testing::Shown;
using testing::Site;

base::DeviceProfile profileOfMeter()
{
    base::DeviceProfile profile;
    profile.name = "meter";
    profile.expectedInterval = std::chrono::seconds(10);
    base::MetricProfile metric;
    metric.unit = "kWh";
    metric.kind = SeriesKind::Counter;
    metric.counter = {0.01, 655.36, 125.0, true};
    profile.metrics.emplace("energy_kwh", metric);
    return profile;
}

/// Commits the samples in every order, asks after each commit, and compares the ends.
void expectSameInEveryOrder(Site& site, const Shown& shown)
{
    std::vector<std::size_t> order(shown.size());
    std::iota(order.begin(), order.end(), 0U);
    std::optional<Amount> expected;
    do {
        historian::testing::MemoryStore store;
        CounterTotals totals(store, site.symbols, site.catalog);
        for (const std::size_t index : order) {
            Batch batch;
            batch.begin(site.device("m")).time = at(shown[index].first);
            batch.add(Value::number(site.metric("energy_kwh"), shown[index].second));
            store.commit({batch, {}, "boot", {}});
            ASSERT_TRUE(totals.lifetime(site.device("m"), site.metric("energy_kwh")));
        }
        const auto total = totals.lifetime(site.device("m"), site.metric("energy_kwh"));
        if (!expected) expected = total->lifetime();
        ASSERT_EQ(total->lifetime(), *expected);
    } while (std::ranges::next_permutation(order).found);
}

class CounterOrder : public ::testing::Test {
protected:
    Site site_{{testing::configured("m", "meter")}, {profileOfMeter()}};
};

TEST_F(CounterOrder, DoesNotMatterForAReset)
{
    expectSameInEveryOrder(site_, {{0, 5}, {120, 0}, {180, 0.1}, {900, 0.2}, {901, 0.21}});
}

TEST_F(CounterOrder, DoesNotMatterForAWrap)
{
    expectSameInEveryOrder(site_, {{0, 655.2}, {10, 655.3}, {20, 0.05}, {900, 0.3}, {910, 0.4}});
}

TEST_F(CounterOrder, DoesNotMatterForAGlitch)
{
    expectSameInEveryOrder(site_, {{0, 77.5}, {10, 77.6}, {20, 0}, {30, 0}, {40, 77.7}});
}

TEST_F(CounterOrder, DoesNotMatterForASpikeAndADip)
{
    expectSameInEveryOrder(site_, {{0, 10}, {10, 10'000}, {20, 10.02}, {30, 10.01}, {40, 10.03}});
}

TEST_F(CounterOrder, DoesNotMatterForTwoResets)
{
    expectSameInEveryOrder(site_,
                           {{0, 5}, {1000, 0}, {2000, 1}, {3000, 0.5}, {4000, 0.75}, {5000, 1.5}});
}

} // namespace
} // namespace historian::history

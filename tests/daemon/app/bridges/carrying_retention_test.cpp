#include "app/bridges/carrying_retention.h"
#include "bridge_site.h"
#include "fake_retention.h"

namespace historian::app {
namespace {

/// A store that nobody can read.
class UnreadableStore : public historian::testing::MemoryStore {
public:
    Result<std::unique_ptr<Snapshot>> snapshot() override { return Error{"the disk is gone"}; }
};

class CarryingRetentionTest : public BridgeSite {
protected:
    FakeRetention inner_;
    history::CounterCarry carry_{store_, symbols_, catalog_, clock_};
    CarryingRetention carrying_{inner_, carry_};
};

TEST_F(CarryingRetentionTest, KeepsWhatCountersCameToInTheTransactionOfThePurge)
{
    for (int i = 0; i < 3; ++i) post(60.0 * i, {{"total_energy_kwh", 100.5 + i}});
    clock_.set(at(180));
    const auto purge = carrying_.next({});
    ASSERT_TRUE(purge);
    store_.reclaim(purge->storeId, purge->upToSeq, purge->ledger);
    EXPECT_EQ((*store_.snapshot())->records("ledger")->size(), 1U);
    const auto bases = (*store_.snapshot())->records(history::kCounterBaseKind);
    ASSERT_EQ(bases->size(), 1U);
    EXPECT_EQ(bases->front().key, "meter/total_energy_kwh");
}

TEST_F(CarryingRetentionTest, LetsNothingGoThatCannotBeRead)
{
    UnreadableStore broken;
    const history::CounterCarry blind(broken, symbols_, catalog_, clock_);
    CarryingRetention careful(inner_, blind);
    EXPECT_FALSE(careful.next({}));
    EXPECT_EQ(inner_.outcomes, std::vector<bool>{false});
}

TEST_F(CarryingRetentionTest, HasNothingToCarryWhereNothingGoes)
{
    inner_.upToSeq = 0;
    EXPECT_FALSE(carrying_.next({}));
    carrying_.committed();
    carrying_.purged(true);
    EXPECT_EQ(inner_.commits, 1);
    EXPECT_EQ(inner_.outcomes, std::vector<bool>{true});
}

} // namespace
} // namespace historian::app

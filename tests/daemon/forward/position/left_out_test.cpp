#include "forward/position/left_out.h"
#include "forward/verdict/record_text.h"
#include "forward_support.h"

namespace historian::forward {
namespace {

class LeftOutTest : public ForwardTest {
protected:
    LeftOut open(const std::string& output = "cloud")
    {
        LeftOut left(output);
        const auto snapshot = *store.snapshot();
        for (const Record& record : recordsOf(*snapshot, kLeftOutKind)) left.load(record);
        return left;
    }

    static forward::Run runOf(SeqRange seqs) { return {kStore, seqs}; }
};

TEST_F(LeftOutTest, KnowsAcrossARestartWhatWasLeftOut)
{
    LeftOut left = open();
    desk.change({left.add(runOf({1, 10}))});
    EXPECT_EQ(open().all().at(kStore).text(), "1-10");
    EXPECT_TRUE(open("other").all().empty());
}

TEST_F(LeftOutTest, ForgetsWhatIsOfferedAfterAll)
{
    LeftOut left = open();
    desk.change({left.add(runOf({1, 10}))});
    EXPECT_FALSE(left.remove(runOf({11, 20})));
    desk.change({*left.remove(runOf({6, 20}))});
    EXPECT_EQ(open().all().at(kStore).text(), "1-5");
    desk.change({*left.remove(runOf({1, 20}))});
    EXPECT_TRUE(open().all().empty());
}

} // namespace
} // namespace historian::forward

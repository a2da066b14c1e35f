#include "link/name_lookup.h"
#include "testing/live_host.h"

#include <gtest/gtest.h>

namespace historian::modbus {
namespace {

using namespace std::chrono_literals;

struct NameLookupTest : ::testing::Test {
    testing::LiveHost host;
    Loop loop{host.clock()};

    Io find(NameLookup& lookup, std::chrono::seconds patience = 60s)
    {
        return loop.finish(lookup.find(loop, loop.now() + patience));
    }
};

} // namespace

TEST_F(NameLookupTest, UnderstandsAddresses)
{
    for (const char* address : {"127.0.0.1", "::1"}) {
        NameLookup lookup({address, "502"});
        ASSERT_EQ(find(lookup), Io::Done) << lookup.why();
        EXPECT_NE(lookup.take(), nullptr);
        EXPECT_EQ(lookup.take(), nullptr);
    }
}

TEST_F(NameLookupTest, FindsANameEachTimeItIsAsked)
{
    NameLookup lookup({"localhost", "502"});
    for (int round = 0; round < 3; ++round) {
        ASSERT_EQ(find(lookup), Io::Done) << lookup.why();
        EXPECT_NE(lookup.take(), nullptr);
    }
}

TEST_F(NameLookupTest, SaysWhichNameNobodyKnows)
{
    NameLookup lookup({"meter.invalid", "502"});
    EXPECT_EQ(find(lookup), Io::Broken);
    EXPECT_EQ(lookup.why().find("cannot find meter.invalid: "), 0U);
}

TEST_F(NameLookupTest, DoesNotWaitLongerThanItMayAndTakesTheAnswerLater)
{
    NameLookup lookup({"localhost", "502"});
    const Io io = find(lookup, 0s);
    if (io != Io::Done) {
        EXPECT_NE(lookup.why().find("no answer from the name server"), std::string::npos);
    }
    EXPECT_EQ(find(lookup), Io::Done) << lookup.why();
}

} // namespace historian::modbus

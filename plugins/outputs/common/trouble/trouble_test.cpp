#include "trouble/trouble.h"

#include <historian/testing/fake_host.h>

#include <gtest/gtest.h>

namespace historian::trouble {

TEST(Trouble, SaysOnlyWhatChanged)
{
    testing::FakeHost host;
    Trouble trouble(host);
    trouble.say("");
    EXPECT_TRUE(host.logLines().empty());
    trouble.say("refused");
    trouble.say("refused");
    EXPECT_EQ(host.logLines().size(), 1U);
    EXPECT_EQ(host.whyDegraded(), "refused");
    trouble.say("no answer");
    EXPECT_EQ(host.logLines().size(), 2U);
    EXPECT_EQ(trouble.why(), "no answer");
    trouble.say("");
    EXPECT_EQ(host.whyDegraded(), "");
}

} // namespace historian::trouble

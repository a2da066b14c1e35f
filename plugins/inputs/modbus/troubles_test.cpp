#include "troubles.h"

#include <historian/testing/fake_host.h>

#include <gtest/gtest.h>

namespace historian::modbus {

TEST(Troubles, AreOneSentenceOfAllLines)
{
    historian::testing::FakeHost host;
    Troubles troubles(host);
    troubles.say("tcp://a", "unit 1: no reply in time");
    troubles.say("tcp://b", "");
    troubles.say("tcp://c", "tcp://c: cannot connect");
    EXPECT_EQ(host.whyDegraded(), "unit 1: no reply in time; tcp://c: cannot connect");
    troubles.say("tcp://a", "");
    EXPECT_EQ(host.whyDegraded(), "tcp://c: cannot connect");
    troubles.say("tcp://c", "");
    EXPECT_EQ(host.whyDegraded(), "");
}

} // namespace historian::modbus

#include "health.h"

#include <historian/testing/fake_host.h>

#include <gtest/gtest.h>

namespace historian::supabase {

TEST(Health, LogsChangesAndIsGoodOnlyWhenEveryTableIs)
{
    testing::FakeHost host;
    Health health(host);
    health.good("a");
    health.bad("a", "no");
    health.bad("a", "no");
    health.bad("b", "never");
    EXPECT_EQ(host.logLines().size(), 2U);
    health.good("a");
    EXPECT_NE(host.whyDegraded(), "");
    health.good("b");
    EXPECT_EQ(host.whyDegraded(), "");
    EXPECT_EQ(host.logLines().size(), 4U);
}

} // namespace historian::supabase

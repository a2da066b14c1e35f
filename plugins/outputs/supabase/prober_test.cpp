#include "prober.h"

#include <gtest/gtest.h>

namespace historian::supabase {

TEST(DataADay, IsKnownAfterTenMinutesOfDelivery)
{
    using std::chrono::hours;
    using std::chrono::minutes;
    EXPECT_EQ(dataADay({1000, 10, minutes(9)}).found, "known after ten minutes of delivery");
    EXPECT_EQ(dataADay({1000, 0, hours(9)}).found, "known after ten minutes of delivery");
    EXPECT_EQ(dataADay({6'000'000, 43'200, hours(12)}).found,
              "12.0 MB sent; 86400.0 readings, which fill 500 MB in 16.5 days");
}

} // namespace historian::supabase

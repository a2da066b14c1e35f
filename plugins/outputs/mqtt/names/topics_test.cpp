#include "names/topics.h"

#include <gtest/gtest.h>

namespace historian::mqtt {

TEST(Topics, NameSiteDeviceAndMetric)
{
    const Topics topics("plant/historian", "site-001");
    EXPECT_EQ(topics.status(), "plant/historian/site-001/status");
    EXPECT_EQ(topics.readings("ESP32-001"), "plant/historian/site-001/ESP32-001");
    EXPECT_EQ(topics.latest("ESP32-001"), "plant/historian/site-001/ESP32-001/latest");
    EXPECT_EQ(topics.total("m", "energy_kwh"), "plant/historian/site-001/m/energy_kwh/total");
}

TEST(Topics, KeepADeviceCalledStatusApart)
{
    const Topics topics("historian", "s");
    EXPECT_EQ(topics.readings("status"), "historian/s/status_");
    EXPECT_EQ(topics.latest("status"), "historian/s/status_/latest");
}

} // namespace historian::mqtt

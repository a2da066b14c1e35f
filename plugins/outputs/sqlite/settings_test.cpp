#include "settings.h"

#include <historian/testing/test_config.h>

#include <gtest/gtest.h>

namespace historian::sqlite {

namespace {

Settings settingsFrom(const testing::TestConfig::Texts& texts)
{
    return settingsOf(testing::TestConfig(kKeys, texts));
}

TEST(Settings, AreCompleteWithoutAnyKey)
{
    const Settings settings = settingsFrom({});
    EXPECT_EQ(settings.directory, "/var/lib/historian");
    EXPECT_FALSE(settings.quotaBytes);
    EXPECT_EQ(settings.reserveBytes, 16U << 20);
}

TEST(Settings, ReadAQuotaInEveryUnit)
{
    EXPECT_EQ(settingsFrom({{"quota", "2MiB"}}).quotaBytes, 2U << 20);
    EXPECT_EQ(settingsFrom({{"quota", "4GB"}}).quotaBytes, 4'000'000'000U);
    EXPECT_EQ(settingsFrom({{"quota", "2000000"}}).quotaBytes, 2'000'000U);
}

TEST(Settings, RefuseAQuotaThatIsNoneOrTooSmall)
{
    for (const char* quota : {"much", "5", "1023KiB", "4GBit", "-1GB", "", "99999999999GB"})
        EXPECT_THROW(settingsFrom({{"quota", quota}}), ConfigError) << quota;
}

} // namespace

} // namespace historian::sqlite

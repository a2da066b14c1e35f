#include "base/symbol_table.h"

#include <gtest/gtest.h>

#include <string>

namespace historian::base {

TEST(SymbolTable, GivesTheSameSymbolForTheSameName)
{
    SymbolTable table;
    const auto first = table.symbol(NameKind::Device, "ESP32-001");
    const auto again = table.symbol(NameKind::Device, "ESP32-001");
    ASSERT_TRUE(first && again);
    EXPECT_EQ(*first, *again);
    EXPECT_EQ(table.name(*first), "ESP32-001");
}

TEST(SymbolTable, TellsADeviceFromAMetricOfTheSameName)
{
    SymbolTable table;
    EXPECT_NE(*table.symbol(NameKind::Device, "power"), *table.symbol(NameKind::Metric, "power"));
}

TEST(SymbolTable, RefusesNamesThatAreNone)
{
    SymbolTable table;
    for (const char* bad : {"", "-x", "<img src=x>", "a b", "caf\xc3\xa9"})
        EXPECT_FALSE(table.symbol(NameKind::Device, bad)) << bad;
    EXPECT_FALSE(table.symbol(NameKind::Device, std::string(65, 'a')));
    EXPECT_TRUE(table.symbol(NameKind::Device, std::string(64, 'a')));
    EXPECT_FALSE(table.symbol(NameKind::Metric, "Power"));
    EXPECT_FALSE(table.symbol(NameKind::Metric, "1st"));
}

TEST(SymbolTable, HoldsAsManyDevicesAsItPromises)
{
    SymbolTable table;
    for (std::size_t i = 0; i < kDevicesMax; ++i)
        ASSERT_TRUE(table.symbol(NameKind::Device, "d" + std::to_string(i)));
    EXPECT_FALSE(table.symbol(NameKind::Device, "one-more"));
    EXPECT_TRUE(table.symbol(NameKind::Device, "d0"));
    EXPECT_EQ(table.all(NameKind::Device).size(), kDevicesMax);
}

} // namespace historian::base

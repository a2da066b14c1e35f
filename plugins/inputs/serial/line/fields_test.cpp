#include "line/fields.h"

#include <gtest/gtest.h>

namespace historian::serial {

TEST(Fields, AreWrittenAsTheOneJsonOfReadings)
{
    EXPECT_EQ(jsonOf({{"device_id", "17"},
                      {"id", "9"},
                      {"timestamp", "1737369000.5"},
                      {"system_status", "1"},
                      {"power", "550.50"},
                      {"current", "nan"},
                      {"voltage", ""}}),
              R"({"device_id":"17","id":"9","timestamp":1737369000.5,"system_status":1,)"
              R"("power":"550.50","current":"nan","voltage":""})");
}

} // namespace historian::serial

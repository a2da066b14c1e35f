#include "answers.h"

#include <gtest/gtest.h>

namespace historian::exec {

TEST(ExecAnswers, AreLinesOfJson)
{
    EXPECT_EQ(ackLine("7"), R"({"ack":7})");
    EXPECT_EQ(ackLine(R"("a")"), R"({"ack":"a"})");
    EXPECT_EQ(rejectLine("7", "device_id", "it is \"unknown\""),
              R"({"reject":7,"field":"device_id","why":"it is \"unknown\""})");
    EXPECT_EQ(rejectLine("", "", "no JSON"), R"({"reject":null,"field":"","why":"no JSON"})");
    EXPECT_EQ(busyLine(std::chrono::seconds(2)), R"({"busy":2000})");
}

} // namespace historian::exec

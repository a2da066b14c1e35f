#include "wire/receipts.h"

#include <gtest/gtest.h>

namespace historian::supabase {

namespace {

curl::Answer answerOf(long status, std::string applied, std::string range)
{
    curl::Answer answer;
    answer.status = status;
    answer.headers["preference-applied"] = std::move(applied);
    answer.headers["content-range"] = std::move(range);
    return answer;
}

constexpr const char* kApplied = "missing=default, resolution=ignore-duplicates, count=exact";

} // namespace

TEST(RowsTaken, NeedsStatusPreferenceAndCount)
{
    EXPECT_EQ(rowsTaken(answerOf(201, kApplied, "*/7"), "ignore-duplicates"), 7U);
    EXPECT_EQ(rowsTaken(answerOf(200, kApplied, "0-6/7"), "ignore-duplicates"), 7U);
    EXPECT_EQ(rowsTaken(answerOf(204, kApplied, "*/7"), "ignore-duplicates"), std::nullopt);
    EXPECT_EQ(rowsTaken(answerOf(201, "count=exact", "*/7"), "ignore-duplicates"), std::nullopt);
    EXPECT_EQ(rowsTaken(answerOf(201, kApplied, "*/7"), "merge-duplicates"), std::nullopt);
    for (const char* range : {"", "7", "*/*", "*/", "*/7x", "*/-1"})
        EXPECT_EQ(rowsTaken(answerOf(201, kApplied, range), "ignore-duplicates"), std::nullopt)
            << range;
}

TEST(IngestReceipt, ReadsCountsAndRejections)
{
    const auto receipt = ingestReceiptOf(
        R"({"received":3,"inserted":1,"rejected":[{"index":0,"seq":9,"code":"23514","message":"m"}]})");
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->received, 3U);
    EXPECT_EQ(receipt->inserted, 1U);
    ASSERT_EQ(receipt->rejected.size(), 1U);
    EXPECT_EQ(receipt->rejected[0].seq, 9U);
    EXPECT_EQ(receipt->rejected[0].why, "23514: m");
    for (const char* body : {"",
                             "<html>",
                             "[]",
                             "{}",
                             R"({"received":-1,"inserted":1,"rejected":[]})",
                             R"({"received":1,"inserted":1})",
                             R"({"received":1,"inserted":1,"rejected":[1]})"})
        EXPECT_FALSE(ingestReceiptOf(body)) << body;
}

TEST(Days, ReadsDaysAndRefusesAnythingElse)
{
    const auto days = daysOf(R"([{"day":"2026-11-24T00:00:00+00:00","readings":5}])");
    ASSERT_TRUE(days);
    ASSERT_EQ(days->size(), 1U);
    EXPECT_EQ(days->front().readings, 5U);
    EXPECT_EQ(days->front().day, Time(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24)));
    EXPECT_TRUE(daysOf("[]")->empty());
    for (const char* body : {"", "{}", "[1]", R"([{"day":"x","readings":5}])"})
        EXPECT_FALSE(daysOf(body)) << body;
}

} // namespace historian::supabase

#include "pipeline/intake/rejected_list.h"

#include <gtest/gtest.h>

namespace historian::pipeline {

namespace {

base::RejectedEntry entry(int number)
{
    return {Time(std::chrono::seconds(number)),
            "http",
            "d",
            "power",
            "bad_value",
            std::to_string(number),
            "10.0.0.7",
            "{\"a\x1f\":1}"};
}

std::vector<Record> storedAfter(RecordJournal& journal)
{
    std::vector<Record> records;
    for (const auto& change : journal.take())
        records.push_back({change.kind, change.key, *change.body});
    return records;
}

} // namespace

TEST(RejectedList, KeepsTheNewestAndForgetsTheOldest)
{
    RecordJournal journal;
    RejectedList list(journal, {});
    for (int i = 0; i < static_cast<int>(kRejectedKeptMax) + 5; ++i) list.add(entry(i));
    const auto entries = list.list();
    ASSERT_EQ(entries.size(), kRejectedKeptMax);
    EXPECT_EQ(entries.front().message, "204");
    EXPECT_EQ(entries.back().message, "5");
}

TEST(RejectedList, SurvivesARestartInItsOrder)
{
    RecordJournal journal;
    {
        RejectedList list(journal, {});
        for (int i = 0; i < static_cast<int>(kRejectedKeptMax) + 5; ++i) list.add(entry(i));
    }
    RecordJournal fresh;
    RejectedList again(fresh, storedAfter(journal));
    again.add(entry(900));
    const auto entries = again.list();
    ASSERT_EQ(entries.size(), kRejectedKeptMax);
    EXPECT_EQ(entries[0].message, "900");
    EXPECT_EQ(entries[1].message, "204");
    EXPECT_EQ(entries[1].excerpt, "{\"a\":1}");
    EXPECT_EQ(entries[1].at, Time(std::chrono::seconds(204)));
}

} // namespace historian::pipeline

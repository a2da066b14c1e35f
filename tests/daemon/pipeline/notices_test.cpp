#include "pipeline/notices.h"
#include "pipeline_fixture.h"

#include <Poco/Data/Session.h>

namespace historian::pipeline {

using namespace Poco::Data::Keywords;

TEST_F(PipelineTest, KeepsTheNewestNoticesWhileTheLogbookCannotBeWritten)
{
    Notices notices(*logbook);
    database->with(
        [](Poco::Data::Session& session) { session << "ALTER TABLE logbook RENAME TO away", now; });
    for (std::size_t i = 0; i <= kNoticesMax; ++i) notices.add("moved", std::to_string(i), "");
    notices.write();
    EXPECT_EQ(notices.waiting(), kNoticesMax);
    database->with(
        [](Poco::Data::Session& session) { session << "ALTER TABLE away RENAME TO logbook", now; });
    notices.write();
    EXPECT_EQ(notices.waiting(), 0U);
    const auto entries = logbook->list(0, 1000);
    ASSERT_EQ(entries.size(), kNoticesMax);
    EXPECT_EQ(entries.back().subject, "1");
}

TEST_F(PipelineTest, WritesOnceAnHourWhatAnInputKeepsSaying)
{
    Sink& sink = start();
    for (int minute = 0; minute < 60; ++minute) {
        clock.advance(std::chrono::minutes(1));
        sink.notice({"meter-1", "device_nonsense", "it speaks in riddles"});
        submit(sink, batchOf("a", minute));
    }
    pipeline->stop();
    std::vector<state::LogbookEntry> entries = logbook->list(0, 100);
    std::erase_if(entries, [](const auto& entry) { return entry.action != "device_nonsense"; });
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].subject, "meter-1");
    EXPECT_EQ(entries[0].detail, "input test: it speaks in riddles");
}

TEST_F(PipelineTest, WritesAnHourLaterThatItIsStillSo)
{
    Notices notices(*logbook);
    const SteadyTime begun = clock.steady();
    notices.addOnce("device_nonsense", "a", "", begun);
    notices.addOnce("device_nonsense", "a", "", begun + kNoticeAgain - std::chrono::seconds(1));
    notices.addOnce("device_nonsense", "b", "", begun);
    EXPECT_EQ(notices.waiting(), 2U);
    notices.addOnce("device_nonsense", "a", "", begun + kNoticeAgain);
    EXPECT_EQ(notices.waiting(), 3U);
}

TEST_F(PipelineTest, RemembersOnlySoManyNotices)
{
    Notices notices(*logbook);
    for (std::size_t i = 0; i < kNoticesRememberedMax; ++i)
        notices.addOnce("device_nonsense", std::to_string(i), "", clock.steady());
    notices.write();
    notices.addOnce("device_nonsense", "one too many", "", clock.steady());
    EXPECT_EQ(notices.waiting(), 0U);
}

TEST_F(PipelineTest, NamesTheInstanceWhereNoDeviceIsKnown)
{
    Sink& sink = start();
    sink.notice({"", "device_nonsense", std::string(1000, 'x')});
    submit(sink, batchOf("a", 1));
    pipeline->stop();
    const auto entries = logbook->list(0, 100);
    const auto found = std::ranges::find(entries, "test", &state::LogbookEntry::subject);
    ASSERT_NE(found, entries.end());
    EXPECT_EQ(found->detail.size(), 500U);
}

} // namespace historian::pipeline

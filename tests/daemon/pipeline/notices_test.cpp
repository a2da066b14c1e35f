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

} // namespace historian::pipeline

#include "history/archive.h"
#include "site.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace historian::history {
namespace {

using testing::at;
using testing::Site;

class ArchiveTest : public ::testing::Test {
protected:
    SampleQuery query(double from, double to)
    {
        return {
            site_.device("d"), site_.metric("power"), at(from), at(to), QualityFilter::Usable, {}};
    }

    void post(double seconds, double watts, Quality quality = Quality::Good)
    {
        site_.post("d", at(seconds), {{"power", watts}}, quality);
    }

    std::vector<double> watts(const std::vector<Sample>& samples)
    {
        std::vector<double> numbers;
        for (const Sample& sample : samples) numbers.push_back(sample.value.asDouble());
        return numbers;
    }

    Site site_;
    Archive archive_{site_.store};
};

TEST_F(ArchiveTest, GivesSamplesInTheOrderOfTimeWhateverTheOrderOfArrival)
{
    post(20, 2);
    post(10, 1);
    post(30, 3);
    const auto page = archive_.samples(query(0, 60), 10);
    ASSERT_TRUE(page);
    EXPECT_EQ(watts(page->samples), (std::vector<double>{1, 2, 3}));
    EXPECT_FALSE(page->next);
}

TEST_F(ArchiveTest, LeavesTheEndOfTheRangeOut)
{
    post(10, 1);
    post(20, 2);
    const auto page = archive_.samples(query(10, 20), 10);
    ASSERT_TRUE(page);
    EXPECT_EQ(watts(page->samples), (std::vector<double>{1}));
}

TEST_F(ArchiveTest, PagesWithoutLossOrRepeat)
{
    for (int i = 0; i < 25; ++i) post(i, i);
    std::vector<double> all;
    SampleQuery asked = query(0, 60);
    for (int pages = 1;; ++pages) {
        const auto page = archive_.samples(asked, 10);
        ASSERT_TRUE(page);
        for (const double number : watts(page->samples)) all.push_back(number);
        if (!page->next) {
            EXPECT_EQ(pages, 3);
            break;
        }
        asked.after = page->next;
    }
    ASSERT_EQ(all.size(), 25U);
    for (int i = 0; i < 25; ++i) EXPECT_EQ(all[static_cast<std::size_t>(i)], i);
}

TEST_F(ArchiveTest, MergesEqualInstantsAndTheLaterCommitWins)
{
    post(10, 1);
    post(10, 1);
    post(20, 2);
    post(20, 5);
    const auto page = archive_.samples(query(0, 60), 10);
    ASSERT_TRUE(page);
    EXPECT_EQ(watts(page->samples), (std::vector<double>{1, 5}));
}

TEST_F(ArchiveTest, GivesEachQualityOnlyToThoseWhoAskForIt)
{
    post(10, 1);
    post(20, 2, Quality::UncertainRange);
    post(30, 3, Quality::BadDevice);
    SampleQuery asked = query(0, 60);
    const auto sizeWith = [&](QualityFilter filter) {
        asked.filter = filter;
        const auto page = archive_.samples(asked, 10);
        return page ? page->samples.size() : 0;
    };
    EXPECT_EQ(sizeWith(QualityFilter::Good), 1U);
    EXPECT_EQ(sizeWith(QualityFilter::Usable), 2U);
    EXPECT_EQ(sizeWith(QualityFilter::All), 3U);
}

TEST_F(ArchiveTest, KeepsTheTextOfATextValue)
{
    Batch batch;
    batch.begin(site_.device("d")).time = at(10);
    batch.add(Value::text(site_.metric("power"), batch.keep("off")));
    site_.commit(batch);
    const auto page = archive_.samples(query(0, 60), 10);
    ASSERT_TRUE(page);
    ASSERT_EQ(page->samples.size(), 1U);
    EXPECT_EQ(page->samples[0].text, "off");
}

TEST_F(ArchiveTest, DrawsAPictureWithTheExtremes)
{
    Batch batch;
    for (int i = 0; i < 10'000; ++i) {
        batch.begin(site_.device("d")).time = at(i);
        batch.add(Value::number(site_.metric("power"), i == 5000 ? 9e6 : i % 7));
    }
    site_.commit(batch);
    const auto points = archive_.picture(query(0, 10'000), 100);
    ASSERT_TRUE(points);
    EXPECT_LE(points->size(), 100U);
    EXPECT_GE(points->size(), 90U);
    EXPECT_EQ(std::ranges::count(watts(*points), 9e6), 1);
    EXPECT_TRUE(std::ranges::is_sorted(*points, {}, &Sample::time));
}

TEST_F(ArchiveTest, GivesTheReadingsCommittedLastTheOldestFirst)
{
    for (int i = 0; i < 20; ++i) post(100 - i, i);
    const auto newest = archive_.newestReadings(5);
    ASSERT_TRUE(newest);
    ASSERT_EQ(newest->size(), 5U);
    EXPECT_EQ((*newest)[0].seq, 16U);
    EXPECT_EQ((*newest)[4].seq, 20U);
}

TEST_F(ArchiveTest, GivesAllReadingsIfThereAreFewer)
{
    EXPECT_TRUE(archive_.newestReadings(5)->isEmpty());
    post(1, 1);
    EXPECT_EQ(archive_.newestReadings(5)->size(), 1U);
}

TEST_F(ArchiveTest, RemembersTheMetricsThatAReadingNeedNotHave)
{
    post(1, 1);
    const Segment first = archive_.latest();
    archive_.metricsOf(first.readings, first.readings[0]);
    site_.post("d", at(2), {{"voltage", 230}});
    const Segment second = archive_.latest();
    EXPECT_EQ(archive_.metricsOf(second.readings, second.readings[0]),
              (std::vector{site_.metric("power"), site_.metric("voltage")}));
}

} // namespace
} // namespace historian::history

#include "disk_image.h"

#include <gtest/gtest.h>

#include <set>

namespace historian::testing {

namespace {

std::set<std::string> outcomes(const DiskImage& image)
{
    std::mt19937_64 random(1);
    std::set<std::string> found;
    for (int cut = 0; cut < 200; ++cut) found.insert(image.afterPowerCut(random));
    return found;
}

TEST(DiskImage, KeepsWhatWasSynced)
{
    DiskImage image;
    image.write(0, "abc");
    image.write(1, "X");
    image.sync();
    EXPECT_EQ(outcomes(image), std::set<std::string>{"aXc"});
}

TEST(DiskImage, MayKeepOrLoseEachUnsyncedWrite)
{
    DiskImage image;
    image.write(0, "abc");
    image.sync();
    image.write(0, "1");
    image.write(2, "3");
    EXPECT_EQ(outcomes(image), (std::set<std::string>{"abc", "1bc", "ab3", "1b3"}));
}

TEST(DiskImage, TearsAWriteAtSectorsOnly)
{
    DiskImage image;
    image.write(0, std::string(1024, 'a'));
    image.sync();
    image.write(0, std::string(1024, 'b'));
    const auto found = outcomes(image);
    EXPECT_EQ(found.size(), 4U);
    EXPECT_TRUE(found.contains(std::string(512, 'a') + std::string(512, 'b')));
}

TEST(DiskImage, MayKeepOrLoseATruncation)
{
    DiskImage image;
    image.write(0, "abc");
    image.sync();
    image.truncate(1);
    EXPECT_EQ(outcomes(image), (std::set<std::string>{"abc", "a"}));
}

TEST(DiskImage, LosesForGoodWhatAFailedSyncGaveUp)
{
    DiskImage image;
    image.write(0, "abc");
    image.sync();
    image.write(0, "x");
    image.loseUnsynced();
    image.sync();
    EXPECT_EQ(outcomes(image), std::set<std::string>{"abc"});
}

} // namespace

} // namespace historian::testing

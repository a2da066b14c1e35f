#include "../app_support.h"
#include "app/process/data_directory.h"

#include <historian/error.h>

#include <gtest/gtest.h>

#include <optional>

namespace historian::app {
namespace {

TEST(DataDirectory, IsMadeAndHeldByOneProcessAlone)
{
    const TempDirectory temp;
    const std::filesystem::path path = temp.path() / "a/b";
    std::optional<DataDirectory> first(path);
    EXPECT_TRUE(std::filesystem::is_directory(path));
    EXPECT_THROW(DataDirectory second(path), Unavailable);
    first.reset();
    EXPECT_NO_THROW(DataDirectory third(path));
}

TEST(DataDirectory, SaysWhyItCannotBeHad)
{
    const TempDirectory temp;
    const std::filesystem::path file = temp.write("file", "");
    try {
        const DataDirectory directory(file / "data");
        FAIL() << "it was made";
    } catch (const Unavailable& fault) {
        EXPECT_NE(std::string(fault.what()).find(file.string()), std::string::npos);
    }
}

TEST(ThrowAwayDirectory, GoesWithEverythingInIt)
{
    std::filesystem::path path;
    {
        const ThrowAwayDirectory directory;
        path = directory.path();
        std::ofstream(path / "history.db") << "x";
        EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms::owner_all);
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

} // namespace
} // namespace historian::app

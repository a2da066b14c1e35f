#include "ctl/api_client.h"
#include "ctl/credentials/credential_file.h"

#include <historian/testing/temp_directory.h>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

namespace historian::ctl {
namespace {

namespace fs = std::filesystem;

class CredentialFile : public ::testing::Test {
protected:
    static std::string contentOf(const fs::path& file)
    {
        std::ifstream in(file);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    static unsigned modeOf(const fs::path& path)
    {
        struct stat status = {};
        ::stat(path.c_str(), &status);
        return status.st_mode & 07777U;
    }

    const testing::TempDirectory folder;
    const fs::path& data = folder.path();
};

TEST_F(CredentialFile, IsReadableByItsOwnerOnly)
{
    const mode_t before = ::umask(0);
    const fs::path file = writeCredential(data, "supabase-key", "hush");
    ::umask(before);
    EXPECT_EQ(file, data / "credentials" / "supabase-key");
    EXPECT_EQ(contentOf(file), "hush");
    EXPECT_EQ(modeOf(file), 0600U);
    EXPECT_EQ(modeOf(file.parent_path()), 0700U);
}

TEST_F(CredentialFile, TakesThePlaceOfTheOneBefore)
{
    writeCredential(data, "key", "a longer one than the next");
    const fs::path file = writeCredential(data, "key", "next");
    EXPECT_EQ(contentOf(file), "next");
    EXPECT_EQ(std::distance(fs::directory_iterator(file.parent_path()), {}), 1)
        << "nothing is left beside it";
}

TEST_F(CredentialFile, BelongsToWhoOwnsTheDataDirectory)
{
    if (::geteuid() == 0) {
        ASSERT_EQ(::chown(data.c_str(), 12345, 23456), 0);
    }
    struct stat owner = {};
    ASSERT_EQ(::stat(data.c_str(), &owner), 0);
    const fs::path file = writeCredential(data, "key", "hush");
    for (const fs::path& path : {file, file.parent_path()}) {
        struct stat status = {};
        ASSERT_EQ(::stat(path.c_str(), &status), 0);
        EXPECT_EQ(status.st_uid, owner.st_uid);
        EXPECT_EQ(status.st_gid, owner.st_gid);
    }
}

TEST_F(CredentialFile, LeavesNothingBehindWhereItCannotBePut)
{
    fs::create_directories(data / "credentials" / "key" / "full");
    EXPECT_THROW(writeCredential(data, "key", "hush"), ApiError);
    EXPECT_EQ(std::distance(fs::directory_iterator(data / "credentials"), {}), 1);
}

TEST_F(CredentialFile, SaysThatThereIsNoDataDirectory)
{
    try {
        writeCredential(data / "none", "key", "hush");
        FAIL() << "it was written somewhere";
    } catch (const ApiError& problem) {
        EXPECT_NE(std::string(problem.what()).find("data directory"), std::string::npos);
        EXPECT_EQ(std::string(problem.what()).find("hush"), std::string::npos);
    }
}

TEST(CredentialName, NamesAFileAndNothingElse)
{
    EXPECT_TRUE(isCredentialName("supabase-key.1_A"));
    EXPECT_TRUE(isCredentialName(std::string(64, 'x')));
    for (const std::string bad : {"", ".", "..", ".hidden", "a/b", "a b", "é", "a\n"})
        EXPECT_FALSE(isCredentialName(bad)) << bad;
    EXPECT_FALSE(isCredentialName(std::string(65, 'x')));
}

} // namespace
} // namespace historian::ctl

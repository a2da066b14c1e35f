#include "config/secret_check.h"
#include "config_support.h"

#include <gtest/gtest.h>

namespace historian::config {
namespace {

using std::filesystem::perms;
using Kind = SecretReference::Kind;

/// A service's folders, and what a check says of them.
class SecretCheckTest : public ::testing::Test {
protected:
    std::string faultOf(Kind kind, const std::string& name)
    {
        const SecretCheck check({{systemd.path()}, data}, doubts);
        const Result<std::string> found = check.resolve({kind, name});
        return found ? "" : found.error().message;
    }

    std::filesystem::path put(const std::string& name, perms rights)
    {
        std::filesystem::create_directory(data / kCredentials);
        const auto file = root.write(std::string("data/credentials/") + name, "hush");
        std::filesystem::permissions(file, rights);
        return file;
    }

    void SetUp() override { std::filesystem::create_directory(data); }

    TempDirectory systemd;
    TempDirectory root;
    std::filesystem::path data = root.path() / "data";
    Texts doubts;
};

constexpr perms kPrivate = perms::owner_read | perms::owner_write;

} // namespace

TEST_F(SecretCheckTest, FindsACredentialWhereverTheDaemonWouldFindIt)
{
    put("own", kPrivate);
    systemd.write("given", "hush");
    EXPECT_EQ(faultOf(Kind::Credential, "own"), "");
    EXPECT_EQ(faultOf(Kind::Credential, "given"), "");
    EXPECT_EQ(doubts, Texts{});
}

TEST_F(SecretCheckTest, GivesWhatItCanReadAndAWordForWhatItCannot)
{
    const auto file = put("own", kPrivate);
    systemd.write("given", "word\n");
    const SecretCheck check({{systemd.path()}, data}, doubts);
    const SeenSecrets seen(check);
    EXPECT_EQ(*seen.resolve({Kind::Credential, "own"}), "hush");
    EXPECT_EQ(*seen.resolve({Kind::Credential, "given"}), "word");
    EXPECT_EQ(*seen.resolve({Kind::File, file.string()}), "hush");
    EXPECT_EQ(*seen.resolve({Kind::Credential, "missing"}), kUnreadSecret);
    std::filesystem::remove_all(data);
    EXPECT_EQ(*seen.resolve({Kind::Credential, "own"}), kUnreadSecret);
}

TEST_F(SecretCheckTest, NamesASecretThatIsEmpty)
{
    systemd.write("key", "\n");
    EXPECT_EQ(faultOf(Kind::Credential, "key"),
              "secret file " + (systemd.path() / "key").string() + " is empty");
}

TEST_F(SecretCheckTest, NamesAMissingCredentialAndTheCommandThatSetsIt)
{
    EXPECT_EQ(faultOf(Kind::Credential, "key"),
              "credential 'key' is not there: set it with historianctl credential set key --data " +
                  data.string());
    EXPECT_EQ(missingCredentialText("key", "/var/lib/historian"),
              "credential 'key' is not there: set it with historianctl credential set key");
    EXPECT_EQ(faultOf(Kind::Credential, "../key"), "credential '../key' is not a name");
    EXPECT_EQ(doubts, Texts{});
}

TEST_F(SecretCheckTest, NamesASecretThatOthersCanRead)
{
    const auto file = put("key", kPrivate | perms::group_read);
    const std::string wanted = "secret file " + file.string() +
                               " must have mode 0600 or 0400 and "
                               "belong to root or to the service's user";
    EXPECT_EQ(faultOf(Kind::Credential, "key"), wanted);
    EXPECT_EQ(faultOf(Kind::File, file.string()), wanted);
    std::filesystem::permissions(file, kPrivate);
    EXPECT_EQ(faultOf(Kind::File, file.string()), "");
}

TEST_F(SecretCheckTest, NamesAFileThatCannotBeASecret)
{
    EXPECT_EQ(faultOf(Kind::File, "key"), "secret file 'key' must be an absolute path");
    EXPECT_EQ(faultOf(Kind::File, "/nowhere/key"),
              "secret file /nowhere/key cannot be read: No such file or directory");
    EXPECT_EQ(faultOf(Kind::File, data.string()),
              "secret file " + data.string() + " is not a plain file");
}

TEST_F(SecretCheckTest, BelievesACredentialWhereThereIsNoDataDirectoryYet)
{
    std::filesystem::remove_all(data);
    EXPECT_EQ(faultOf(Kind::Credential, "key"), "");
    EXPECT_EQ(faultOf(Kind::Credential, "key"), "");
    EXPECT_EQ(doubts,
              Texts{"credential 'key': whether it is there cannot be seen (" + data.string() +
                    ": No such file or directory)"});
}

// A chain of links without end stands for what this user may not look at, also for root.
TEST_F(SecretCheckTest, BelievesWhatItCannotLookAt)
{
    std::filesystem::create_symlink(data / kCredentials, data / kCredentials);
    EXPECT_EQ(faultOf(Kind::Credential, "key"), "");
    EXPECT_EQ(faultOf(Kind::File, (data / kCredentials / "key").string()), "");
    ASSERT_EQ(doubts.size(), 2U);
    EXPECT_NE(doubts[0].find("data/credentials: Too many levels"), std::string::npos) << doubts[0];
    EXPECT_NE(doubts[1].find("cannot be seen (Too many levels"), std::string::npos) << doubts[1];
}

} // namespace historian::config

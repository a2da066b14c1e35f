#include "config/secrets.h"
#include "config_support.h"

#include <gtest/gtest.h>

namespace historian::config {
namespace {

using std::filesystem::perms;

TEST(Secrets, KnowsTheTwoWaysToWriteOne)
{
    EXPECT_EQ(parseSecretReference("${credential:key}")->name, "key");
    EXPECT_EQ(parseSecretReference("${file:/etc/key}")->kind, SecretReference::Kind::File);
    for (const auto* text : {"key", "${env:HOME}", "${credential:}", "${file:/x", "$credential:x"})
        EXPECT_FALSE(parseSecretReference(text)) << text;
}

TEST(Secrets, ReadsACredentialAndCutsTheLineEnd)
{
    const TempDirectory temp;
    temp.write("key", "hush\n");
    const SystemSecrets secrets(temp.path(), {});
    EXPECT_EQ(*secrets.resolve({SecretReference::Kind::Credential, "key"}), "hush");
}

TEST(Secrets, LooksForACredentialAtSystemdsAndThenInItsOwnDirectory)
{
    const TempDirectory systemd;
    const TempDirectory own;
    const SystemSecrets secrets(systemd.path(), own.path());
    const SecretReference reference{SecretReference::Kind::Credential, "key"};
    const Result<std::string> missing = secrets.resolve(reference);
    ASSERT_FALSE(missing);
    EXPECT_NE(missing.error().message.find("historianctl credential set key"), std::string::npos);
    std::filesystem::create_directory(own.path() / kCredentials);
    const auto file = own.write("credentials/key", "own");
    std::filesystem::permissions(file, perms::owner_read | perms::group_read);
    EXPECT_FALSE(secrets.resolve(reference)) << "others can read it";
    std::filesystem::permissions(file, perms::owner_read | perms::owner_write);
    EXPECT_EQ(*secrets.resolve(reference), "own");
    systemd.write("key", "handed over");
    EXPECT_EQ(*secrets.resolve(reference), "handed over");
}

TEST(Secrets, RefusesACredentialOutsideItsDirectory)
{
    const TempDirectory temp;
    const SystemSecrets secrets(temp.path(), {});
    for (const auto* name : {"../key", "..", "/etc/passwd", "none"})
        EXPECT_FALSE(secrets.resolve({SecretReference::Kind::Credential, name})) << name;
    EXPECT_FALSE(SystemSecrets({}, {}).resolve({SecretReference::Kind::Credential, "key"}));
}

TEST(Secrets, ReadsOnlyFilesThatOthersCannot)
{
    const TempDirectory temp;
    const auto file = temp.write("key", "hush");
    const SystemSecrets secrets({}, {});
    const SecretReference reference{SecretReference::Kind::File, file.string()};
    std::filesystem::permissions(file, perms::owner_read | perms::owner_write);
    EXPECT_EQ(*secrets.resolve(reference), "hush");
    std::filesystem::permissions(file, perms::owner_read);
    EXPECT_TRUE(secrets.resolve(reference));
    std::filesystem::permissions(file, perms::owner_read | perms::group_read);
    const Result<std::string> refused = secrets.resolve(reference);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("0600 or 0400"), std::string::npos);
    EXPECT_EQ(refused.error().message.find("hush"), std::string::npos);
}

TEST(Secrets, RefusesEmptyLargeAndOddFiles)
{
    const TempDirectory temp;
    const SystemSecrets secrets(temp.path(), {});
    temp.write("empty", "\n");
    temp.write("large", std::string(kSecretBytesMax + 1, 'x'));
    std::filesystem::create_directory(temp.path() / "folder");
    for (const auto* name : {"empty", "large", "folder"})
        EXPECT_FALSE(secrets.resolve({SecretReference::Kind::Credential, name})) << name;
    EXPECT_FALSE(secrets.resolve({SecretReference::Kind::File, "relative"}));
}

} // namespace
} // namespace historian::config

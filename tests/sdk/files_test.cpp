#include <historian/error.h>
#include <historian/files.h>
#include <historian/testing/test_config.h>

#include <gtest/gtest.h>

namespace historian {
namespace {

constexpr Key kKeys[] = {{.name = "ca_file"}, {.name = "command"}};

testing::TestConfig naming(const std::string& path)
{
    return testing::TestConfig(kKeys, {{"ca_file", path}});
}

std::string complaintOf(const std::string& path)
{
    try {
        requireReadable(naming(path), "ca_file");
    } catch (const Unavailable& fault) {
        return fault.what();
    }
    return {};
}

} // namespace

TEST(Files, AreReadableOrNamedWithPlaceAndReason)
{
    EXPECT_EQ(complaintOf("/etc/passwd"), "");
    EXPECT_EQ(complaintOf("/nowhere/ca.pem"),
              "test.yaml:ca_file: ca_file: /nowhere/ca.pem: No such file or directory");
    EXPECT_EQ(complaintOf("/etc"), "test.yaml:ca_file: ca_file: /etc: is a directory");
}

TEST(Files, AreNoneIfTheKeyIsEmpty)
{
    EXPECT_EQ(complaintOf(""), "");
}

TEST(Files, CanBeRunOrAreNamedWithTheReason)
{
    const testing::TestConfig config(kKeys);
    EXPECT_NO_THROW(requireProgram(config, "command", "/bin/sh"));
    EXPECT_THROW(requireProgram(config, "command", "/etc/passwd"), Unavailable);
    EXPECT_THROW(requireProgram(config, "command", "/etc"), Unavailable);
    EXPECT_THROW(requireProgram(config, "command", "/nowhere"), Unavailable);
}

} // namespace historian

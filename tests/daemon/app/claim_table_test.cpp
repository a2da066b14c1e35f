#include "app/claim_table.h"
#include "app_support.h"

#include <gtest/gtest.h>

namespace historian::app {
namespace {

using Kind = Claim::Kind;

} // namespace

TEST(ClaimTable, GivesADeviceToOneOwner)
{
    ClaimTable table;
    EXPECT_EQ(table.add("usb", {Kind::Device, "/dev/ttyUSB0", {}}), "");
    EXPECT_EQ(table.add("usb2", {Kind::Device, "/dev/ttyUSB1", {}}), "");
    EXPECT_EQ(table.add("meters", {Kind::Device, "/dev/ttyUSB0", {}}),
              "/dev/ttyUSB0 belongs to usb already");
}

TEST(ClaimTable, KnowsADeviceByItsOtherNames)
{
    const TempDirectory temp;
    const std::string port = temp.write("ttyUSB0", "").string();
    const std::string link = (temp.path() / "by-id-Board").string();
    std::filesystem::create_symlink("ttyUSB0", link);
    ClaimTable table;
    EXPECT_EQ(table.add("usb", {Kind::Device, link, {}}), "");
    EXPECT_EQ(table.add("meters", {Kind::Device, port, {}}),
              port + " is " + link + ", which belongs to usb already");
}

TEST(ClaimTable, GivesAPortToOneOwnerAndARemoteAdvice)
{
    ClaimTable table;
    EXPECT_EQ(table.add("the web server", {Kind::Port, "5000", {}}), "");
    EXPECT_EQ(table.add("traps", {Kind::Port, "5000", {}}),
              "port 5000 belongs to the web server already");
    EXPECT_EQ(table.add("a", {Kind::Remote, "10.0.0.5:502", {}}), "");
    EXPECT_EQ(
        table.add("b", {Kind::Remote, "10.0.0.5:502", {}}),
        "10.0.0.5:502 is used by a too, and many devices serve one connection only; one input "
        "can read all its units");
}

} // namespace historian::app

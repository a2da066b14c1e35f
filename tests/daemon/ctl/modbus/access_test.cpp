#include "ctl/modbus/access.h"
#include "ctl/offline/options.h"

#include <gtest/gtest.h>

namespace historian::ctl {

namespace {

using Options = std::vector<std::pair<std::string, std::string>>;

BusAccess accessOf(Options options)
{
    CommandLine line;
    line.options = std::move(options);
    return readAccess(bindOptions(line, accessKeys("1s")));
}

std::string complaint(Options options)
{
    try {
        accessOf(std::move(options));
    } catch (const UsageError& problem) {
        return problem.what();
    }
    return "none";
}

} // namespace

TEST(BusAccess, IsSaidAsInTheConfiguration)
{
    const BusAccess access = accessOf({{"connection", "rtu:///dev/ttyUSB0?baud=19200&format=8E1"}});
    EXPECT_EQ(access.connection.path, "/dev/ttyUSB0");
    EXPECT_EQ(access.connection.format.baud, 19200);
    EXPECT_EQ(access.timeout, std::chrono::seconds(1));
}

TEST(BusAccess, SaysWhatIsWrongWithAConnection)
{
    EXPECT_EQ(complaint({{"connection", "10.0.0.5"}}),
              "--connection '10.0.0.5' begins with none of tcp://, rtutcp://, tls:// and rtu://");
}

TEST(BusAccess, HasTheLimitsOfTheInput)
{
    const Options tooShort = {{"connection", "tcp://h"}, {"timeout", "10ms"}};
    const Options tooLong = {{"connection", "tcp://h"}, {"timeout", "61s"}};
    EXPECT_NE(complaint(tooShort).find("from 0.02 to 60 s"), std::string::npos);
    EXPECT_NE(complaint(tooLong).find("from 0.02 to 60 s"), std::string::npos);
}

TEST(BusAccess, TakesCertificatesForTlsOnlyAndInPairs)
{
    EXPECT_EQ(complaint({{"connection", "tcp://h"}, {"tls-ca", "ca.pem"}}),
              "--tls-… is for tls:// connections");
    EXPECT_EQ(complaint({{"connection", "tls://h"}}),
              "a tls:// connection needs --tls-ca, who vouches for the device");
    const Options halfAPair = {
        {"connection", "tls://h"}, {"tls-ca", "ca.pem"}, {"tls-cert", "c.pem"}};
    EXPECT_EQ(complaint(halfAPair), "--tls-cert and --tls-key go together");
    const Options good = {{"connection", "tls://h"}, {"tls-ca", "ca.pem"}, {"tls-name", "meter"}};
    EXPECT_EQ(accessOf(good).tls.name, "meter");
}

} // namespace historian::ctl

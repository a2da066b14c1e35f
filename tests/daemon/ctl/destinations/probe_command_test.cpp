#include "canned_cloud.h"
#include "ctl/api_client.h"
#include "ctl/commands.h"

#include <gtest/gtest.h>

namespace historian::ctl {
namespace {

constexpr auto kFaulty =
    R"({"instance":"cloud","good":false,"steps":[{"what":"reach ref.supabase.co","good":true,"found":"41 ms"},{"what":"log in","good":false,"found":"the key is refused"}]})";

TEST(ProbeCommand, ShowsAMarkForEachStepAndFailsIfOneDid)
{
    const CannedServer server({{"POST /api/v1/instances/cloud/probe", {200, kFaulty}}});
    const Outcome outcome = runProbe(cloudLine(server, {"probe", "cloud"}));
    EXPECT_EQ(outcome.text, "✓ reach ref.supabase.co: 41 ms\n✗ log in: the key is refused\n");
    EXPECT_EQ(outcome.exitCode, 1);
}

TEST(ProbeCommand, IsWellIfEveryStepWas)
{
    const CannedServer server({{"POST /api/v1/instances/m%2F1/probe",
                                {200, R"({"instance":"m/1","good":true,"steps":[]})"}}});
    EXPECT_EQ(runProbe(cloudLine(server, {"probe", "m/1"})).exitCode, 0);
}

TEST(ProbeCommand, GivesTheAnswerAsItCame)
{
    const CannedServer server({{"POST /api/v1/instances/cloud/probe", {200, kFaulty}}});
    CommandLine line = cloudLine(server, {"probe", "cloud"});
    line.wantsJson = true;
    EXPECT_EQ(runProbe(line).text, std::string(kFaulty) + "\n");
    EXPECT_EQ(runProbe(line).exitCode, 1);
}

TEST(ProbeCommand, WantsToKnowTheInstance)
{
    const CannedServer server({});
    EXPECT_THROW(runProbe(cloudLine(server, {"probe"})), UsageError);
}

} // namespace
} // namespace historian::ctl

#include "answer.h"

#include <gtest/gtest.h>

namespace historian::exec {

using Kind = Delivery::Kind;

namespace {

constexpr std::uint64_t kSeqs[] = {11, 12, 13};

std::vector<Kind> kindsOf(std::string_view line)
{
    const auto answer = Answer::of(line);
    std::vector<Kind> kinds;
    if (!answer) return kinds;
    for (const Delivery& delivery : answer->deliveriesOf(kSeqs)) kinds.push_back(delivery.kind);
    return kinds;
}

} // namespace

TEST(ExecAnswer, MaySayDoneForAll)
{
    EXPECT_EQ(kindsOf(R"({"batch":7,"done":true})"), (std::vector<Kind>(3, Kind::Done)));
    EXPECT_EQ(Answer::of(R"({"batch":7,"done":true})")->batch(), 7U);
}

TEST(ExecAnswer, MaySayForEachRecordWhatBecameOfIt)
{
    EXPECT_EQ(kindsOf(R"({"batch":7,"results":[{"seq":13,"result":"rejected","why":"too hot"},)"
                      R"({"seq":11,"result":"done"},{"seq":12,"result":"duplicate"}]})"),
              (std::vector<Kind>{Kind::Done, Kind::Duplicate, Kind::Rejected}));
    EXPECT_EQ(
        kindsOf(
            R"({"batch":7,"results":[{"seq":11,"result":"hold"},{"seq":12,"result":"retry"}]})"),
        (std::vector<Kind>{Kind::Hold, Kind::Retry, Kind::Retry}));
}

TEST(ExecAnswer, AlwaysGivesAReason)
{
    const auto answer = Answer::of(
        R"({"batch":7,"results":[{"seq":11,"result":"rejected","why":"too hot"},{"seq":12,"result":"hm"}]})");
    ASSERT_TRUE(answer);
    const Deliveries deliveries = answer->deliveriesOf(kSeqs);
    EXPECT_EQ(deliveries[0].why, "too hot");
    EXPECT_EQ(deliveries[1].why, "the program gives a result that is none: hm");
    EXPECT_EQ(deliveries[2].why, "the program's answer leaves it out");
    EXPECT_EQ(deliveries[2].after, kRetryAfter);
}

TEST(ExecAnswer, IsRefusedWhenItIsNone)
{
    for (const std::string_view line : {"",
                                        "garbage",
                                        "[]",
                                        R"({"done":true})",
                                        R"({"batch":-1,"done":true})",
                                        R"({"batch":1})",
                                        R"({"batch":1,"done":false})",
                                        R"({"batch":1,"results":[{"result":"done"}]})",
                                        R"({"batch":1,"results":[1]})"})
        EXPECT_FALSE(Answer::of(line)) << line;
}

} // namespace historian::exec

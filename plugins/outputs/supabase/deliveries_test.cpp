#include "deliveries.h"

#include <gtest/gtest.h>

namespace historian::supabase {

using Kind = Delivery::Kind;
using std::chrono::milliseconds;

namespace {

Reply replyOf(Verdict verdict, long status, std::string code = {})
{
    Reply reply;
    reply.verdict = verdict;
    reply.answer.status = status;
    reply.code = std::move(code);
    reply.why = "why";
    return reply;
}

} // namespace

TEST(Deliveries, GiveEveryRecordTheAnswerOfItsRequest)
{
    const Deliveries held = deliveriesOf(replyOf(Verdict::Hold, 403), 3);
    ASSERT_EQ(held.size(), 3U);
    EXPECT_EQ(held[2].kind, Kind::Hold);
    EXPECT_EQ(held[2].why, "why");
    EXPECT_EQ(deliveriesOf(replyOf(Verdict::Login, 401), 1)[0].kind, Kind::Hold);
    EXPECT_EQ(deliveriesOf(replyOf(Verdict::Suspect, 200), 1)[0].kind, Kind::Hold);
    EXPECT_EQ(deliveriesOf(replyOf(Verdict::Poison, 400), 1)[0].kind, Kind::Rejected);
}

TEST(Deliveries, WaitAsLongAsTheServerAsksAndNeverNotAtAll)
{
    Reply reply = replyOf(Verdict::Rate, 429);
    EXPECT_EQ(deliveriesOf(reply, 1)[0].after, milliseconds(1000));
    reply.after = milliseconds(30'000);
    EXPECT_EQ(deliveriesOf(reply, 1)[0].after, milliseconds(30'000));
}

TEST(Deliveries, AskForLessAndRejectOnlyOneRecordThatIsTooLarge)
{
    const Delivery many = deliveriesOf(replyOf(Verdict::Shrink, 413), 2)[0];
    EXPECT_EQ(many.kind, Kind::Retry);
    EXPECT_EQ(many.after, milliseconds(0));
    Reply large = replyOf(Verdict::Shrink, 413);
    large.bodyBytes = 65'537;
    EXPECT_EQ(deliveriesOf(large, 1)[0].kind, Kind::Rejected);
    EXPECT_EQ(deliveriesOf(replyOf(Verdict::Shrink, 413, "54000"), 1)[0].kind, Kind::Rejected);
    for (const Reply& slow : {replyOf(Verdict::Shrink, 500, "57014"),
                              replyOf(Verdict::Shrink, 504),
                              replyOf(Verdict::Shrink, 544),
                              replyOf(Verdict::Shrink, 0)})
        EXPECT_EQ(deliveriesOf(slow, 1)[0].kind, Kind::Retry) << slow.answer.status;
}

TEST(Deliveries, HoldOneRecordThatNobodyCanCallTooLarge)
{
    Reply small = replyOf(Verdict::Shrink, 413);
    small.bodyBytes = 65'536;
    EXPECT_EQ(deliveriesOf(small, 1)[0].kind, Kind::Hold);
}

TEST(Deliveries, AskForLessWhereTheWayCutsAndNeverRejectForIt)
{
    const Delivery many = deliveriesOf(replyOf(Verdict::Garbled, 400, "PGRST102"), 2)[0];
    EXPECT_EQ(many.kind, Kind::Retry);
    EXPECT_EQ(many.after, milliseconds(0));
    EXPECT_EQ(deliveriesOf(replyOf(Verdict::Garbled, 400, "PGRST102"), 1)[0].kind, Kind::Hold);
}

TEST(Deliveries, CallTheFirstOnesDuplicates)
{
    const Deliveries answers = acknowledged(3, 1);
    EXPECT_EQ(answers[0].kind, Kind::Duplicate);
    EXPECT_EQ(answers[1].kind, Kind::Duplicate);
    EXPECT_EQ(answers[2].kind, Kind::Done);
    EXPECT_EQ(acknowledged(2, 5)[0].kind, Kind::Done);
}

} // namespace historian::supabase

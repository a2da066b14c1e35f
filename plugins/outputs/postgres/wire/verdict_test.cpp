#include "wire/verdict.h"

#include <gtest/gtest.h>

namespace historian::postgres {

using Kind = Delivery::Kind;

namespace {

Kind kindOf(std::string state)
{
    return verdictOf({std::move(state), "words"}).kind;
}

} // namespace

TEST(Verdict, AFaultOfARowIsRejected)
{
    for (const char* state : {"22001",
                              "22P02",
                              "22P05",
                              "23502",
                              "23503",
                              "23514",
                              "23505",
                              "21000",
                              "428C9",
                              "44000",
                              "P0001"})
        EXPECT_EQ(kindOf(state), Kind::Rejected) << state;
}

TEST(Verdict, ATroubleThatPassesIsTriedAgain)
{
    for (const char* state : {"08006",
                              "40001",
                              "40P01",
                              "53100",
                              "53300",
                              "55P03",
                              "57P01",
                              "57P03",
                              "58030",
                              "XX000"}) {
        EXPECT_EQ(kindOf(state), Kind::Retry) << state;
        EXPECT_EQ(verdictOf({state, "words"}).after, kRetryAfter) << state;
    }
    EXPECT_EQ(verdictOf({"", "server closed the connection"}).after, kRetryAfter);
}

TEST(Verdict, WhatTookTooLongIsSentInSmallerPieces)
{
    for (const Failure& failure : {Failure{"57014", "timeout"},
                                   Failure{"54000", "too much"},
                                   Failure{"", "no answer", true}}) {
        EXPECT_EQ(verdictOf(failure).kind, Kind::Retry);
        EXPECT_EQ(verdictOf(failure).after.count(), 0);
    }
}

TEST(Verdict, OneReadingAloneWaitsForASlowServer)
{
    EXPECT_EQ(verdictOfOne({"57014", "timeout"}).after, kRetryAfter);
    EXPECT_EQ(verdictOfOne({"", "no answer", true}).after, kRetryAfter);
    EXPECT_EQ(verdictOfOne({"54000", "too much"}).after.count(), 0) << "it is too large";
    EXPECT_EQ(verdictOfOne({"22003", "out of range"}).kind, Kind::Rejected);
}

TEST(Verdict, AWrongDestinationWaitsForAPersonAndSoDoesWhatIsNotKnown)
{
    for (const char* state : {"42P01",
                              "42703",
                              "42501",
                              "42P10",
                              "28P01",
                              "28000",
                              "3D000",
                              "3F000",
                              "25006",
                              "0A000",
                              "99999"})
        EXPECT_EQ(kindOf(state), Kind::Hold) << state;
    EXPECT_EQ(verdictOf({"", "a password is needed", false, true}).kind, Kind::Hold);
    EXPECT_EQ(verdictOf({"42P01", "no table"}).why, "no table (SQLSTATE 42P01)");
}

TEST(Verdict, TheStateIsFoundInVerboseWords)
{
    EXPECT_EQ(stateIn("connection to server on socket \"/x\" failed: FATAL:  28P01: password "
                      "authentication failed\nLOCATION:  auth_failed, auth.c:326"),
              "28P01");
    EXPECT_EQ(stateIn("connection to server at \"db\" failed: Connection refused"), "");
    EXPECT_EQ(stateIn("FATAL:  "), "");
}

} // namespace historian::postgres

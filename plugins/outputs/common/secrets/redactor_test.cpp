#include "secrets/redactor.h"

#include <gtest/gtest.h>

namespace historian::secrets {

namespace {

std::string cleaned(std::string_view text, std::string_view secret)
{
    Redactor redactor;
    redactor.add(secret);
    return redactor.clean(text);
}

/// The longest run of bytes that both have.
std::size_t commonRun(std::string_view one, std::string_view other)
{
    std::size_t longest = 0;
    for (std::size_t at = 0; at < one.size(); ++at)
        while (at + longest < one.size() &&
               other.find(one.substr(at, longest + 1)) != std::string_view::npos)
            ++longest;
    return longest;
}

constexpr std::string_view kKey = "abcdefghijklmnopqrstuvwxyz0123456789";

} // namespace

TEST(Redactor, TakesASecretOutWhereverItStands)
{
    Redactor redactor;
    redactor.add("correct horse");
    redactor.add("tr0ub4dor&3");
    EXPECT_EQ(redactor.clean("bad correct horse, and tr0ub4dor&3!"), "bad ..., and ...!");
    EXPECT_EQ(redactor.clean("tr0ub4dor&3correct horse"), "...");
    EXPECT_EQ(redactor.clean("nothing of it"), "nothing of it");
    EXPECT_EQ(redactor.clean(""), "");
}

TEST(Redactor, KnowsASecretAsItIsSent)
{
    EXPECT_EQ(cleaned(R"({"password":"a \"quoted\\word"})", "a \"quoted\\word"),
              R"({"password":"..."})");
    EXPECT_EQ(cleaned("?password=p%40ss%2Fword%20x", "p@ss/word x"), "?password=...");
    EXPECT_EQ(cleaned("Basic dXNlcjpwYXNzd29yZA==", "user:password"), "Basic ...==");
    EXPECT_EQ(cleaned("Basic dTpwYXNzd29yZHM=", "u:passwords"), "Basic ...=");
    EXPECT_EQ(cleaned("Basic dTpwYXNzd29y", "u:passwor"), "Basic ...");
}

TEST(Redactor, LeavesAtMostSixBytesInARowOfASecretThatSomebodyCut)
{
    for (std::size_t from = 0; from < kKey.size(); ++from)
        for (std::size_t size = 1; from + size <= kKey.size(); ++size) {
            const std::string shown =
                cleaned("key '" + std::string(kKey.substr(from, size)) + "'", kKey);
            EXPECT_LE(commonRun(shown, kKey), Redactor::kShownBytesMax) << shown;
        }
    EXPECT_EQ(cleaned("ghijkl", kKey), "ghijkl");
    EXPECT_EQ(cleaned("ghijklm", kKey), "...");
}

TEST(Redactor, TakesAShortSecretOutWhole)
{
    EXPECT_EQ(cleaned("s3 and s3s3", "s3"), "... and ...");
    EXPECT_EQ(cleaned("aaa", "aa"), "...");
    EXPECT_EQ(cleaned("12345 123456 1234567", "123456"), "12345 ... ...7");
}

TEST(Redactor, HidesNothingForAnEmptySecret)
{
    EXPECT_EQ(cleaned("all of it", ""), "all of it");
}

} // namespace historian::secrets

#include "state/secrets.h"

#include <gtest/gtest.h>

#include <set>

namespace historian::state {

TEST(Secrets, HashesAsSha256Does)
{
    EXPECT_EQ(sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Secrets, MakesCodesOfTheBitsAskedForAndNeverTheSameTwice)
{
    std::set<std::string> codes;
    for (int i = 0; i < 1000; ++i) codes.insert(randomCode(65));
    EXPECT_EQ(codes.size(), 1000U);
    EXPECT_EQ(codes.begin()->size(), 13U + 2U);
    EXPECT_EQ(codes.begin()->find_first_of("lo01"), std::string::npos);
}

TEST(Secrets, SaltsEachPassword)
{
    const std::string one = scryptOf("a long password");
    EXPECT_NE(one, scryptOf("a long password"));
    EXPECT_TRUE(isScryptOf(one, "a long password"));
    EXPECT_FALSE(isScryptOf(one, "a long passwore"));
    EXPECT_FALSE(isScryptOf("", ""));
    EXPECT_FALSE(isScryptOf("scrypt$", ""));
}

} // namespace historian::state

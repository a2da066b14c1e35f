#include "state/accounts.h"
#include "temporary_state.h"

#include <gtest/gtest.h>

#include <cctype>
#include <fstream>
#include <sstream>

namespace historian::state {

namespace {

constexpr auto kGoodPassword = "correct horse battery";

class AccountsTest : public ::testing::Test {
protected:
    TemporaryState state;
    Accounts accounts{*state.database, *state.logbook, state.clock};
};

} // namespace

TEST_F(AccountsTest, HasNoPasswordUntilOneIsSetWithTheCode)
{
    EXPECT_FALSE(accounts.isSetUp());
    EXPECT_FALSE(accounts.isPassword(""));
    const std::string code = *accounts.setupCode(false);
    EXPECT_TRUE(accounts.setPassword("wrong", kGoodPassword));
    EXPECT_FALSE(accounts.setPassword(code, kGoodPassword));
    EXPECT_TRUE(accounts.isSetUp());
    EXPECT_TRUE(accounts.isPassword(kGoodPassword));
    EXPECT_FALSE(accounts.isPassword("correct horse batterz"));
}

TEST_F(AccountsTest, UsesACodeUp)
{
    const std::string code = *accounts.setupCode(false);
    EXPECT_FALSE(accounts.setPassword(code, kGoodPassword));
    EXPECT_TRUE(accounts.setPassword(code, "another long password"));
    EXPECT_FALSE(accounts.setupCode(false)) << "a code without a reset, though the password is set";
    EXPECT_TRUE(accounts.setupCode(true));
}

TEST_F(AccountsTest, LetsACodeExpireAfterADay)
{
    const std::string code = *accounts.setupCode(false);
    state.clock.advance(kSetupCodeLife - std::chrono::seconds(1));
    EXPECT_EQ(*accounts.setupCode(false), code);
    state.clock.advance(std::chrono::seconds(1));
    EXPECT_TRUE(accounts.setPassword(code, kGoodPassword));
    EXPECT_NE(*accounts.setupCode(false), code);
}

TEST_F(AccountsTest, TakesTheCodeHoweverItIsTyped)
{
    const std::string code = *accounts.setupCode(false);
    std::string typed;
    for (const char c : code) typed += c == '-' ? ' ' : static_cast<char>(std::toupper(c));
    EXPECT_FALSE(accounts.setPassword(typed, kGoodPassword));
}

TEST_F(AccountsTest, CountsCharactersNotBytes)
{
    std::string eleven;
    for (int i = 0; i < 11; ++i) eleven += "\xc3\xa9";
    const std::string code = *accounts.setupCode(false);
    EXPECT_TRUE(accounts.setPassword(code, eleven));
    EXPECT_FALSE(accounts.setPassword(code, eleven + "\xc3\xa9"));
}

TEST_F(AccountsTest, SaysWhenTheCodeEnds)
{
    EXPECT_FALSE(accounts.setupCodeExpires());
    ASSERT_TRUE(accounts.setupCode(false));
    EXPECT_EQ(accounts.setupCodeExpires(), state.clock.now() + kSetupCodeLife);
}

TEST_F(AccountsTest, RefusesAShortPassword)
{
    const std::string code = *accounts.setupCode(false);
    EXPECT_TRUE(accounts.setPassword(code, std::string(kPasswordCharactersMin - 1, 'x')));
    EXPECT_FALSE(accounts.setPassword(code, std::string(kPasswordCharactersMin, 'x')));
}

TEST_F(AccountsTest, KnowsATokenByItsTextAndKeepsOnlyItsDigest)
{
    const std::string clear = *accounts.addToken("grafana", {Access::Read}, "admin");
    const auto token = accounts.findToken(clear);
    ASSERT_TRUE(token);
    EXPECT_EQ(token->name, "grafana");
    EXPECT_EQ(token->scopes, std::vector<Access>{Access::Read});
    EXPECT_FALSE(accounts.findToken(clear + "x"));
    EXPECT_FALSE(accounts.findToken(""));
    for (const char* suffix : {"", "-wal"}) {
        std::ostringstream bytes;
        bytes << std::ifstream(state.file().string() + suffix, std::ios::binary).rdbuf();
        EXPECT_EQ(bytes.str().find(clear), std::string::npos);
    }
}

TEST_F(AccountsTest, RemovesATokenAtOnce)
{
    const std::string clear = *accounts.addToken("x", {Access::Ingest, Access::Admin}, "admin");
    EXPECT_FALSE(accounts.removeToken("x", "admin"));
    EXPECT_FALSE(accounts.findToken(clear));
    EXPECT_TRUE(accounts.removeToken("x", "admin"));
}

TEST_F(AccountsTest, RefusesTokensThatCannotBeTold)
{
    EXPECT_FALSE(accounts.addToken("", {Access::Read}, "admin"));
    EXPECT_FALSE(accounts.addToken("x", {}, "admin"));
    EXPECT_TRUE(accounts.addToken("x", {Access::Read}, "admin"));
    EXPECT_FALSE(accounts.addToken("x", {Access::Read}, "admin"));
}

} // namespace historian::state

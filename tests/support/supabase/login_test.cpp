#include "output_fixture.h"

namespace historian::supabase {

using Kind = Delivery::Kind;

namespace {

std::size_t occurrences(const std::string& text, std::string_view what)
{
    std::size_t count = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
        ++count;
    return count;
}

/// What of the secret is shown in a row at most.
std::size_t shownOf(const std::string& said, std::string_view secret)
{
    std::size_t longest = 0;
    for (std::size_t at = 0; at < secret.size(); ++at)
        while (at + longest < secret.size() &&
               said.find(secret.substr(at, longest + 1)) != std::string::npos)
            ++longest;
    return longest;
}

constexpr std::string_view kPasswordGrant = "grant_type=password";
constexpr std::string_view kRefreshGrant = "grant_type=refresh_token";

} // namespace

class LoginTest : public OutputTest {
protected:
    /// Everything that a person may read of these deliveries and of a probe.
    std::string allSaid(SupabaseOutput& cloud)
    {
        std::string said = cloud.deliver(readings(1)).front().why + host.whyDegraded();
        for (const ProbeStep& step : cloud.probe()) said += step.found;
        const auto days = cloud.countDays(Time{}, host.manualClock.now());
        if (!days) said += days.error().message;
        for (const std::string& line : host.logLines()) said += line;
        return said;
    }

    /// The tokens that the requests since the last look bore, and those that the refreshes bore.
    static std::vector<std::string> tokensSent()
    {
        const std::string log = peer().log();
        std::vector<std::string> tokens;
        for (const std::string_view before :
             {"\"authorization\":\"Bearer ", R"(\"refresh_token\":\")"})
            for (std::size_t at = log.find(before); at != std::string::npos;
                 at = log.find(before, at + 1)) {
                const std::size_t begin = at + before.size();
                tokens.push_back(log.substr(begin, log.find_first_of("\"\\", begin) - begin));
            }
        return tokens;
    }

    SupabaseOutput& withKeyOnly(const std::string& key)
    {
        return output({{"email", ""}, {"password", ""}, {"key", key}});
    }
};

TEST_F(LoginTest, APublishableKeyGoesIntoApikeyAloneAndATokenBesideIt)
{
    ASSERT_EQ(output().deliver(readings(1)).front().kind, Kind::Done);
    const std::string log = peer().log();
    EXPECT_EQ(occurrences(log, "\"authorization\":\"Bearer sb_"), 0U);
    EXPECT_EQ(occurrences(log, "\"authorization\":\"Bearer ey"), 1U);
    EXPECT_EQ(occurrences(log, "\"apikey\":\"sb_publishable_"), 2U); // log-in and delivery
    EXPECT_EQ(occurrences(log, "Mozilla"), 0U);
    EXPECT_EQ(occurrences(log, "\"user-agent\":\"historiand/"), 2U);
}

TEST_F(LoginTest, ASecretKeyNeedsNoLogIn)
{
    ASSERT_EQ(withKeyOnly(std::string(kSecretKey)).deliver(readings(1)).front().kind, Kind::Done);
    const std::string log = peer().log();
    EXPECT_EQ(occurrences(log, "authorization"), 0U);
    EXPECT_EQ(occurrences(log, "/auth/"), 0U);
}

TEST_F(LoginTest, ALegacyKeyGoesIntoBothHeaders)
{
    const std::string key = peer().token(R"({"role":"service_role"})");
    ASSERT_EQ(withKeyOnly(key).deliver(readings(1)).front().kind, Kind::Done);
    const std::string log = peer().log();
    EXPECT_EQ(occurrences(log, "\"apikey\":\"ey"), 1U);
    EXPECT_EQ(occurrences(log, "\"authorization\":\"Bearer ey"), 1U);
}

TEST_F(LoginTest, AStrangeKeyIsSentToNobody)
{
    const Delivery answer = withKeyOnly("my-secret-password").deliver(readings(1)).front();
    EXPECT_EQ(answer.kind, Kind::Hold);
    EXPECT_NE(answer.why.find("sb_publishable_"), std::string::npos);
    EXPECT_EQ(peer().log(), "[]");
}

TEST_F(LoginTest, WrongKeysAndPasswordsHoldAndAreNeverShown)
{
    const std::string canary = "sb_secret_canary4711canary";
    SupabaseOutput& wrongKey = withKeyOnly(canary);
    EXPECT_EQ(wrongKey.deliver(readings(1)).front().kind, Kind::Hold);
    peer().set(R"({"faults":[{"kind":"status","status":401,"body":)"
               R"("{\"message\":\"Invalid API key sb_secret_canary4711canary\"}"}]})");
    std::string said = wrongKey.deliver(readings(1)).front().why;
    for (const ProbeStep& step : wrongKey.probe()) said += step.found;
    SupabaseOutput& wrongPassword = output({{"password", canary}});
    const Delivery answer = wrongPassword.deliver(readings(1)).front();
    EXPECT_EQ(answer.kind, Kind::Hold);
    EXPECT_NE(answer.why.find("invalid_credentials"), std::string::npos) << answer.why;
    said += answer.why + host.whyDegraded();
    for (const ProbeStep& step : wrongPassword.probe()) said += step.found;
    for (const std::string& line : host.logLines()) said += line;
    EXPECT_NE(said, "");
    EXPECT_EQ(said.find("canary"), std::string::npos) << said;
}

TEST_F(LoginTest, AServerThatEchoesWhatItWasSentMakesNobodyShowTheTokens)
{
    SupabaseOutput& cloud = output();
    ASSERT_EQ(cloud.deliver(readings(1)).front().kind, Kind::Done);
    peer().set(R"({"faults":[{"kind":"echo"}]})");
    const std::string first = cloud.deliver(readings(1)).front().why;
    EXPECT_NE(first.find("HTTP 403 42501: Bearer ..."), std::string::npos) << first;
    host.manualClock.advance(std::chrono::hours(1));
    peer().set(R"({"echoes":"42501"})");
    const std::string said = first + allSaid(cloud);
    const std::vector<std::string> tokens = tokensSent();
    ASSERT_GE(tokens.size(), 2U);
    for (const std::string& token : tokens) EXPECT_LE(shownOf(said, token), 6U) << said;
    EXPECT_LE(shownOf(said, kPublishable.substr(15)), 6U) << said;
    EXPECT_LE(shownOf(said, kPassword), 6U) << said;
}

TEST_F(LoginTest, ASecretAcrossTheCutOfTheWordsOfAServerIsNotShown)
{
    SupabaseOutput& cloud = withKeyOnly(std::string(kSecretKey));
    for (int pad = 240; pad < 300; ++pad) {
        peer().set(R"({"faults":[{"kind":"echo","pad":)" + std::to_string(pad) + "}]}");
        const std::string why = cloud.deliver(readings(1)).front().why;
        EXPECT_LE(shownOf(why, kSecretKey.substr(10)), 6U) << why;
    }
}

TEST_F(LoginTest, APasswordThatJsonEscapesIsNotShownEither)
{
    const std::string password = R"(cana"ry\tweet)";
    SupabaseOutput& cloud = output({{"password", password}});
    peer().set(R"({"echoes":"42501"})");
    const std::string said = allSaid(cloud);
    EXPECT_NE(said.find(R"("password":"..."})"), std::string::npos) << said;
    EXPECT_LE(shownOf(said, password), 6U) << said;
    EXPECT_EQ(said.find("tweet"), std::string::npos) << said;
}

TEST_F(LoginTest, ATokenIsRenewedAtFourFifthsOfItsLife)
{
    SupabaseOutput& cloud = output();
    ASSERT_EQ(cloud.deliver(readings(1)).front().kind, Kind::Done);
    host.manualClock.advance(std::chrono::seconds(2879));
    ASSERT_EQ(cloud.deliver(readings(1, 2)).front().kind, Kind::Done);
    EXPECT_EQ(occurrences(peer().log(), kRefreshGrant), 0U);
    host.manualClock.advance(std::chrono::seconds(1));
    ASSERT_EQ(cloud.deliver(readings(1, 3)).front().kind, Kind::Done);
    const std::string log = peer().log();
    EXPECT_EQ(occurrences(log, kRefreshGrant), 1U);
    EXPECT_EQ(occurrences(log, kPasswordGrant), 0U);
}

TEST_F(LoginTest, AGatewayWithAWrongClockKeepsItsToken)
{
    SupabaseOutput& cloud = output();
    ASSERT_EQ(cloud.deliver(readings(1)).front().kind, Kind::Done);
    host.manualClock.set(host.manualClock.now() + std::chrono::hours(20));
    ASSERT_EQ(cloud.deliver(readings(1, 2)).front().kind, Kind::Done);
    EXPECT_EQ(occurrences(peer().log(), "/auth/"), 1U);
}

TEST_F(LoginTest, ARefusedTokenIsRenewedOnceAndDeliveryGoesOn)
{
    SupabaseOutput& cloud = output();
    ASSERT_EQ(cloud.deliver(readings(1)).front().kind, Kind::Done);
    peer().set(R"({"faults":[{"kind":"status","status":401,)"
               R"("body":"{\"code\":\"PGRST301\",\"message\":\"JWT expired\"}"}]})");
    EXPECT_EQ(cloud.deliver(readings(1, 2)).front().kind, Kind::Done);
    EXPECT_EQ(host.counted("tokens_renewed"), 1U);
    EXPECT_EQ(count(), "2");
}

TEST_F(LoginTest, ATokenThatIsRefusedAgainHolds)
{
    peer().set(R"({"token_seconds":-60})"); // the Auth server hands out expired ones
    SupabaseOutput& cloud = output();
    EXPECT_EQ(cloud.deliver(readings(1)).front().kind, Kind::Hold);
    EXPECT_NE(host.whyDegraded().find("PGRST301"), std::string::npos) << host.whyDegraded();
    peer().set(R"({"token_seconds":3600})");
    EXPECT_EQ(cloud.deliver(readings(1)).front().kind, Kind::Done);
}

TEST_F(LoginTest, ARefreshTokenThatIsGoneIsReplacedByThePassword)
{
    SupabaseOutput& cloud = output();
    ASSERT_EQ(cloud.deliver(readings(1)).front().kind, Kind::Done);
    peer().set(R"({"refresh":{}})");
    host.manualClock.advance(std::chrono::hours(1));
    EXPECT_EQ(cloud.deliver(readings(1, 2)).front().kind, Kind::Done);
    EXPECT_EQ(occurrences(peer().log(), kPasswordGrant), 2U);
}

TEST_F(LoginTest, AServerIsBelievedOnlyWithACertificateForItsName)
{
    SupabaseOutput& right = output({{"url", peer().tlsUrl()}, {"ca_file", peer().authority()}});
    EXPECT_EQ(right.deliver(readings(1)).front().kind, Kind::Done) << host.whyDegraded();
    const Delivery stranger = output({{"url", peer().tlsUrl()}}).deliver(readings(1, 2)).front();
    EXPECT_EQ(stranger.kind, Kind::Retry);
    EXPECT_NE(stranger.why.find("certificate"), std::string::npos) << stranger.why;
    const std::string port = peer().tlsUrl().substr(peer().tlsUrl().rfind(':'));
    SupabaseOutput& otherName =
        output({{"url", "https://127.0.0.1" + port}, {"ca_file", peer().authority()}});
    EXPECT_EQ(otherName.deliver(readings(1, 3)).front().kind, Kind::Retry);
    EXPECT_EQ(count(), "1");
}

TEST_F(LoginTest, AnAuthServerThatIsAwayIsTriedAgain)
{
    peer().set(
        R"({"faults":[{"kind":"status","status":503,"path":"/auth/","headers":{"Retry-After":"7"}}]})");
    SupabaseOutput& cloud = output();
    const Delivery answer = cloud.deliver(readings(1)).front();
    EXPECT_EQ(answer.kind, Kind::Retry);
    EXPECT_EQ(answer.after, std::chrono::seconds(7));
    EXPECT_EQ(cloud.deliver(readings(1)).front().kind, Kind::Done);
}

} // namespace historian::supabase

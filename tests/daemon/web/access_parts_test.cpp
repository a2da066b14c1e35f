#include "web/access/auth_body.h"
#include "web/access/ip_address.h"
#include "web/access/rate_limit.h"
#include "web/access/sessions.h"
#include "web/wire/connection_table.h"

#include <historian/error.h>
#include <historian/testing/manual_clock.h>

#include <gtest/gtest.h>

#include <set>

namespace historian::web {

namespace {

using namespace std::chrono_literals;

IpAddress ip(std::string_view text)
{
    return IpAddress::parse(text).value();
}

} // namespace

TEST(IpAddress, ReadsAndWritesBothKinds)
{
    EXPECT_EQ(ip("192.168.1.7").text(), "192.168.1.7");
    EXPECT_EQ(ip("::ffff:192.168.1.7"), ip("192.168.1.7")) << "one host, one form";
    EXPECT_EQ(ip("FE80::0:1").text(), "fe80::1");
    for (const char* const wrong : {"", "1.2.3", "1.2.3.256", "1.2.3.4/8", "[::1]", "host", "::g"})
        EXPECT_FALSE(IpAddress::parse(wrong)) << wrong;
}

TEST(IpAddress, KnowsWhatIsPrivate)
{
    for (const char* const inside : {"127.0.0.1",
                                     "10.255.0.1",
                                     "172.16.0.1",
                                     "172.31.255.255",
                                     "192.168.0.1",
                                     "169.254.1.1",
                                     "::1",
                                     "fe80::1",
                                     "fd00::1"})
        EXPECT_TRUE(ip(inside).isPrivate()) << inside;
    for (const char* const outside : {"8.8.8.8",
                                      "172.32.0.1",
                                      "172.15.0.1",
                                      "192.169.0.1",
                                      "11.0.0.1",
                                      "2001:db8::1",
                                      "fec0::1",
                                      "::"})
        EXPECT_FALSE(ip(outside).isPrivate()) << outside;
}

TEST(PeerFilter, ServesWhomTheSettingsName)
{
    const PeerFilter standard({"private"});
    EXPECT_TRUE(standard.admits(ip("192.168.1.7")));
    EXPECT_FALSE(standard.admits(ip("8.8.8.8")));
    const PeerFilter any({"any"});
    EXPECT_TRUE(any.admits(ip("8.8.8.8")));
    EXPECT_FALSE(any.trusts(ip("8.8.8.8")));
    const PeerFilter block({"203.0.113.64/26", "2001:db8::/33"});
    EXPECT_TRUE(block.admits(ip("203.0.113.127")));
    EXPECT_FALSE(block.admits(ip("203.0.113.128")));
    EXPECT_TRUE(block.admits(ip("2001:db8:7fff::1")));
    EXPECT_FALSE(block.admits(ip("2001:db8:8000::1")));
    EXPECT_FALSE(block.admits(ip("192.168.1.7"))) << "private was not named";
    EXPECT_TRUE(block.admits(ip("127.0.0.1"))) << "loopback always";
}

TEST(PeerFilter, RefusesWhatIsNoRange)
{
    for (const char* const wrong : {"privat", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x", "::/129"})
        EXPECT_THROW(PeerFilter({wrong}), ConfigError) << wrong;
}

TEST(RateLimit, CountsEachPeerAndAllTogether)
{
    historian::testing::ManualClock clock;
    RateLimit limit(clock, {5.0 / 60, 5}, {20.0 / 60, 20});
    for (int count = 0; count < 5; ++count) EXPECT_EQ(limit.take(ip("10.0.0.1")), 0s);
    EXPECT_EQ(limit.take(ip("10.0.0.1")), 12s);
    for (int peer = 2; peer <= 4; ++peer)
        for (int count = 0; count < 5; ++count)
            EXPECT_EQ(limit.take(ip("10.0.0." + std::to_string(peer))), 0s);
    EXPECT_EQ(limit.take(ip("10.0.0.9")), 3s) << "the 21st in all";
    clock.advance(12s);
    EXPECT_EQ(limit.take(ip("10.0.0.1")), 0s);
}

TEST(RateLimit, ForgetsThePeerUnseenLongestWhenThereAreTooMany)
{
    historian::testing::ManualClock clock;
    RateLimit limit(clock, {1, 1}, {1e9, 1e9});
    EXPECT_EQ(limit.take(ip("10.1.0.1")), 0s);
    clock.advance(1ms);
    for (std::size_t peer = 0; peer < kRatedPeersMax; ++peer)
        EXPECT_EQ(
            limit.take(ip("10.2." + std::to_string(peer / 256) + "." + std::to_string(peer % 256))),
            0s);
    EXPECT_EQ(limit.take(ip("10.1.0.1")), 0s);
}

TEST(Sessions, EndAfterBeingIdleAndAfterTheirLife)
{
    historian::testing::ManualClock clock;
    const ServerLimits limits;
    Sessions sessions(clock, limits);
    const auto idle = sessions.open();
    EXPECT_EQ(sessions.use(idle.id), idle.csrf);
    clock.advance(30min);
    EXPECT_FALSE(sessions.use(idle.id));
    const auto busy = sessions.open();
    for (int quarter = 0; quarter < 47; ++quarter) {
        clock.advance(15min);
        EXPECT_TRUE(sessions.use(busy.id)) << quarter;
    }
    clock.advance(15min);
    EXPECT_FALSE(sessions.use(busy.id)) << "12 h";
}

TEST(Sessions, EndWithLogoutAndWithANewPassword)
{
    historian::testing::ManualClock clock;
    const ServerLimits limits;
    Sessions sessions(clock, limits);
    const auto first = sessions.open();
    const auto second = sessions.open();
    sessions.close(first.id);
    EXPECT_FALSE(sessions.use(first.id));
    EXPECT_TRUE(sessions.use(second.id));
    sessions.closeAll();
    EXPECT_FALSE(sessions.use(second.id));
}

TEST(Sessions, DropTheOldestWhenThereAreTooMany)
{
    historian::testing::ManualClock clock;
    ServerLimits limits;
    limits.sessionsMax = 2;
    Sessions sessions(clock, limits);
    const auto first = sessions.open();
    clock.advance(1s);
    const auto second = sessions.open();
    const auto third = sessions.open();
    EXPECT_FALSE(sessions.use(first.id));
    EXPECT_TRUE(sessions.use(second.id));
    EXPECT_TRUE(sessions.use(third.id));
}

TEST(Random, IsLongAndNeverTheSame)
{
    std::set<std::string> seen;
    for (int count = 0; count < 100; ++count) seen.insert(randomText());
    EXPECT_EQ(seen.size(), 100U);
    EXPECT_EQ(seen.begin()->size(), 32U);
}

TEST(AuthBody, TakesOneFlatObjectOfKnownKeys)
{
    const auto body = AuthBody::parse(R"({"name":"n","scopes":["read","admin"]})");
    ASSERT_TRUE(body);
    EXPECT_EQ(body->name, "n");
    EXPECT_EQ(body->scopes, (std::vector{Access::Read, Access::Admin}));
    for (const char* const wrong : {"",
                                    "[]",
                                    "{",
                                    "null",
                                    "1",
                                    R"({"password":1})",
                                    R"({"other":"x"})",
                                    R"({"scopes":"read"})",
                                    R"({"scopes":["root"]})",
                                    R"({"scopes":[1]})",
                                    R"({"code":null})",
                                    R"({"code":{"a":{"b":{"c":1}}}})"})
        EXPECT_FALSE(AuthBody::parse(wrong)) << wrong;
}

TEST(ConnectionTable, GivesOutItsSlotsAndTakesThemBack)
{
    ServerLimits limits;
    limits.requestConnectionsMax = 2;
    limits.liveConnectionsMax = 1;
    ConnectionTable table(limits);
    const IpAddress here = ip("127.0.0.1");
    using Admission = ConnectionTable::Admission;
    EXPECT_EQ(table.enter(1001, here), Admission::Admitted);
    EXPECT_EQ(table.enter(1002, here), Admission::Admitted);
    EXPECT_EQ(table.enter(1003, here), Admission::Full);
    table.leave(1003);
    EXPECT_TRUE(table.goLive(1001));
    EXPECT_FALSE(table.goLive(1002));
    EXPECT_EQ(table.enter(1003, here), Admission::Admitted)
        << "a live connection left its request slot";
    table.giveSlotBack(1003);
    EXPECT_EQ(table.counts().requests, 1U);
    table.leave(1003);
    table.leave(1001);
    table.leave(1002);
    EXPECT_EQ(table.counts().requests, 0U);
    EXPECT_EQ(table.counts().live, 0U);
}

TEST(ConnectionTable, CapsOnePeerButNotLoopback)
{
    ServerLimits limits;
    ConnectionTable table(limits);
    using Admission = ConnectionTable::Admission;
    for (int socket = 2000; socket < 2016; ++socket)
        EXPECT_EQ(table.enter(socket, ip("10.0.0.1")), Admission::Admitted);
    EXPECT_EQ(table.enter(2016, ip("10.0.0.1")), Admission::PeerCapped);
    EXPECT_EQ(table.enter(2017, ip("10.0.0.2")), Admission::Admitted);
    table.leave(2000);
    EXPECT_EQ(table.enter(2016, ip("10.0.0.1")), Admission::Admitted);
    for (int socket = 3000; socket < 3040; ++socket)
        EXPECT_EQ(table.enter(socket, ip("127.0.0.1")), Admission::Admitted);
}

TEST(ConnectionTable, LetsNoneInOnceClosed)
{
    const ServerLimits limits;
    ConnectionTable table(limits);
    table.close();
    EXPECT_EQ(table.enter(1, ip("127.0.0.1")), ConnectionTable::Admission::Closed);
}

} // namespace historian::web

#include "web/http/request_head.h"

#include <gtest/gtest.h>

#include <string>

namespace historian::web {

namespace {

const ServerLimits kLimits;

RequestHead parsed(const std::string& bytes)
{
    RequestHead head;
    const auto fault = parseHead(bytes, kLimits, head);
    EXPECT_FALSE(fault) << bytes << "\n" << fault->detail;
    return head;
}

std::string with(std::string_view fields)
{
    std::string bytes = "GET / HTTP/1.1\r\nHost: a\r\n";
    return bytes.append(fields).append("\r\n");
}

using Found = HeadScanner::Found;

} // namespace

TEST(RequestHead, SplitsTheRequestLine)
{
    const std::string bytes = "GET /a/b?c=d?e HTTP/1.1\r\nHost: a\r\n\r\n";
    const RequestHead head = parsed(bytes);
    EXPECT_EQ(head.method, "GET");
    EXPECT_EQ(head.rawPath, "/a/b");
    EXPECT_EQ(head.rawQuery, "c=d?e");
    EXPECT_TRUE(head.isHttp11);
}

TEST(RequestHead, FindsFieldsInAnyCaseWithoutTheirBlanks)
{
    const std::string bytes = with("x-thing: \t a b \t\r\nEmpty:\r\n");
    const RequestHead head = parsed(bytes);
    EXPECT_EQ(head.field("X-Thing"), "a b");
    EXPECT_TRUE(head.hasField("empty"));
    EXPECT_EQ(head.field("empty"), "");
    EXPECT_FALSE(head.hasField("absent"));
}

TEST(RequestHead, KnowsWhetherTheClientWantsToStay)
{
    EXPECT_TRUE(parsed(with("")).keepsAlive);
    EXPECT_FALSE(parsed(with("Connection: close\r\n")).keepsAlive);
    EXPECT_FALSE(parsed(with("Connection: upgrade, Close\r\n")).keepsAlive);
    EXPECT_FALSE(parsed("GET / HTTP/1.0\r\n\r\n").keepsAlive);
    EXPECT_TRUE(parsed("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").keepsAlive);
}

TEST(RequestHead, ReadsTheLengthExactly)
{
    EXPECT_EQ(parsed(with("Content-Length: 0\r\n")).length, 0U);
    EXPECT_EQ(parsed(with("content-length: 00012\r\n")).length, 12U);
    EXPECT_FALSE(parsed(with("")).length);
    for (const char* const wrong :
         {"", "-1", "+1", "1 2", "0x10", "1.0", "1,1", "1000000000000000"}) {
        RequestHead head;
        const std::string bytes = with("Content-Length: " + std::string(wrong) + "\r\n");
        EXPECT_EQ(parseHead(bytes, kLimits, head)->status, 400) << wrong;
    }
}

TEST(RequestHead, ForgetsTheRequestBefore)
{
    RequestHead head;
    const std::string first = with("Content-Length: 5\r\nX: 1\r\n");
    const std::string second = "GET / HTTP/1.1\r\nHost: b\r\n\r\n";
    EXPECT_FALSE(parseHead(first, kLimits, head));
    EXPECT_FALSE(parseHead(second, kLimits, head));
    EXPECT_FALSE(head.length);
    EXPECT_FALSE(head.hasField("x"));
    EXPECT_EQ(head.host, "b");
}

TEST(HeadScanner, FindsTheEndHoweverTheBytesCome)
{
    const std::string bytes = with("X: 1\r\n");
    for (std::size_t step = 1; step <= bytes.size(); ++step) {
        HeadScanner scanner(kLimits);
        Found found = Found::More;
        for (std::size_t have = step; found == Found::More; have += step)
            found = scanner.scan(
                std::string_view(bytes + "body").substr(0, std::min(have, bytes.size() + 4)));
        EXPECT_EQ(found, Found::Whole) << step;
        EXPECT_EQ(scanner.length(), bytes.size()) << step;
    }
}

TEST(HeadScanner, StartsAgainAfterReset)
{
    HeadScanner scanner(kLimits);
    EXPECT_EQ(scanner.scan("GET / HTTP/1.1\n"), Found::Fault);
    scanner.reset();
    EXPECT_EQ(scanner.scan("GET / HTTP/1.1\r\n\r\n"), Found::Whole);
}

TEST(HeadScanner, RefusesALineThatNeverEndsBeforeItIsAllHere)
{
    HeadScanner first(kLimits);
    EXPECT_EQ(first.scan("GET /" + std::string(3000, 'a')), Found::Fault);
    EXPECT_EQ(first.fault().status, 414);
    HeadScanner later(kLimits);
    EXPECT_EQ(later.scan("GET / HTTP/1.1\r\nA: " + std::string(9000, 'a')), Found::Fault);
    EXPECT_EQ(later.fault().status, 431);
}

TEST(HeadScanner, HoldsNoMoreFieldsThanThereIsRoomForWhateverTheLimitSays)
{
    ServerLimits limits;
    limits.headerFieldsMax = 1000;
    HeadScanner scanner(limits);
    std::string bytes = "GET / HTTP/1.1\r\n";
    for (std::size_t count = 0; count < kHeaderFieldsCeiling; ++count) bytes += "A: 1\r\n";
    EXPECT_EQ(scanner.scan(bytes), Found::More);
    EXPECT_EQ(scanner.scan(bytes + "A: 1\r\n"), Found::Fault);
}

TEST(Lists, AreReadByTheirWords)
{
    EXPECT_TRUE(listHas("gzip, deflate", "gzip"));
    EXPECT_TRUE(listHas("a,B ,c", "b"));
    EXPECT_FALSE(listHas("gzipped", "gzip"));
    EXPECT_FALSE(listHas("", "gzip"));
    EXPECT_TRUE(equalsIgnoringCase("Content-LENGTH", "content-length"));
    EXPECT_FALSE(equalsIgnoringCase("a", "ab"));
}

} // namespace historian::web

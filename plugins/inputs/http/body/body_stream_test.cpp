#include "body/body_stream.h"
#include "fake_request.h"

#include <gtest/gtest.h>

namespace historian::http {
namespace {

constexpr std::size_t kPlenty = 1024 * 1024;

std::string drain(BodyStream& body, std::size_t pieceBytes = 7)
{
    std::string all;
    std::vector<char> piece(pieceBytes);
    while (const std::size_t count = body.read(piece)) all.append(piece.data(), count);
    return all;
}

std::string longText()
{
    std::string text;
    for (int i = 0; i < 5000; ++i)
        text += "{\"device_id\":\"a\",\"n\":" + std::to_string(i) + "}\n";
    return text;
}

TEST(BodyStream, GivesAPlainBodyAsItCame)
{
    FakeRequest request("one two three four");
    request.pieceBytes = 5;
    BodyStream body(request, Packing::None, kPlenty);
    EXPECT_EQ(drain(body), "one two three four");
    EXPECT_FALSE(body.fault());
    EXPECT_EQ(body.bytes(), 18U);
}

TEST(BodyStream, UnpacksGzipWhateverThePieces)
{
    const std::string text = longText();
    for (const std::size_t pieceBytes : {1U, 13U, 65536U}) {
        FakeRequest request(gzipOf(text));
        request.pieceBytes = pieceBytes;
        BodyStream body(request, Packing::Gzip, kPlenty);
        EXPECT_EQ(drain(body, 4096), text) << "pieces of " << pieceBytes;
        EXPECT_FALSE(body.fault());
    }
}

TEST(BodyStream, UnpacksSeveralMembersOneAfterAnother)
{
    FakeRequest request(gzipOf("first ") + gzipOf("second"));
    request.pieceBytes = 3;
    BodyStream body(request, Packing::Gzip, kPlenty);
    EXPECT_EQ(drain(body), "first second");
    EXPECT_FALSE(body.fault());
}

TEST(BodyStream, TakesABodyOfExactlyTheLimitAndRefusesOneByteMore)
{
    FakeRequest fits("12345678");
    BodyStream fitting(fits, Packing::None, 8);
    EXPECT_EQ(drain(fitting), "12345678");
    EXPECT_FALSE(fitting.fault());

    FakeRequest over("123456789");
    BodyStream tooLarge(over, Packing::None, 8);
    drain(tooLarge);
    EXPECT_EQ(tooLarge.fault(), BodyFault::TooLarge);
}

TEST(BodyStream, StopsAZipBombAtTheLimit)
{
    FakeRequest request(gzipOf(std::string(64 * 1024 * 1024, ' ')));
    ASSERT_LT(request.content.size(), 100'000U);
    BodyStream body(request, Packing::Gzip, kPlenty);
    const std::string given = drain(body, 64 * 1024);
    EXPECT_EQ(body.fault(), BodyFault::TooLarge);
    EXPECT_LE(given.size(), kPlenty);
    EXPECT_LE(body.bytes(), kPlenty + 64 * 1024);
}

TEST(BodyStream, RefusesWhatIsNoGzip)
{
    FakeRequest request("{\"device_id\":\"a\"}");
    BodyStream body(request, Packing::Gzip, kPlenty);
    drain(body);
    EXPECT_EQ(body.fault(), BodyFault::BadGzip);
}

TEST(BodyStream, RefusesGzipThatEndsEarly)
{
    FakeRequest request(gzipOf(longText()));
    request.content.resize(request.content.size() - 9);
    BodyStream body(request, Packing::Gzip, kPlenty);
    drain(body);
    EXPECT_EQ(body.fault(), BodyFault::BadGzip);
}

TEST(BodyStream, RefusesBytesBehindTheGzip)
{
    FakeRequest request(gzipOf("whole") + "tail");
    BodyStream body(request, Packing::Gzip, kPlenty);
    drain(body);
    EXPECT_EQ(body.fault(), BodyFault::BadGzip);
}

TEST(BodyStream, RefusesAnEmptyBodySaidToBeGzip)
{
    FakeRequest request("");
    BodyStream body(request, Packing::Gzip, kPlenty);
    EXPECT_EQ(drain(body), "");
    EXPECT_EQ(body.fault(), BodyFault::BadGzip);
}

TEST(BodyStream, SaysWhenTheConnectionCutTheBody)
{
    for (const Packing packing : {Packing::None, Packing::Gzip}) {
        FakeRequest request(packing == Packing::Gzip ? gzipOf("{}") : "{\"device");
        request.isCut = true;
        BodyStream body(request, packing, kPlenty);
        drain(body);
        EXPECT_EQ(body.fault(), BodyFault::Cut);
    }
}

} // namespace
} // namespace historian::http

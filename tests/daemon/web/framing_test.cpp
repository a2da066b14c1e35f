#include "web_fixture.h"

#include <vector>

namespace historian::web {

namespace {

using namespace std::chrono_literals;

/// A request line and fields, with the answer's status that must come.
struct Probe {
    std::string name;
    std::string bytes;
    int status;
};

std::string get(std::string_view target, std::string_view fields = {})
{
    std::string bytes = "GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n";
    return bytes.append(fields).append("\r\n");
}

std::string postWith(std::string_view fields, std::string_view body = {})
{
    std::string bytes = "POST /ingest HTTP/1.1\r\nHost: localhost\r\n";
    return bytes.append(fields).append("\r\n").append(body);
}

std::string manyFields(int count)
{
    std::string fields;
    for (int index = 0; index < count; ++index) fields += "X-" + std::to_string(index) + ": 1\r\n";
    return fields;
}

std::vector<Probe> probes()
{
    return {
        {"no length", postWith(""), 411},
        {"negative length", postWith("Content-Length: -5\r\n"), 400},
        {"length with a sign", postWith("Content-Length: +5\r\n", "12345"), 400},
        {"length that is a list", postWith("Content-Length: 5, 5\r\n", "12345"), 400},
        {"length of 20 digits", postWith("Content-Length: 99999999999999999999\r\n"), 400},
        {"two lengths", postWith("Content-Length: 5\r\nContent-Length: 6\r\n", "12345"), 400},
        {"two equal lengths", postWith("Content-Length: 5\r\nContent-Length: 5\r\n", "12345"), 400},
        {"length and chunks",
         postWith("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "12345"),
         400},
        {"chunks", postWith("Transfer-Encoding: chunked\r\n", "0\r\n\r\n"), 411},
        {"expectation", postWith("Content-Length: 5\r\nExpect: 100-continue\r\n"), 417},
        {"body at the limit", postWith("Content-Length: 65536\r\n", std::string(65536, 'x')), 200},
        {"body over the limit", postWith("Content-Length: 65537\r\n"), 413},
        {"no host", "GET /read HTTP/1.1\r\n\r\n", 400},
        {"two hosts", "GET /read HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400},
        {"HTTP/9.9", "GET /read HTTP/9.9\r\nHost: localhost\r\n\r\n", 505},
        {"HTTP/2.0", "GET /read HTTP/2.0\r\nHost: localhost\r\n\r\n", 505},
        {"no version", "GET /read\r\n\r\n", 400},
        {"unknown method", "FOOBAR / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405},
        {"known method elsewhere", "DELETE /read HTTP/1.1\r\nHost: localhost\r\n\r\n", 405},
        {"bare line feeds", "GET /read HTTP/1.1\nHost: localhost\n\n", 400},
        {"folded field", get("/read", "X-A: 1\r\n b\r\n"), 400},
        {"blank before colon", get("/read", "X-A : 1\r\n"), 400},
        {"field without colon", get("/read", "X-A\r\n"), 400},
        {"NUL in a field", get("/read", std::string("X-A: 1\0 2\r\n", 11)), 400},
        {"lone CR in a field", get("/read", "X-A: 1\r2\r\n"), 400},
        {"40 fields", get("/read", manyFields(39)), 200},
        {"41 fields", get("/read", manyFields(40)), 431},
        {"value at the limit", get("/read", "X-A: " + std::string(8192, 'a') + "\r\n"), 200},
        {"value over the limit", get("/read", "X-A: " + std::string(8193, 'a') + "\r\n"), 431},
        {"9,000 bytes of value", get("/read", "X-A: " + std::string(9000, 'a') + "\r\n"), 431},
        {"a megabyte of folds", get("/read", "X-A: " + std::string(1 << 20, 'a') + "\r\n"), 431},
        {"header over its total",
         get("/read",
             "A: " + std::string(8000, 'a') + "\r\nB: " + std::string(8000, 'b') +
                 "\r\nC: " + std::string(8000, 'c') + "\r\nD: " + std::string(8000, 'd') +
                 "\r\nE: 1\r\n" + std::string(800, 'e')),
         431},
        {"URI at the limit", get("/read?" + std::string(2042, 'a')), 200},
        {"URI over the limit", get("/read?" + std::string(2043, 'a')), 414},
        {"5,000 bytes of URI", get("/" + std::string(5000, 'a')), 414},
        {"escaped dots", get("/%2e%2e/x"), 404},
        {"plain dots", get("/../../etc/passwd"), 404},
        {"escaped NUL", get("/index.html%00"), 400},
        {"bad escape", get("/%zz"), 400},
        {"cut escape", get("/%2"), 400},
        {"bad escape in the query", get("/read?a=%"), 400},
        {"escaped CR LF in the query", get("/read?a=%0d%0aSet-Cookie:%20x"), 200},
        {"no slash", "GET read HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
        {"HTTP/1.0", "GET /read HTTP/1.0\r\nHost: localhost\r\n\r\n", 200},
        {"unknown path", get("/nothing"), 404},
        {"empty line first", "\r\nGET /read HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
    };
}

class Framing : public WebTest {};

} // namespace

TEST_F(Framing, AnswersEachMalformedRequestWithItsStatusAndStaysUp)
{
    start();
    for (const Probe& probe : probes()) {
        const std::string answer = ask(probe.bytes);
        EXPECT_EQ(statusOf(answer), probe.status) << probe.name << "\n" << answer;
        EXPECT_EQ(fieldOf(answer, "X-Content-Type-Options"), "nosniff") << probe.name;
        EXPECT_EQ(answer.find("Set-Cookie"), std::string::npos) << probe.name;
    }
    EXPECT_EQ(statusOf(ask(get("/healthz"))), 200);
}

TEST_F(Framing, NeverRunsTheHandlerOfABodyThatWasCut)
{
    start();
    RawClient client(port());
    client.send(postWith("Content-Length: 100\r\n", "{\"device_id\":\"a\""));
    client.endSending();
    EXPECT_EQ(statusOf(client.answer()), 400);
    EXPECT_EQ(ingested, 0);
}

TEST_F(Framing, NeverRunsTheHandlerOfALargeBodyThatWasCut)
{
    start();
    RawClient client(port());
    client.send(postWith("Content-Length: 60000\r\n", std::string(30000, 'x')));
    client.endSending();
    EXPECT_EQ(statusOf(client.answer()), 400);
    EXPECT_EQ(ingested, 0);
}

TEST_F(Framing, TellsAStreamedHandlerThatItsBodyWasCut)
{
    start();
    RawClient client(port());
    client.send("POST /stream HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\n" +
                std::string(8000, 'x'));
    client.endSending();
    EXPECT_EQ(bodyOf(client.answer()), "cut");
}

TEST_F(Framing, StreamsABodyLargerThanAnyBuffer)
{
    start();
    const std::string body(3'000'000, 'x');
    EXPECT_EQ(bodyOf(ask(post(body, "/stream"))), "3000000");
}

TEST_F(Framing, AnswersPipelinedRequestsInOrder)
{
    start();
    RawClient client(port());
    client.send(post("one") + post(std::string(20000, '2')) + post("three"));
    EXPECT_EQ(bodyOf(client.answer()), "one");
    EXPECT_EQ(bodyOf(client.answer()), std::string(20000, '2'));
    EXPECT_EQ(bodyOf(client.answer()), "three");
}

TEST_F(Framing, ServesARequestThatComesByteByByte)
{
    start();
    RawClient client(port());
    for (const char byte : post("slow")) client.send({&byte, 1});
    EXPECT_EQ(bodyOf(client.answer()), "slow");
}

TEST_F(Framing, KeepsTheConnectionAsTheClientWishes)
{
    start();
    RawClient modern(port());
    modern.send(get("/read", "Connection: close\r\n"));
    EXPECT_EQ(fieldOf(modern.rest(), "Connection"), "close");
    RawClient old(port());
    old.send("GET /read HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(fieldOf(old.answer(), "Connection"), "keep-alive");
    old.send("GET /read HTTP/1.0\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(statusOf(old.rest()), 200);
}

TEST_F(Framing, ClosesAfterAPostWithoutLengthSoThatNothingIsSmuggled)
{
    start();
    RawClient client(port());
    client.send("POST /api/v1/logout HTTP/1.1\r\nHost: localhost\r\n\r\nGET /read "
                "HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const std::string all = client.rest();
    EXPECT_EQ(statusOf(all), 200);
    EXPECT_EQ(all.find("HTTP/1.1", 10), std::string::npos);
}

TEST_F(Framing, AnswersHeadWithoutABody)
{
    start();
    RawClient client(port());
    client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    const std::string answer = client.rest();
    EXPECT_EQ(statusOf(answer), 200);
    EXPECT_EQ(fieldOf(answer, "Content-Length"), "434");
    EXPECT_EQ(bodyOf(answer), "");
}

TEST_F(Framing, ListsTheMethodsOfAKnownPath)
{
    start();
    EXPECT_EQ(fieldOf(ask("DELETE /read HTTP/1.1\r\nHost: localhost\r\n\r\n"), "Allow"),
              "GET, HEAD");
    EXPECT_EQ(fieldOf(ask("GET /ingest HTTP/1.1\r\nHost: localhost\r\n\r\n"), "Allow"), "POST");
}

TEST_F(Framing, SaysNothingOfAHandlersTrouble)
{
    start();
    const std::string answer = ask(get("/throws"));
    EXPECT_EQ(statusOf(answer), 500);
    EXPECT_EQ(answer.find("secret"), std::string::npos);
    EXPECT_NE(answer.find("\"code\":\"internal_error\""), std::string::npos);
}

TEST_F(Framing, UsesThePredecessorsFormOfErrorsOnItsPaths)
{
    start();
    EXPECT_EQ(bodyOf(ask(get("/api/nothing"))), "{\"detail\":\"there is nothing at this path\"}");
    const std::string answer = ask(get("/api/v1/nothing"));
    EXPECT_EQ(fieldOf(answer, "Content-Type"), "application/problem+json");
    EXPECT_NE(answer.find("\"code\":\"not_found\""), std::string::npos);
    EXPECT_NE(answer.find("\"request_id\":"), std::string::npos);
}

TEST_F(Framing, CarriesDateLengthAndSecurityHeaders)
{
    start();
    const std::string answer = ask(get("/read"));
    EXPECT_TRUE(fieldOf(answer, "Date").ends_with(" GMT"));
    EXPECT_EQ(fieldOf(answer, "Content-Length"), "0");
    EXPECT_EQ(fieldOf(answer, "Content-Security-Policy"),
              "default-src 'self'; frame-ancestors 'none'");
    EXPECT_EQ(fieldOf(answer, "Referrer-Policy"), "no-referrer");
    EXPECT_EQ(fieldOf(answer, "Cache-Control"), "no-store");
    EXPECT_LT(answer.size(), 512U) << "boards have small buffers";
}

} // namespace historian::web

#include "board_route.h"
#include "fake_request.h"
#include "readings_route.h"

#include <historian/codec/json_writer.h>
#include <historian/codec/time_text.h>
#include <historian/testing/fake_host.h>
#include <historian/testing/fake_sink.h>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

/// Every folder of testcases/ holds request.http (bytes as on the wire), reply.json (status and
/// body) and readings.jsonl (what was handed to the host).
namespace historian::http {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::FakeHost;
using testing::FakeSink;

std::string contentOf(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// A recorded request, taken apart as far as the routes look.
struct Recorded {
    explicit Recorded(const std::string& wire) : request(wire.substr(wire.find("\r\n\r\n") + 4))
    {
        target = wire.substr(5, wire.find(' ', 5) - 5);
        const std::string head = wire.substr(0, wire.find("\r\n\r\n") + 2);
        for (std::size_t at = head.find("\r\n") + 2; at < head.size();) {
            const std::size_t colon = head.find(": ", at);
            const std::size_t end = head.find("\r\n", at);
            request.headers[head.substr(at, colon - at)] = head.substr(colon + 2, end - colon - 2);
            at = end + 2;
        }
    }

    std::string target;
    FakeRequest request;
};

void writeValue(codec::JsonWriter& json, const Batch& batch, const Value& value)
{
    if (value.type() == ValueType::Text)
        json.text(batch.text(value.asText()));
    else if (const auto number = value.asNumber())
        json.number(*number);
    else
        json.text(nameOf(value.quality()));
}

std::string renderedTime(const Reading& reading)
{
    if (reading.clock == ClockPolicy::Age)
        return std::to_string(reading.age.count() / 1000) + " ms before receipt";
    return reading.hasSentTime ? codec::timeText(reading.time) : "not understood";
}

std::string rendered(const FakeHost& host, const Batch& batch)
{
    std::string lines;
    for (const Reading& reading : batch.readings()) {
        codec::JsonWriter json;
        json.beginObject().key("device").text(host.name(reading.device));
        json.key("sent").text(batch.text(reading.sentTime));
        json.key("time").text(renderedTime(reading));
        json.key("address").text(batch.text(reading.address));
        for (const Value& value : batch.values(reading)) {
            json.key(host.name(value.metric()));
            writeValue(json, batch, value);
        }
        lines += json.endObject().take() + "\n";
    }
    return lines;
}

class Testcase : public ::testing::TestWithParam<fs::path> {};

TEST_P(Testcase, GivesTheRecordedReplyAndReadings)
{
    FakeHost host;
    FakeSink sink(FakeSink::Mood::Committing);
    Intake intake(host, 5s);
    intake.open(sink);
    Recorded recorded(contentOf(GetParam() / "request.http"));
    ASSERT_EQ(recorded.request.headers["Content-Length"],
              std::to_string(recorded.request.content.size()));

    const HttpReply reply = recorded.target == kBoardPath
                                ? BoardRoute(intake).answer(recorded.request)
                                : ReadingsRoute(intake).answer(recorded.request);
    EXPECT_EQ(std::to_string(reply.status) + " " + reply.body + "\n",
              contentOf(GetParam() / "reply.json"));
    EXPECT_EQ(rendered(host, sink.everything()), contentOf(GetParam() / "readings.jsonl"));
}

std::vector<fs::path> testcases()
{
    std::vector<fs::path> folders;
    for (const auto& entry : fs::directory_iterator(PLUGIN_DIR "/testcases"))
        folders.push_back(entry.path());
    std::sort(folders.begin(), folders.end());
    return folders;
}

INSTANTIATE_TEST_SUITE_P(Folders,
                         Testcase,
                         ::testing::ValuesIn(testcases()),
                         [](const auto& testcase) { return testcase.param.filename().string(); });

} // namespace
} // namespace historian::http

// Any bytes from a serial port, in every format: no crash, no line longer than its limit, and every
// reading has a device, a value and its mark.

#include "line_session.h"

#include <historian/testing/fake_host.h>
#include <historian/testing/fake_sink.h>

#include <cstdio>
#include <cstdlib>

namespace {

using namespace historian;

void require(bool holds, const char* what)
{
    if (holds) return;
    std::fprintf(stderr, "broken promise: %s\n", what);
    std::abort();
}

serial::Settings settingsOf(unsigned char choice)
{
    serial::Settings settings;
    settings.format = static_cast<serial::Format>(choice % 6);
    settings.checksum = static_cast<serial::Checksum>(choice / 6 % 3);
    settings.lineBytesMax = 256;
    settings.deviceId = choice < 128 ? "m1" : "";
    settings.ack = "OK {id}";
    if (settings.format == serial::Format::Csv) settings.columns = {"power", "-", "timestamp"};
    if (settings.format == serial::Format::Pairs) settings.columns = {"T=ambient_temp_c"};
    settings.patterns.push_back(*serial::Pattern::of("P={power} W, {note}"));
    return settings;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    if (size == 0) return 0;
    const serial::Settings settings = settingsOf(data[0]);
    testing::FakeHost host;
    testing::FakeSink sink;
    serial::LineSession session(host, settings);
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const serial::Parcel parcel = session.take(bytes, SteadyTime{std::chrono::seconds(9)}, sink);
    std::size_t marked = 0;
    for (const serial::LineMark& line : parcel.lines) marked += line.readings;
    require(marked == parcel.batch.size(), "every reading belongs to a line");
    for (const Reading& reading : parcel.batch.readings()) {
        require(!host.name(reading.device).empty(), "a device");
        require(reading.valueCount > 0, "a value");
    }
    for (const Refusal& refusal : sink.refusals())
        require(!refusal.code.empty() && refusal.excerpt.size() <= 256,
                "a code and a short excerpt");
    return 0;
}

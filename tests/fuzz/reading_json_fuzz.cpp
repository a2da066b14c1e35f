// Any bytes as a document of readings: no crash, and every reading of the batch has its index, a
// device and values whose texts lie in the batch.

#include <historian/codec/reading_json.h>
#include <historian/testing/fake_host.h>

#include <cstdio>
#include <cstdlib>

namespace {

void require(bool holds, const char* what)
{
    if (holds) return;
    std::fprintf(stderr, "broken promise: %s\n", what);
    std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    using namespace historian;
    testing::FakeHost host;
    codec::ReadingReader reader(host);
    Batch batch;
    const std::string document(reinterpret_cast<const char*>(data), size);
    const auto result = reader.read(document, {}, batch);
    require(result.indices.size() == batch.size(), "an index for each reading");
    require(result.isReadable || !result.faults.empty(), "a fault for what is no document");
    for (const Reading& reading : batch.readings()) {
        require(!host.name(reading.device).empty(), "a device");
        require(reading.valueCount > 0, "a value");
        codec::JsonWriter json;
        codec::writeReading(json, host, batch, reading);
        Batch again;
        require(reader.read(json.view(), {}, again).isReadable, "what is written can be read");
    }
    return 0;
}

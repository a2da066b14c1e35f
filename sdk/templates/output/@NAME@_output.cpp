#include "@NAME@_output.h"

#include <historian/codec/reading_json.h>

namespace historian::@NAME@ {

@Name@Output::@Name@Output(Host& host, const Config& config)
    : host_(host), label_(config.text("label"))
{
}

void @Name@Output::start()
{
    host_.log(LogLevel::Info, label_ + ": ready");
}

Deliveries @Name@Output::deliver(const Segment& segment)
{
    Deliveries deliveries;
    for (const Reading& reading : segment.readings.readings()) {
        codec::JsonWriter json;
        codec::writeReading(json, host_, segment.readings, reading);
        deliveries.push_back(send(json.view()));
        // After a Retry the host offers this reading and those behind it again.
        if (deliveries.back().kind == Delivery::Kind::Retry) break;
    }
    return deliveries;
}

void @Name@Output::stop() {}

Delivery @Name@Output::send(const std::string& line)
{
    // Here the line goes to its destination; Delivery::retry(after, why) if that is not there.
    host_.counter("bytes_sent", "bytes of JSON delivered").add(line.size());
    return Delivery::done();
}

} // namespace historian::@NAME@

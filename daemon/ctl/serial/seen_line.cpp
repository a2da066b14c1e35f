#include "ctl/serial/seen_line.h"

#include "ctl/table.h"
#include "lines/plain_text.h"

#include <historian/codec/time_text.h>

namespace historian::ctl {

namespace {

std::string contentText(const Batch& batch, const Value& value)
{
    switch (value.type()) {
    case ValueType::Double: return codec::numberText(value.asDouble());
    case ValueType::Int64: return std::to_string(value.asInt64());
    case ValueType::Bool: return value.asBool() ? "true" : "false";
    case ValueType::Text: return "\"" + printable(std::string(batch.text(value.asText()))) + "\"";
    case ValueType::None: break;
    }
    return "none";
}

std::string readingText(const Batch& batch, const Reading& reading, const Names& names)
{
    std::string text = std::string(names.name(reading.device)) + ":";
    for (const Value& value : batch.values(reading)) {
        text += " " + std::string(names.name(value.metric())) + " " + contentText(batch, value);
        if (value.quality() != Quality::Good)
            text += " (" + std::string(nameOf(value.quality())) + ")";
    }
    return text;
}

std::string remarkText(serial::Remark remark, std::string_view line)
{
    switch (remark) {
    case serial::Remark::Restart:
        return "the board was reset: " + lines::excerptOf(serial::resetReason(line));
    case serial::Remark::WifiLost: return "the board has no Wi-Fi";
    case serial::Remark::Chatter: break;
    }
    return "known, and no reading";
}

std::string_view remarkWord(serial::Remark remark)
{
    if (remark == serial::Remark::Restart) return "restart";
    return remark == serial::Remark::WifiLost ? "wifi_lost" : "chatter";
}

/// What cannot be shown is cut and made visible, everything else stays as it came.
std::string lineText(const std::string& line)
{
    return lines::hasControls(line) || !lines::isUtf8(line) ? lines::excerptOf(line)
                                                            : printable(line);
}

} // namespace

std::string seenText(const SeenLine& line, const Names& names)
{
    std::string text = codec::timeText(line.time) + "  " + lineText(line.text) + "\n";
    for (const Reading& reading : line.readings.readings())
        text += "    reading  " + readingText(line.readings, reading, names) + "\n";
    if (line.content.remark)
        text += "    remark   " + remarkText(*line.content.remark, line.text) + "\n";
    for (const codec::ReadingFault& fault : line.content.faults)
        text += "    refused  " + fault.code + ": " + printable(fault.message) + "\n";
    return text;
}

std::string seenJson(const SeenLine& line, const Names& names)
{
    codec::JsonWriter json;
    json.beginObject().key("time").text(codec::timeText(line.time));
    json.key("line").text(line.text).key("readings").beginArray();
    for (Reading reading : line.readings.readings()) {
        if (!reading.hasSentTime) reading.time = line.time; // as the host would
        codec::writeReading(json, names, line.readings, reading);
    }
    json.endArray();
    if (line.content.remark) json.key("remark").text(remarkWord(*line.content.remark));
    json.key("refused").beginArray();
    for (const codec::ReadingFault& fault : line.content.faults) {
        json.beginObject().key("code").text(fault.code);
        if (!fault.field.empty()) json.key("field").text(fault.field);
        json.key("message").text(fault.message).endObject();
    }
    json.endArray().endObject();
    return json.take() + "\n";
}

} // namespace historian::ctl

#include <historian/codec/reading_json.h>
#include <historian/codec/time_text.h>

namespace historian::codec {

namespace {

void writeValue(JsonWriter& json, const Batch& batch, const Value& value)
{
    switch (value.type()) {
    case ValueType::Double: json.number(value.asDouble()); return;
    case ValueType::Int64: json.integer(value.asInt64()); return;
    case ValueType::Bool: json.boolean(value.asBool()); return;
    case ValueType::Text: json.text(batch.text(value.asText())); return;
    case ValueType::None: json.null(); return;
    }
}

// What every form of a reading has.
void writeFields(JsonWriter& json, const Names& names, const Batch& batch, const Reading& reading)
{
    json.key("device_id").text(names.name(reading.device));
    json.key("timestamp").text(timeText(reading.time));
    bool isAllGood = true;
    for (const Value& value : batch.values(reading)) {
        json.key(names.name(value.metric()));
        writeValue(json, batch, value);
        isAllGood = isAllGood && value.quality() == Quality::Good;
    }
    if (isAllGood) return;
    json.key("q").beginObject();
    for (const Value& value : batch.values(reading))
        if (value.quality() != Quality::Good)
            json.key(names.name(value.metric())).text(nameOf(value.quality()));
    json.endObject();
}

void writeFlags(JsonWriter& json, Flags flags)
{
    if (flags == Flags{}) return;
    json.key("flags").beginArray();
    for (const Flag flag : kFlags)
        if (flags.has(flag)) json.text(nameOf(flag));
    json.endArray();
}

} // namespace

void writeReading(JsonWriter& json, const Names& names, const Batch& batch, const Reading& reading)
{
    json.beginObject();
    writeFields(json, names, batch, reading);
    json.endObject();
}

void writeReading(JsonWriter& json,
                  const Names& names,
                  const Segment& segment,
                  const Reading& reading)
{
    json.beginObject();
    writeFields(json, names, segment.readings, reading);
    writeFlags(json, reading.flags);
    json.key("store_id").text(segment.storeId);
    json.key("seq").unsignedInteger(reading.seq);
    json.endObject();
}

} // namespace historian::codec

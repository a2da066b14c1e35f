#include "web/api/destinations/destination_json.h"

#include "web/api/replies.h"

namespace historian::web::api {

namespace {

using codec::JsonWriter;

std::optional<double> secondsOf(const std::optional<std::chrono::seconds>& duration)
{
    if (!duration) return std::nullopt;
    return static_cast<double>(duration->count());
}

void writeTimes(JsonWriter& json, const base::DestinationStatus& status, Time now)
{
    std::optional<double> age;
    if (status.oldestUnsent) age = api::secondsOf(now - *status.oldestUnsent);
    writeTime(json, "oldest_unsent", status.oldestUnsent);
    writeNumber(json, "oldest_unsent_s", age);
    writeTime(json, "last_success", status.lastSuccess);
    writeTime(json, "next_try", status.nextTry);
    writeNumber(json, "drains_in_s", secondsOf(status.drainsIn));
}

void writeCounts(JsonWriter& json, const base::DestinationStatus& status)
{
    json.key("delivered_readings").unsignedInteger(status.delivered);
    json.key("duplicate_readings").unsignedInteger(status.duplicates);
    json.key("quarantined_readings").unsignedInteger(status.quarantined);
    json.key("dropped_readings").unsignedInteger(status.dropped);
    json.key("window_s").number(static_cast<double>(status.window.count()));
    json.key("thinned_readings").unsignedInteger(status.thinned);
    json.key("retries").unsignedInteger(status.retries);
    json.key("batch_readings").unsignedInteger(status.batchReadings);
    json.key("readings_per_second").number(status.readingsPerSecond);
    json.key("bytes_today").unsignedInteger(status.bytesToday);
}

void writeDataADay(JsonWriter& json, const std::optional<base::DataADay>& data)
{
    json.key("data_a_day");
    if (!data) {
        json.null();
        return;
    }
    json.beginObject().key("sent_bytes").number(data->sentBytes);
    json.key("readings").number(data->readings);
    writeNumber(json, "days_until_full", data->daysUntilFull);
    json.key("full_bytes").number(data->keptMax);
    json.key("estimate").boolean(data->isEstimate).endObject();
}

} // namespace

void writeDestination(JsonWriter& json, const base::DestinationStatus& status, Time now)
{
    json.beginObject().key("output").text(status.output).key("plugin").text(status.plugin);
    json.key("state").text(base::nameOf(status.state)).key("why").text(status.why);
    json.key("required").boolean(status.isRequired);
    json.key("backlog_readings").unsignedInteger(status.backlog);
    writeTimes(json, status, now);
    writeCounts(json, status);
    writeDataADay(json, status.dataADay);
    json.key("positions").beginArray();
    for (const base::PositionStatus& position : status.positions) {
        json.beginObject().key("store_id").text(position.storeId);
        json.key("done_up_to_seq").unsignedInteger(position.doneUpTo);
        json.key("newest_seq").unsignedInteger(position.newest);
        json.key("ranges").unsignedInteger(position.ranges).endObject();
    }
    json.endArray().endObject();
}

void writeDestinationLine(JsonWriter& json, const base::DestinationStatus& status)
{
    json.beginObject().key("output").text(status.output).key("plugin").text(status.plugin);
    json.key("state").text(base::nameOf(status.state)).key("why").text(status.why);
    json.key("backlog_readings").unsignedInteger(status.backlog);
    json.key("quarantined_readings").unsignedInteger(status.quarantined);
    writeTime(json, "oldest_unsent", status.oldestUnsent);
    writeTime(json, "last_success", status.lastSuccess);
    json.endObject();
}

void writeQuarantined(JsonWriter& json, const base::QuarantinedReading& reading)
{
    json.beginObject().key("store_id").text(reading.storeId);
    json.key("seq").unsignedInteger(reading.seq).key("device").text(reading.device);
    writeTime(json, "time", reading.time);
    json.key("why").text(reading.why);
    writeTime(json, "at", reading.at);
    json.key("reading");
    if (reading.json.empty())
        json.null(); // purged meanwhile
    else
        json.raw(reading.json);
    json.endObject();
}

} // namespace historian::web::api

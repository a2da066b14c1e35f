#include "rows/json_rows.h"

#include <historian/codec/json_writer.h>
#include <historian/codec/time_text.h>

namespace historian::postgres {

using codec::JsonWriter;
using codec::timeText;

std::string gapRows(std::string_view site, std::span<const ReadingGap> gaps)
{
    JsonWriter json;
    json.beginArray();
    for (const ReadingGap& gap : gaps) {
        json.beginObject().key("site_id").text(site).key("store_id").text(gap.storeId);
        json.key("first_seq").unsignedInteger(gap.firstSeq);
        json.key("last_seq").unsignedInteger(gap.lastSeq);
        json.key("cause").text(nameOf(gap.cause)).key("why").text(gap.why);
        json.key("decided_at").text(timeText(gap.at)).key("closed").boolean(gap.isClosed);
        json.endObject();
    }
    return json.endArray().take();
}

std::string hourRows(const Host& host, std::span<const EnergyHour> hours)
{
    JsonWriter json;
    json.beginArray();
    for (const EnergyHour& hour : hours) {
        json.beginObject().key("site_id").text(host.site());
        json.key("device_id").text(host.name(hour.device));
        json.key("metric").text(host.name(hour.metric));
        json.key("hour").text(timeText(hour.start));
        json.key("revision").unsignedInteger(hour.revision);
        json.key("energy_kwh").number(hour.energyKwh).key("coverage").number(hour.coverage);
        json.key("readings").unsignedInteger(hour.readings);
        json.key("approved").boolean(hour.isApproved).endObject();
    }
    return json.endArray().take();
}

std::string statusRow(std::string_view site, const GatewayStatus& status)
{
    JsonWriter json;
    json.beginArray().beginObject().key("site_id").text(site);
    json.key("at").text(timeText(status.at)).key("version").text(status.version);
    json.key("clock_trusted").boolean(status.isClockTrusted);
    json.key("store_id").text(status.storeId).key("last_seq").unsignedInteger(status.lastSeq);
    json.key("backlog").unsignedInteger(status.backlog);
    if (status.oldestUnsent) json.key("oldest_unsent").text(timeText(*status.oldestUnsent));
    json.key("quarantined").unsignedInteger(status.quarantined);
    json.key("dropped").unsignedInteger(status.dropped);
    json.key("store_bytes").unsignedInteger(status.storeBytes);
    if (status.daysLeft) json.key("days_left").number(*status.daysLeft);
    return json.endObject().endArray().take();
}

} // namespace historian::postgres

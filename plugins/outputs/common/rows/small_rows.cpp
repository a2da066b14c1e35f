#include "rows/small_rows.h"

#include <historian/codec/json_writer.h>
#include <historian/codec/time_text.h>

#include <algorithm>

namespace historian::rows {

namespace {

using codec::JsonWriter;
using codec::timeText;

std::string withoutNul(std::string_view text)
{
    std::string kept(text);
    std::erase(kept, '\0');
    return kept;
}

void write(JsonWriter& json, std::string_view site, const ReadingGap& gap)
{
    json.beginObject().key("site_id").text(site).key("store_id").text(gap.storeId);
    json.key("first_seq")
        .unsignedInteger(gap.firstSeq)
        .key("last_seq")
        .unsignedInteger(gap.lastSeq);
    json.key("cause").text(nameOf(gap.cause)).key("why").text(withoutNul(gap.why));
    json.key("decided_at").text(timeText(gap.at)).key("closed").boolean(gap.isClosed);
    json.key("readings").unsignedInteger(gap.readings).endObject();
}

} // namespace

std::string gapRows(std::string_view site, std::span<const ReadingGap> gaps)
{
    JsonWriter json;
    json.beginArray();
    for (std::size_t i = 0; i < gaps.size(); ++i) {
        const auto later = gaps.subspan(i + 1);
        const bool isRenewed = std::ranges::any_of(later, [&](const ReadingGap& other) {
            return other.storeId == gaps[i].storeId && other.firstSeq == gaps[i].firstSeq;
        });
        if (!isRenewed) write(json, site, gaps[i]);
    }
    return json.endArray().take();
}

std::string hourRows(const Host& host, std::span<const EnergyHour> hours)
{
    JsonWriter json;
    json.beginArray();
    for (const EnergyHour& hour : hours) {
        json.beginObject().key("site_id").text(host.site());
        json.key("device_id")
            .text(host.name(hour.device))
            .key("metric")
            .text(host.name(hour.metric));
        json.key("hour").text(timeText(hour.start)).key("revision").unsignedInteger(hour.revision);
        json.key("energy_kwh").number(hour.energyKwh).key("coverage").number(hour.coverage);
        json.key("readings").unsignedInteger(hour.readings);
        json.key("approved").boolean(hour.isApproved).endObject();
    }
    return json.endArray().take();
}

std::string statusRow(std::string_view site, const GatewayStatus& status)
{
    JsonWriter json;
    json.beginArray().beginObject().key("site_id").text(site).key("at").text(timeText(status.at));
    json.key("version").text(status.version).key("clock_trusted").boolean(status.isClockTrusted);
    json.key("store_id").text(status.storeId).key("last_seq").unsignedInteger(status.lastSeq);
    json.key("backlog").unsignedInteger(status.backlog).key("oldest_unsent");
    status.oldestUnsent ? json.text(timeText(*status.oldestUnsent)) : json.null();
    json.key("quarantined").unsignedInteger(status.quarantined);
    json.key("dropped").unsignedInteger(status.dropped);
    json.key("store_bytes").unsignedInteger(status.storeBytes).key("days_left");
    status.daysLeft ? json.number(*status.daysLeft) : json.null();
    return json.endObject().endArray().take();
}

} // namespace historian::rows

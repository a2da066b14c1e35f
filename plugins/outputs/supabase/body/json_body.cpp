#include "body/bodies.h"

#include <historian/codec/json_writer.h>
#include <historian/codec/time_text.h>

namespace historian::supabase {

namespace {

void write(codec::JsonWriter& json, const Rows& rows, const Row& row)
{
    json.beginObject();
    json.key("site_id").text(rows.site).key("device_id").text(row.device);
    json.key("time").text(codec::timeText(row.time)).key("store_id").text(rows.storeId);
    json.key("seq").unsignedInteger(row.seq);
    for (std::size_t i = 0; i < rows::kTypedCount; ++i)
        if (row.typed[i]) json.key(rows::kTyped[i]).number(*row.typed[i]);
    if (!row.extra.empty()) json.key("extra").raw(extraOf(row));
    if (!row.quality.empty()) json.key("quality").raw(row.quality);
    if (row.flags != 0) json.key("flags").unsignedInteger(row.flags);
    if (!row.origin.empty()) json.key("origin").raw(row.origin);
    json.endObject();
}

} // namespace

std::string jsonBody(const Rows& rows)
{
    codec::JsonWriter json;
    json.beginArray();
    for (const Row& row : rows.rows) write(json, rows, row);
    return json.endArray().take();
}

} // namespace historian::supabase

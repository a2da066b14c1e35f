#include "body/bodies.h"

#include <historian/codec/json_writer.h>

#include <algorithm>

namespace historian::supabase {

namespace {

using codec::JsonWriter;

/// Rows that share a device and the origin of their values.
struct Group {
    std::string_view device;
    std::string_view origin;
    std::vector<const Row*> rows;
};

std::vector<Group> groupsOf(const Rows& rows)
{
    std::vector<Group> groups;
    std::map<std::pair<std::string_view, std::string_view>, std::size_t> places;
    for (const Row& row : rows.rows) {
        const auto [place, isNew] = places.try_emplace({row.device, row.origin}, groups.size());
        if (isNew) groups.push_back({.device = row.device, .origin = row.origin, .rows = {}});
        groups[place->second].rows.push_back(&row);
    }
    return groups;
}

/// The longest unit of 1 s, 1 ms or 1 us that counts every time exactly.
std::int64_t tickOf(const Rows& rows)
{
    for (const std::int64_t tick : {1'000'000, 1'000})
        if (std::ranges::all_of(rows.rows, [tick](const Row& row) {
                return row.time.time_since_epoch().count() % tick == 0;
            }))
            return tick;
    return 1;
}

/// The first number, then the step from each to the next.
template <typename NumberOf>
void writeSteps(JsonWriter& json,
                std::string_view key,
                const Group& group,
                const NumberOf& numberOf)
{
    json.key(key).beginArray();
    std::int64_t before = 0;
    for (const Row* row : group.rows) {
        const std::int64_t number = numberOf(*row);
        json.integer(number - before);
        before = number;
    }
    json.endArray();
}

void writeTyped(JsonWriter& json, const Group& group)
{
    json.key("v").beginObject();
    for (std::size_t i = 0; i < rows::kTypedCount; ++i) {
        if (std::ranges::none_of(group.rows,
                                 [i](const Row* row) { return row->typed[i].has_value(); }))
            continue;
        json.key(rows::kTyped[i]).beginArray();
        for (const Row* row : group.rows) row->typed[i] ? json.number(*row->typed[i]) : json.null();
        json.endArray();
    }
    json.endObject();
}

void writeExtra(JsonWriter& json, const Group& group)
{
    std::map<std::string_view, std::vector<const std::string*>> columns;
    for (std::size_t i = 0; i < group.rows.size(); ++i)
        for (const auto& [metric, value] : group.rows[i]->extra) {
            auto& column = columns[metric];
            column.resize(group.rows.size());
            column[i] = &value;
        }
    if (columns.empty()) return;
    json.key("extra").beginObject();
    for (const auto& [metric, column] : columns) {
        json.key(metric).beginArray();
        for (const std::string* value : column) value ? json.raw(*value) : json.null();
        json.endArray();
    }
    json.endObject();
}

void writeQuality(JsonWriter& json, const Group& group)
{
    if (std::ranges::all_of(group.rows, [](const Row* row) { return row->quality.empty(); }))
        return;
    json.key("quality").beginObject();
    for (std::size_t i = 0; i < group.rows.size(); ++i)
        if (!group.rows[i]->quality.empty())
            json.key(std::to_string(i)).raw(group.rows[i]->quality);
    json.endObject();
}

void write(JsonWriter& json, const Group& group, std::int64_t tick)
{
    json.beginObject().key("device_id").text(group.device);
    if (!group.origin.empty()) json.key("origin").raw(group.origin);
    writeSteps(json, "t", group, [tick](const Row& row) {
        return row.time.time_since_epoch().count() / tick;
    });
    writeSteps(
        json, "seq", group, [](const Row& row) { return static_cast<std::int64_t>(row.seq); });
    if (std::ranges::any_of(group.rows, [](const Row* row) { return row->flags != 0; })) {
        json.key("flags").beginArray();
        for (const Row* row : group.rows) json.unsignedInteger(row->flags);
        json.endArray();
    }
    writeTyped(json, group);
    writeExtra(json, group);
    writeQuality(json, group);
    json.endObject();
}

} // namespace

std::string columnarBody(const Rows& rows)
{
    const std::int64_t tick = tickOf(rows);
    JsonWriter json;
    json.beginObject().key("batch").beginObject();
    json.key("site_id").text(rows.site).key("store_id").text(rows.storeId);
    json.key("tick").integer(tick).key("groups").beginArray();
    for (const Group& group : groupsOf(rows)) write(json, group, tick);
    return json.endArray().endObject().endObject().take();
}

} // namespace historian::supabase

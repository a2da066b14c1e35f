#include "body/bodies.h"

#include <historian/codec/json_writer.h>
#include <historian/codec/time_text.h>

#include <algorithm>

namespace historian::supabase {

namespace {

/// A row ends in a quote, so that one which was cut on the way is none.
constexpr std::string_view kFirst = "device_id,time,store_id,seq";
constexpr std::string_view kLast = "site_id";

/// Quoted, as every text must be that could be taken for NULL or hold a comma.
std::string quoted(std::string_view text)
{
    std::string field = "\"";
    for (const char c : text) {
        if (c == '"') field += '"';
        field += c;
    }
    return field + '"';
}

std::string quotedOrNull(const std::string& json)
{
    return json.empty() ? "NULL" : quoted(json);
}

/// A word stands bare: PostgREST makes the JSON text of it that it is.
std::string originOf(const Row& row)
{
    if (!row.origin.starts_with('"')) return quotedOrNull(row.origin);
    return row.origin.substr(1, row.origin.size() - 2);
}

/// Which columns some row uses.
struct Used {
    std::array<bool, rows::kTypedCount> typed{};
    bool extra = false;
    bool quality = false;
    bool flags = false;
    bool origin = false;
};

Used usedBy(const Rows& rows)
{
    Used used;
    for (const Row& row : rows.rows) {
        for (std::size_t i = 0; i < rows::kTypedCount; ++i)
            used.typed[i] = used.typed[i] || row.typed[i];
        used.extra = used.extra || !row.extra.empty();
        used.quality = used.quality || !row.quality.empty();
        used.flags = used.flags || row.flags != 0;
        used.origin = used.origin || !row.origin.empty();
    }
    return used;
}

std::string headerOf(const Used& used)
{
    std::string header(kFirst);
    for (std::size_t i = 0; i < rows::kTypedCount; ++i)
        if (used.typed[i]) header.append(",").append(rows::kTyped[i]);
    if (used.extra) header += ",extra";
    if (used.quality) header += ",quality";
    if (used.flags) header += ",flags";
    if (used.origin) header += ",origin";
    return header + ',' + std::string(kLast) + '\n';
}

} // namespace

std::string csvBody(const Rows& rows)
{
    const Used used = usedBy(rows);
    const std::string site = quoted(rows.site);
    std::string csv = headerOf(used);
    for (const Row& row : rows.rows) {
        csv.append(row.device).append(",").append(codec::timeText(row.time)).append(",");
        csv.append(rows.storeId).append(",");
        csv += std::to_string(row.seq);
        for (std::size_t i = 0; i < rows::kTypedCount; ++i)
            if (used.typed[i])
                csv += ',' + (row.typed[i] ? codec::numberText(*row.typed[i]) : "NULL");
        if (used.extra) csv += ',' + quotedOrNull(extraOf(row));
        if (used.quality) csv += ',' + quotedOrNull(row.quality);
        if (used.flags) csv += ',' + std::to_string(row.flags);
        if (used.origin) csv += ',' + originOf(row);
        csv += ',' + site + '\n';
    }
    return csv;
}

} // namespace historian::supabase

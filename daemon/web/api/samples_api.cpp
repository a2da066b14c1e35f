#include "history/freshness.h"
#include "web/api/api_routes.h"
#include "web/api/query_parameters.h"
#include "web/api/replies.h"
#include "web/http/problem.h"

#include <historian/codec/time_text.h>

#include <array>
#include <charconv>
#include <system_error>

namespace historian::web::api {

namespace {

using codec::JsonWriter;

constexpr std::size_t kSamplesDefault = 1000;
constexpr std::size_t kSamplesMax = 10'000;
constexpr std::size_t kPointsMax = 20'000;
constexpr std::chrono::hours kDefaultWindow{1};
constexpr std::chrono::minutes kAheadMax{2}; ///< that a device's believed clock may be

void writeFlags(JsonWriter& json, Flags flags)
{
    json.key("flags").beginArray();
    for (const Flag flag : kFlags)
        if (flags.has(flag)) json.text(nameOf(flag));
    json.endArray();
}

void writeLatest(JsonWriter& json,
                 const ApiContext& context,
                 const Batch& batch,
                 const Reading& reading)
{
    const std::string_view id = context.symbols.name(reading.device);
    state::Device device = context.registry.find(id).value_or(state::Device{});
    const auto age = context.clock.now() - reading.time;
    json.beginObject().key("device_id").text(id);
    writeTime(json, "time", reading.time);
    writeTime(json, "received", reading.received);
    json.key("age_s").number(secondsOf(age));
    json.key("freshness")
        .text(nameOf(history::freshnessOf(
            batch, reading, context.clock.now(), context.catalog.expectedInterval(device))));
    writeFlags(json, reading.flags);
    json.key("values").beginObject();
    for (const Value& value : batch.values(reading)) {
        const std::string_view name = context.symbols.name(value.metric());
        const base::MetricProfile described = context.catalog.describe(device, name);
        json.key(name).beginObject().key("v");
        writeValue(json, value, value.type() == ValueType::Text ? batch.text(value.asText()) : "");
        json.key("unit").text(described.unit).key("q").text(nameOf(value.quality()));
        json.key("origin").text(nameOf(described.origin)).endObject();
    }
    json.endObject().endObject();
}

HttpReply latest(const ApiContext& context, const HttpRequest& request)
{
    QueryParameters query(request, {"device"});
    if (query.refusal()) return *query.refusal();
    const auto device = query.text("device");
    if (device && !context.registry.find(*device)) return unknownDevice(request.path(), *device);
    const Segment newest = context.archive.latest();
    JsonWriter json;
    json.beginObject();
    writeTime(json, "server_time", context.clock.now());
    json.key("readings").beginArray();
    for (const Reading& reading : newest.readings.readings())
        if (!device || context.symbols.name(reading.device) == *device)
            writeLatest(json, context, newest.readings, reading);
    json.endArray().endObject();
    return jsonReply(json);
}

/// A cursor is `microseconds.seq`; clients take it as it is.
std::string cursorText(const history::Cursor& cursor)
{
    return std::to_string(cursor.time.time_since_epoch().count()) + "." +
           std::to_string(cursor.seq);
}

std::optional<history::Cursor> cursorOf(std::string_view text)
{
    std::int64_t time = 0;
    std::uint64_t seq = 0;
    const char* const end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, time);
    if (first.ec != std::errc() || first.ptr == end || *first.ptr != '.') return std::nullopt;
    const auto second = std::from_chars(first.ptr + 1, end, seq);
    if (second.ec != std::errc() || second.ptr != end) return std::nullopt;
    return history::Cursor{Time(std::chrono::microseconds(time)), seq};
}

/// A question for samples as it was asked.
struct SampleRequest {
    std::string_view device;
    std::string_view metric;
    history::SampleQuery query;
    std::size_t limit = kSamplesDefault;
    std::optional<std::size_t> pointsMax;
};

void readRange(QueryParameters& query, Time now, SampleRequest& asked)
{
    const auto from = query.time("from");
    const auto to = query.time("to");
    asked.query.to = to.value_or(now + kAheadMax);
    asked.query.from = from.value_or(to.value_or(now) - kDefaultWindow);
    if (asked.query.from >= asked.query.to)
        query.refuse("from", "invalid_time", "the range is empty: 'from' must be before 'to'");
}

void readPaging(QueryParameters& query, SampleRequest& asked)
{
    asked.limit = query.count("limit", 1, kSamplesMax).value_or(kSamplesDefault);
    asked.pointsMax = query.count("max_points", 2, kPointsMax);
    const auto cursor = query.text("cursor");
    if (asked.pointsMax && (cursor || query.text("limit")))
        query.refuse("max_points", "bad_request", "max_points goes with neither limit nor cursor");
    if (!cursor) return;
    asked.query.after = cursorOf(*cursor);
    if (!asked.query.after)
        query.refuse("cursor", "invalid_cursor", "give next_cursor of the page before as it is");
}

void writeSamples(JsonWriter& json, const std::vector<history::Sample>& samples)
{
    json.key("samples").beginArray();
    for (const history::Sample& sample : samples) {
        json.beginObject().key("t").text(codec::timeText(sample.time)).key("v");
        writeValue(json, sample.value, sample.text);
        json.key("q").text(nameOf(sample.value.quality())).endObject();
    }
    json.endArray();
}

HttpReply
answerSamples(const ApiContext& context, const HttpRequest& request, const SampleRequest& asked)
{
    history::SamplePage page;
    if (asked.pointsMax) {
        auto picture = context.archive.picture(asked.query, *asked.pointsMax);
        if (!picture) return storeProblem(request.path(), picture.error().message);
        page.samples = *std::move(picture);
    } else {
        auto samples = context.archive.samples(asked.query, asked.limit);
        if (!samples) return storeProblem(request.path(), samples.error().message);
        page = *std::move(samples);
    }
    JsonWriter json;
    json.beginObject().key("device").text(asked.device).key("metric").text(asked.metric);
    json.key("unit").text(context.catalog.describe(asked.device, asked.metric).unit);
    writeSamples(json, page.samples);
    json.key("next_cursor");
    if (page.next)
        json.text(cursorText(*page.next));
    else
        json.null();
    json.endObject();
    return jsonReply(json);
}

HttpReply samples(const ApiContext& context, const HttpRequest& request)
{
    QueryParameters query(
        request, {"device", "metric", "from", "to", "limit", "cursor", "quality", "max_points"});
    SampleRequest asked;
    asked.device = query.required("device");
    asked.metric = query.required("metric");
    readRange(query, context.clock.now(), asked);
    readPaging(query, asked);
    constexpr std::array kFilters{
        history::QualityFilter::Usable, history::QualityFilter::Good, history::QualityFilter::All};
    asked.query.filter = kFilters[query.choice("quality", {"usable", "good", "all"})];
    if (query.refusal()) return *query.refusal();

    const auto device = context.symbols.find(NameKind::Device, asked.device);
    if (!device && !context.registry.find(asked.device))
        return unknownDevice(request.path(), asked.device);
    const auto metric = context.symbols.find(NameKind::Metric, asked.metric);
    if (!device || !metric)
        return problem(404,
                       "unknown_series",
                       "device '" + std::string(asked.device) + "' has no metric '" +
                           std::string(asked.metric) + "'",
                       request.path());
    asked.query.device = *device;
    asked.query.metric = *metric;
    return answerSamples(context, request, asked);
}

} // namespace

void addSampleRoutes(const ApiContext& context, std::vector<Route>& routes)
{
    routes.push_back(makeRoute("GET", "/api/v1/latest", Access::Read, [&](HttpRequest& request) {
        return latest(context, request);
    }));
    routes.push_back(makeRoute("GET", "/api/v1/samples", Access::Read, [&](HttpRequest& request) {
        return samples(context, request);
    }));
}

} // namespace historian::web::api

#include "web/api/api_routes.h"
#include "web/api/destinations/destination_json.h"
#include "web/api/destinations/destination_route.h"
#include "web/api/json_body.h"
#include "web/api/query_parameters.h"
#include "web/api/replies.h"
#include "web/http/problem.h"

#include <algorithm>
#include <limits>

namespace historian::web::api {

namespace {

using base::Destinations;
using base::QuarantineChoice;
using codec::JsonWriter;

constexpr std::size_t kPageDefault = 100;
constexpr std::size_t kExportBytesMax = 8 * 1024 * 1024; ///< about; it ends after a whole line
constexpr std::size_t kReasonCharsMin = 3;
constexpr std::size_t kReasonCharsMax = 500;

/// Where to go on; all from the beginning if neither parameter is given.
QuarantineChoice afterOf(QueryParameters& query)
{
    const auto storeId = query.text("after_store_id");
    const auto seq = query.count("after_seq", 0, std::numeric_limits<std::size_t>::max());
    if (storeId.has_value() != seq.has_value())
        query.refuse("after_seq", "bad_request", "after_store_id and after_seq go together");
    return {std::string(storeId.value_or("")), seq};
}

void writeNext(JsonWriter& json, const QuarantineChoice& last)
{
    json.key("next").beginObject().key("after_store_id").text(last.storeId);
    json.key("after_seq").unsignedInteger(last.seq.value_or(0)).endObject();
}

HttpReply list(const ApiContext& context, const HttpRequest& request)
{
    QueryParameters query(request, {"after_store_id", "after_seq", "limit"});
    const QuarantineChoice after = afterOf(query);
    const auto limit = query.count("limit", 1, base::kQuarantinePageMax).value_or(kPageDefault);
    if (query.refusal()) return *query.refusal();
    return withDestination(context, request, [&](Destinations& all, const std::string& output) {
        const auto page = all.quarantine(output, after, limit);
        if (!page) return destinationRefused(request, page.error());
        JsonWriter json;
        json.beginObject().key("output").text(output).key("quarantined").beginArray();
        for (const base::QuarantinedReading& reading : *page) writeQuarantined(json, reading);
        json.endArray();
        if (page->size() == limit)
            writeNext(json, {page->back().storeId, page->back().seq});
        else
            json.key("next").null();
        json.endObject();
        return jsonReply(json);
    });
}

/// Adds lines until there are no more, or enough: then the last line says where to go on.
std::optional<Error> writeLines(std::string& lines,
                                const Destinations& all,
                                const std::string& output,
                                QuarantineChoice after)
{
    while (true) {
        const auto page = all.quarantine(output, after, base::kQuarantinePageMax);
        if (!page) return page.error();
        for (const base::QuarantinedReading& reading : *page) {
            JsonWriter json;
            writeQuarantined(json, reading);
            lines += json.view() + "\n";
            after = {reading.storeId, reading.seq};
            if (lines.size() < kExportBytesMax) continue;
            JsonWriter end;
            writeNext(end.beginObject(), after);
            end.endObject();
            lines += end.view() + "\n";
            return std::nullopt;
        }
        if (page->size() < base::kQuarantinePageMax) return std::nullopt;
    }
}

HttpReply exportAll(const ApiContext& context, const HttpRequest& request)
{
    QueryParameters query(request, {"after_store_id", "after_seq"});
    const QuarantineChoice after = afterOf(query);
    if (query.refusal()) return *query.refusal();
    return withDestination(context, request, [&](Destinations& all, const std::string& output) {
        HttpReply reply;
        reply.contentType = "application/x-ndjson";
        if (const auto error = writeLines(reply.body, all, output, after))
            return destinationRefused(request, *error);
        return reply;
    });
}

/// One reading by store_id and seq, or all: whoever means all says so.
QuarantineChoice choiceOf(BodyFields& body)
{
    QuarantineChoice choice{body.text("store_id").value_or(""), body.count("seq")};
    const bool isOne = !choice.storeId.empty() && choice.seq;
    const bool isNone = choice.storeId.empty() && !choice.seq;
    if (!(body.flag("all") ? isNone : isOne))
        body.refuse(
            "/seq", "missing_field", "say which: {\"store_id\":…,\"seq\":…}, or {\"all\":true}");
    return choice;
}

std::string textOf(const QuarantineChoice& which, std::uint64_t readings)
{
    if (which.seq) return "reading " + which.storeId + " " + std::to_string(*which.seq);
    return "all: " + std::to_string(readings) + " readings";
}

HttpReply notQuarantined(const HttpRequest& request, const QuarantineChoice& which)
{
    return problem(404,
                   "not_quarantined",
                   "no reading " + which.storeId + " " + std::to_string(which.seq.value_or(0)) +
                       " is set aside for this output",
                   request.path());
}

HttpReply retry(const ApiContext& context, const HttpRequest& request)
{
    const QueryParameters query(request, {});
    if (query.refusal()) return *query.refusal();
    return withDestination(context, request, [&](Destinations& all, const std::string& output) {
        BodyFields body(request, {"store_id", "seq", "all"});
        const QuarantineChoice which = choiceOf(body);
        if (body.refusal()) return *body.refusal();
        const auto readings = all.retry(output, which);
        if (!readings) return destinationRefused(request, readings.error());
        if (which.seq && *readings == 0) return notQuarantined(request, which);
        sign(context, request, "quarantine_retried", output, textOf(which, *readings));
        return readingsReply(output, *readings);
    });
}

std::string reasonOf(BodyFields& body)
{
    constexpr const char* kBlanks = " \t\r\n";
    std::string reason = body.text("reason").value_or("");
    reason.erase(0, reason.find_first_not_of(kBlanks));
    reason.erase(reason.find_last_not_of(kBlanks) + 1);
    const auto beginsChar = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
    const auto chars = static_cast<std::size_t>(std::ranges::count_if(reason, beginsChar));
    if (chars < kReasonCharsMin || chars > kReasonCharsMax)
        body.refuse("/reason",
                    "invalid_reason",
                    "a reason of " + std::to_string(kReasonCharsMin) + " to " +
                        std::to_string(kReasonCharsMax) + " characters is needed; it is kept");
    return reason;
}

HttpReply discard(const ApiContext& context, const HttpRequest& request)
{
    const QueryParameters query(request, {});
    if (query.refusal()) return *query.refusal();
    return withDestination(context, request, [&](Destinations& all, const std::string& output) {
        BodyFields body(request, {"store_id", "seq", "all", "reason"});
        const QuarantineChoice which = choiceOf(body);
        const std::string reason = reasonOf(body);
        if (body.refusal()) return *body.refusal();
        const auto readings = all.discard(output, which, reason);
        if (!readings) return destinationRefused(request, readings.error());
        if (which.seq && *readings == 0) return notQuarantined(request, which);
        const std::string detail = textOf(which, *readings) + "; " + reason;
        sign(context, request, "quarantine_discarded", output, detail);
        return readingsReply(output, *readings);
    });
}

} // namespace

void addQuarantineRoutes(const ApiContext& context, std::vector<Route>& routes)
{
    const std::string base = "/api/v1/destinations/{output}/quarantine";
    const auto add = [&](const char* method, const char* end, auto act, std::size_t bodyBytesMax) {
        routes.push_back(makeRoute(
            method,
            base + end,
            bodyBytesMax == 0 ? Access::Read : Access::Operate,
            [&context, act](HttpRequest& request) { return act(context, request); },
            bodyBytesMax));
    };
    add("GET", "", list, 0);
    add("GET", ".ndjson", exportAll, 0);
    add("POST", "/retry", retry, kActBytesMax);
    add("POST", "/discard", discard, kActBytesMax);
}

} // namespace historian::web::api

#include "board_route.h"

#include "replies.h"

#include <historian/codec/json_writer.h>
#include <historian/codec/time_text.h>

#include <algorithm>
#include <array>
#include <utility>

namespace historian::http {
namespace {

constexpr std::size_t kEchoedTextMax = 32;

std::string listOf(std::span<const std::pair<std::string_view, bool>> required)
{
    std::string list;
    for (const auto& [key, isThere] : required) {
        if (isThere) continue;
        list += list.empty() ? "['" : ", '";
        list.append(key).append("'");
    }
    return list.empty() ? list : list + "]";
}

bool hasKey(std::string_view object, std::string_view key)
{
    const std::string quoted = '"' + std::string(key) + '"';
    for (std::size_t at = object.find(quoted); at != std::string_view::npos;
         at = object.find(quoted, at + 1)) {
        const std::size_t next = object.find_first_not_of(" \t\r\n", at + quoted.size());
        if (next != std::string_view::npos && object[next] == ':') return true;
    }
    return false;
}

/// The power as the predecessor echoes it: what was sent.
void writeEcho(codec::JsonWriter& json, const Batch& batch, const Value& value)
{
    switch (value.type()) {
    case ValueType::Double: json.number(value.asDouble()); break;
    case ValueType::Int64: json.integer(value.asInt64()); break;
    case ValueType::Bool: json.boolean(value.asBool()); break;
    case ValueType::Text: json.text(batch.text(value.asText()).substr(0, kEchoedTextMax)); break;
    case ValueType::None: json.null(); break;
    }
}

bool isOneObject(std::string_view body, const codec::ParsedReadings& parsed)
{
    const std::size_t first = body.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && body[first] == '[') return false;
    if (parsed.indices.empty() && parsed.faults.empty()) return false;
    return std::ranges::all_of(parsed.indices, [](std::size_t index) { return index == 0; }) &&
           std::ranges::all_of(parsed.faults, [](const auto& fault) { return fault.index == 0; });
}

Symbol metricOf(Host& host, std::string_view name)
{
    const Result<Symbol> symbol = host.symbol(NameKind::Metric, name);
    if (!symbol) throw Unavailable("metric " + std::string(name) + ": " + symbol.error().message);
    return *symbol;
}

std::string sentenceOf(const codec::ReadingFault& fault)
{
    return fault.field.empty() ? fault.message : fault.field + ": " + fault.message;
}

} // namespace

std::string missingKeysOf(std::string_view object)
{
    std::array<std::pair<std::string_view, bool>, 4> required{
        {{"device_id", false}, {"current", false}, {"voltage", false}, {"power", false}}};
    for (auto& [key, isThere] : required) isThere = hasKey(object, key);
    return listOf(required);
}

BoardRoute::BoardRoute(Intake& intake)
    : intake_(intake),
      current_(metricOf(intake.host(), "current")),
      voltage_(metricOf(intake.host(), "voltage")),
      power_(metricOf(intake.host(), "power"))
{
}

HttpReply BoardRoute::answer(HttpRequest& request)
{
    intake_.requests().add(1);
    const std::string_view encoding = request.header("Content-Encoding");
    if (!encoding.empty() && encoding != "identity")
        return refuse(request, 415, {0, {}, "bad_encoding", "this route takes plain JSON only"});
    Batch batch;
    Intake::ReaderLease reader(intake_);
    const auto parsed =
        reader.read(request.body(), {intake_.host().clock().now(), request.address()}, batch);
    if (parsed.isTolerated) intake_.tolerated().add(1);
    if (!isOneObject(request.body(), parsed))
        return refuse(request, 400, {0, {}, "bad_json", "this route takes one flat object"});
    if (batch.isEmpty()) return refuseUnread(request, parsed.faults.front());
    for (const auto& fault : parsed.faults)
        intake_.refuse(fault, request.address(), request.body());
    if (const std::string missing = missingOf(batch); !missing.empty())
        return refuse(
            request, 400, {0, {}, "missing_field", "Missing required fields: " + missing});
    return store(std::move(batch));
}

std::string BoardRoute::missingOf(const Batch& batch) const
{
    const auto has = [values = batch.values(batch[0])](Symbol metric) {
        return std::ranges::any_of(values, [metric](Value v) { return v.metric() == metric; });
    };
    const std::array<std::pair<std::string_view, bool>, 3> required{
        {{"current", has(current_)}, {"voltage", has(voltage_)}, {"power", has(power_)}}};
    return listOf(required);
}

HttpReply BoardRoute::refuse(HttpRequest& request, int status, const codec::ReadingFault& fault)
{
    intake_.refuse(fault, request.address(), request.body());
    return detailReply(status, sentenceOf(fault));
}

HttpReply BoardRoute::refuseUnread(HttpRequest& request, const codec::ReadingFault& fault)
{
    if (fault.code != "missing_field") return refuse(request, 400, fault);
    const std::string missing = missingKeysOf(request.body());
    if (missing.empty()) return refuse(request, 400, fault);
    return refuse(request, 400, {0, {}, "missing_field", "Missing required fields: " + missing});
}

HttpReply BoardRoute::store(Batch&& batch)
{
    const Names& names = intake_.host();
    codec::JsonWriter json;
    json.beginObject().key("status").text("success").key("message").text("Reading stored");
    json.key("server_time").text(codec::timeText(batch[0].received));
    json.key("device_id").text(names.name(batch[0].device));
    json.key("power");
    for (const Value& value : batch.values(batch[0]))
        if (value.metric() == power_) writeEcho(json, batch, value);
    json.endObject();

    Sink* sink = intake_.sink();
    if (sink == nullptr) return busy("the input is stopped", {});
    const WaitingRoom::Wait wait(
        intake_.waitingRoom(), *sink, std::move(batch), intake_.answerDeadline());
    if (wait.end() == WaitEnd::Busy) return busy("too many readings wait", wait.retryAfter());
    if (wait.end() == WaitEnd::Late) return busy("not known to be stored; send it again", {});
    const Verdict& verdict = wait.verdict();
    if (!verdict.isCommitted) return busy(verdict.why, verdict.retryAfter);
    if (verdict.rejected.empty()) return {200, "application/json", json.take(), {}};
    const Verdict::Rejected& rejected = verdict.rejected.front();
    return detailReply(422, rejected.field + ": " + rejected.message);
}

HttpReply BoardRoute::busy(std::string_view why, std::chrono::milliseconds retryAfter)
{
    intake_.unstored().add(1);
    HttpReply reply = detailReply(503, why);
    reply.retryAfter = retrySeconds(retryAfter);
    return reply;
}

} // namespace historian::http

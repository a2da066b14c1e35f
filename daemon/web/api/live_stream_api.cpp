#include "web/api/api_routes.h"
#include "web/api/replies.h"

#include <historian/codec/json_writer.h>
#include <historian/codec/time_text.h>

#include <charconv>
#include <map>
#include <system_error>

namespace historian::web::api {

namespace {

using codec::JsonWriter;

constexpr std::size_t kReplayedMax = 10'000; ///< readings that a returning client missed

/// Samples of a short while: the newest of each series.
class Coalesced {
public:
    explicit Coalesced(const ApiContext& context) : context_(context) {}

    bool isEmpty() const { return items_.empty(); }

    std::uint64_t lastSeq() const { return lastSeq_; }

    /// What the client has already is left out.
    void add(const Segment& segment)
    {
        for (const Reading& reading : segment.readings.readings()) {
            if (reading.seq <= lastSeq_) continue;
            lastSeq_ = reading.seq;
            for (const Value& value : segment.readings.values(reading))
                items_[{reading.device, value.metric()}] = itemOf(segment.readings, reading, value);
        }
    }

    /// `{"items":[…]}`; afterwards there are none.
    std::string take()
    {
        JsonWriter json;
        json.beginObject().key("items").beginArray();
        for (const auto& [series, item] : items_) json.raw(item);
        json.endArray().endObject();
        items_.clear();
        return json.take();
    }

    void startAfter(std::uint64_t seq) { lastSeq_ = seq; }

private:
    std::string itemOf(const Batch& batch, const Reading& reading, const Value& value) const
    {
        JsonWriter json;
        json.beginObject().key("device").text(context_.symbols.name(reading.device));
        json.key("metric").text(context_.symbols.name(value.metric()));
        json.key("t").text(codec::timeText(reading.time)).key("v");
        writeValue(json, value, value.type() == ValueType::Text ? batch.text(value.asText()) : "");
        json.key("q").text(nameOf(value.quality())).endObject();
        return json.take();
    }

    const ApiContext& context_;
    std::uint64_t lastSeq_ = 0;
    std::map<std::pair<Symbol, Symbol>, std::string> items_;
};

/// Serves one client of the event stream.
class EventSender {
public:
    EventSender(const ApiContext& context, LiveConnection& connection)
        : context_(context), connection_(connection), subscription_(context.feed), samples_(context)
    {
    }

    void run(std::string_view lastEventId, const std::stop_token& stop)
    {
        // Subscribed already: what is committed during the replay comes twice and is left out once.
        if (!sendHello() || !replayAfter(lastEventId)) return;
        while (!stop.stop_requested()) {
            if (!connection_.keepAlive()) return;
            const auto commit = subscription_.next(stop, context_.pace.idle);
            if (!commit) continue;
            samples_.add(*commit);
            collect(stop);
            if (!sendLost() || !sendSamples()) return;
        }
    }

private:
    // Commits of the next moment go into the same event.
    void collect(const std::stop_token& stop)
    {
        const SteadyTime end = context_.clock.steady() + context_.pace.coalesce;
        for (SteadyTime now = context_.clock.steady(); now < end; now = context_.clock.steady()) {
            const auto commit =
                subscription_.next(stop, std::chrono::ceil<std::chrono::milliseconds>(end - now));
            if (!commit) return;
            samples_.add(*commit);
        }
    }

    bool sendHello()
    {
        JsonWriter json;
        json.beginObject().key("version").text(context_.version);
        json.key("server_time").text(codec::timeText(context_.clock.now()));
        json.key("zone").text(context_.site.timezone).endObject();
        return connection_.send("hello", {}, json.view());
    }

    bool sendLagged(std::uint64_t dropped)
    {
        JsonWriter json;
        json.beginObject().key("dropped").unsignedInteger(dropped).endObject();
        return connection_.send("lagged", {}, json.view());
    }

    bool sendLost()
    {
        const std::size_t lost = subscription_.takeLost();
        return lost == 0 || sendLagged(lost);
    }

    bool sendSamples()
    {
        if (samples_.isEmpty()) return true;
        const std::string id = context_.bootId + ":" + std::to_string(samples_.lastSeq());
        return connection_.send("samples", id, samples_.take());
    }

    // What was committed since the event with that id, if it is of this boot.
    bool replayAfter(std::string_view lastEventId)
    {
        const auto colon = lastEventId.rfind(':');
        if (colon == std::string_view::npos || lastEventId.substr(0, colon) != context_.bootId)
            return true;
        const std::string_view digits = lastEventId.substr(colon + 1);
        std::uint64_t seq = 0;
        const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), seq);
        if (end.ec != std::errc()) return true;
        auto snapshot = context_.store.snapshot();
        if (!snapshot) return true;
        const auto missed = (*snapshot)->readAfter(seq, kReplayedMax);
        if (!missed) return true;
        samples_.startAfter(seq);
        samples_.add(*missed);
        if (missed->readings.size() == kReplayedMax && !sendLagged(kReplayedMax)) return false;
        return sendSamples();
    }

    const ApiContext& context_;
    LiveConnection& connection_;
    base::LiveFeed::Subscription subscription_;
    Coalesced samples_;
};

} // namespace

LiveRoute makeStreamRoute(const ApiContext& context)
{
    return {"/api/v1/stream",
            LiveKind::EventStream,
            Access::Read,
            [&context](LiveConnection& connection, HttpRequest& request, std::stop_token stop) {
                EventSender(context, connection).run(request.header("Last-Event-ID"), stop);
            }};
}

} // namespace historian::web::api

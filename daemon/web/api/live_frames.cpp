#include "web/api/live_frames.h"

#include "web/api/api_routes.h"

#include <historian/codec/json_writer.h>
#include <historian/codec/reading_json.h>

#include <algorithm>

namespace historian::web::api {

namespace {

using codec::JsonWriter;

/// Serves one client of /ws. It sends nothing; what it is told is worth only while it is new, so
/// one that fell behind gets the latest of everything instead of what it missed.
class FrameSender {
public:
    FrameSender(const ApiContext& context, LiveConnection& connection)
        : context_(context),
          connection_(connection),
          subscription_(context.feed),
          nextLatest_(context.clock.steady()),
          nextCare_(nextLatest_ + context.pace.idle)
    {
    }

    void run(const std::stop_token& stop)
    {
        while (!stop.stop_requested() && sendLatestWhenDue() && careWhenDue()) {
            const auto commit = subscription_.next(stop, waitTime());
            if (commit && !sendReadings(*commit)) return;
            if (!commit) nextCare_ = SteadyTime::min();
            if (subscription_.takeLost() > 0) nextLatest_ = SteadyTime::min();
        }
    }

private:
    std::chrono::milliseconds waitTime() const
    {
        const auto until = std::chrono::ceil<std::chrono::milliseconds>(
            std::min(nextLatest_, nextCare_) - context_.clock.steady());
        return std::clamp(until, std::chrono::milliseconds(0), context_.pace.idle);
    }

    bool sendLatestWhenDue()
    {
        if (context_.clock.steady() < nextLatest_) return true;
        nextLatest_ = context_.clock.steady() + context_.pace.latest;
        const std::string frame = latestFrame(context_);
        return frame.empty() || connection_.send({}, {}, frame);
    }

    bool careWhenDue()
    {
        if (context_.clock.steady() < nextCare_) return true;
        nextCare_ = context_.clock.steady() + context_.pace.idle;
        return connection_.keepAlive();
    }

    bool sendReadings(const Segment& commit)
    {
        return std::ranges::all_of(commit.readings.readings(), [&](const Reading& reading) {
            return connection_.send({}, {}, readingFrame(context_, commit.readings, reading));
        });
    }

    const ApiContext& context_;
    LiveConnection& connection_;
    base::LiveFeed::Subscription subscription_;
    SteadyTime nextLatest_;
    SteadyTime nextCare_;
};

} // namespace

std::string latestReadingsJson(const ApiContext& context)
{
    const Segment newest = context.archive.latest();
    JsonWriter json;
    json.beginObject();
    for (const Reading& reading : newest.readings.readings()) {
        json.key(context.symbols.name(reading.device));
        codec::writeReading(json, context.symbols, newest.readings, reading);
    }
    json.endObject();
    return json.take();
}

std::string latestFrame(const ApiContext& context)
{
    const std::string readings = latestReadingsJson(context);
    if (readings == "{}") return {};
    JsonWriter json;
    json.beginObject().key("type").text("latest_readings").key("data").raw(readings).endObject();
    return json.take();
}

std::string readingFrame(const ApiContext& context, const Batch& batch, const Reading& reading)
{
    JsonWriter json;
    json.beginObject().key("type").text("energy_reading").key("data");
    codec::writeReading(json, context.symbols, batch, reading);
    json.endObject();
    return json.take();
}

LiveRoute makeFramesRoute(const ApiContext& context)
{
    return {"/ws",
            LiveKind::WebSocket,
            Access::Read,
            [&context](LiveConnection& connection, HttpRequest&, std::stop_token stop) {
                FrameSender(context, connection).run(stop);
            }};
}

} // namespace historian::web::api

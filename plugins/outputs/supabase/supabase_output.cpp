#include "supabase_output.h"

#include "deliveries.h"
#include "prober.h"
#include "rows/small_rows.h"
#include "wire/receipts.h"

#include <historian/codec/json_writer.h>
#include <historian/codec/time_text.h>

#include <algorithm>

namespace historian::supabase {

namespace {

constexpr std::string_view kReadings = "energy_readings";
constexpr std::string_view kIgnore = "ignore-duplicates";
constexpr std::string_view kMerge = "merge-duplicates";

// A server that has just been changed may not know its functions yet: ask again after that.
constexpr std::chrono::hours kRowsTime{1};

std::string preferenceOf(std::string_view resolution)
{
    return "resolution=" + std::string(resolution) + ",return=minimal,missing=default,count=exact";
}

std::string pathOfReadings()
{
    return "energy_readings?on_conflict=" + std::string(rows::kReadingKey);
}

/// How many of the rows were new; nothing where the reply is no acknowledgement, and says why.
std::optional<std::uint64_t> insertedBy(Reply& reply)
{
    if (!reply.isSuccess()) return std::nullopt;
    const auto inserted = rowsTaken(reply.answer, kIgnore);
    if (!inserted) reply = suspect(std::move(reply));
    return inserted;
}

} // namespace

SupabaseOutput::SupabaseOutput(Host& host,
                               const Config& config,
                               std::chrono::milliseconds callTimeMax)
    : host_(host),
      settings_(readSettings(config)),
      endpoint_(host, settings_, callTimeMax),
      inserted_(host.counter("readings_inserted", "readings that were new to the database")),
      duplicates_(host.counter("readings_duplicate", "readings that the database had already")),
      outOfTime_(
          host.counter("readings_out_of_time", "readings before 2020 or a day ahead, not sent")),
      health_(host)
{
}

Deliveries SupabaseOutput::deliver(const Segment& segment)
{
    endpoint_.begin();
    Rows rows{.site = host_.site(), .storeId = segment.storeId, .rows = {}};
    std::vector<std::size_t> places;
    Deliveries answers(segment.readings.size());
    rows::RowMaker maker(host_);
    for (std::size_t i = 0; i < segment.readings.size(); ++i) {
        const Reading& reading = segment.readings[i];
        if (auto fault = rows::faultOf(reading, host_.clock())) {
            outOfTime_.add(1);
            answers[i] = Delivery::rejected(std::move(*fault));
            continue;
        }
        rows.rows.push_back(maker.make(segment.readings, reading));
        places.push_back(i);
    }
    if (rows.rows.empty()) return answers;
    Deliveries sent = send(rows);
    for (std::size_t i = 0; i < places.size(); ++i) answers[places[i]] = std::move(sent[i]);
    return answers;
}

Deliveries SupabaseOutput::send(const Rows& rows)
{
    const SteadyTime now = host_.clock().steady();
    if (settings_.encoding == Encoding::Csv) return sendCsv(rows);
    if (settings_.encoding == Encoding::Json || now < rowsUntil_) return sendJson(rows, 0);
    const std::string body = columnarBody(rows);
    Reply reply = endpoint_.ask({.path = "rpc/ingest_readings", .body = body});
    if (reply.code != "PGRST202" || settings_.isEncodingFixed)
        return sendColumns(rows, std::move(reply));
    host_.log(LogLevel::Info, "the database has no ingest_readings: sending JSON rows for an hour");
    rowsUntil_ = now + kRowsTime;
    return sendJson(rows, 0);
}

Deliveries SupabaseOutput::sendCsv(const Rows& rows)
{
    const std::size_t count = rows.rows.size();
    const std::string body = csvBody(rows);
    Reply reply = endpoint_.ask({.path = pathOfReadings(),
                                 .body = body,
                                 .contentType = "text/csv",
                                 .prefer = preferenceOf(kIgnore)});
    const auto inserted = insertedBy(reply);
    // A CSV that was cut after a row is a shorter CSV, and one that was cut in its first row has a
    // row that is wrong. Of a JSON the end is missed.
    const bool mayBeCut = inserted
                              ? *inserted < count
                              : reply.verdict == Verdict::Poison || reply.verdict == Verdict::Hold;
    if (mayBeCut) return sendJson(rows, inserted.value_or(0));
    if (!inserted) return refused(kReadings, reply, count);
    accepted(count, count);
    return acknowledged(count, count);
}

Deliveries SupabaseOutput::sendJson(const Rows& rows, std::size_t insertedBefore)
{
    const std::size_t count = rows.rows.size();
    const std::string body = jsonBody(rows);
    Reply reply =
        endpoint_.ask({.path = pathOfReadings() + "&columns=" + std::string(rows::kReadingColumns),
                       .body = body,
                       .prefer = preferenceOf(kIgnore)});
    const auto inserted = insertedBy(reply);
    if (!inserted) return refused(kReadings, reply, count);
    accepted(count, insertedBefore + *inserted);
    return acknowledged(count, insertedBefore + *inserted);
}

Deliveries SupabaseOutput::sendColumns(const Rows& rows, Reply reply)
{
    const std::size_t count = rows.rows.size();
    if (!reply.isSuccess()) return refused(kReadings, reply, count);
    const auto receipt = ingestReceiptOf(reply.answer.body);
    if (!receipt || receipt->received != count)
        return refused(kReadings, suspect(std::move(reply)), count);
    const std::size_t good = count - std::min(count, receipt->rejected.size());
    accepted(good, receipt->inserted);
    Deliveries answers = acknowledged(count, receipt->inserted + receipt->rejected.size());
    for (const IngestReceipt::Rejected& wrong : receipt->rejected) {
        const auto row = std::ranges::find(rows.rows, wrong.seq, &Row::seq);
        if (row != rows.rows.end())
            answers[static_cast<std::size_t>(row - rows.rows.begin())] =
                Delivery::rejected(endpoint_.clean(wrong.why));
    }
    return answers;
}

Deliveries SupabaseOutput::deliverGaps(std::span<const ReadingGap> gaps)
{
    return sendSmall("reading_gap",
                     "site_id,store_id,first_seq",
                     kMerge,
                     rows::gapRows(host_.site(), gaps),
                     gaps.size());
}

Deliveries SupabaseOutput::deliverHours(std::span<const EnergyHour> hours)
{
    return sendSmall("hourly_energy",
                     "site_id,device_id,metric,hour,revision",
                     kIgnore,
                     rows::hourRows(host_, hours),
                     hours.size());
}

Delivery SupabaseOutput::deliverStatus(const GatewayStatus& status)
{
    const std::string body = rows::statusRow(host_.site(), status);
    return sendSmall("gateway_status", "site_id", kMerge, body, 1).front();
}

Deliveries SupabaseOutput::sendSmall(std::string_view table,
                                     std::string_view key,
                                     std::string_view resolution,
                                     const std::string& body,
                                     std::size_t count)
{
    endpoint_.begin();
    Reply reply = endpoint_.ask({.path = std::string(table).append("?on_conflict=").append(key),
                                 .body = body,
                                 .prefer = preferenceOf(resolution)});
    if (!reply.isSuccess()) return refused(table, reply, count);
    if (!rowsTaken(reply.answer, resolution))
        return refused(table, suspect(std::move(reply)), count);
    health_.good(table);
    return Deliveries(count, Delivery::done());
}

Result<std::vector<DayCount>> SupabaseOutput::countDays(Time from, Time to)
{
    endpoint_.begin();
    codec::JsonWriter asked;
    asked.beginObject().key("site").text(host_.site()).key("first").text(codec::timeText(from));
    asked.key("last").text(codec::timeText(to)).endObject();
    const std::string body = asked.take();
    const Reply reply = endpoint_.ask({.path = "rpc/historian_days", .body = body});
    if (!reply.isSuccess()) return Error{"counting the readings of each day: " + reply.why};
    auto days = daysOf(reply.answer.body);
    if (!days) return Error{"counting the readings of each day: the answer is not a list of days"};
    return std::move(*days);
}

std::vector<ProbeStep> SupabaseOutput::probe()
{
    endpoint_.begin();
    return probeDestination(endpoint_, settings_, host_.site());
}

Deliveries SupabaseOutput::refused(std::string_view table, const Reply& reply, std::size_t count)
{
    // A wrong row is the row's trouble, not the destination's.
    if (reply.verdict != Verdict::Poison) health_.bad(table, reply.why);
    return deliveriesOf(reply, count);
}

void SupabaseOutput::accepted(std::size_t count, std::size_t inserted)
{
    inserted_.add(inserted);
    duplicates_.add(count - std::min(inserted, count));
    health_.good(kReadings);
}

} // namespace historian::supabase

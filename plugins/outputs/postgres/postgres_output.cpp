#include "postgres_output.h"

#include "copy_text.h"
#include "inspection.h"
#include "rows/small_rows.h"
#include "statements.h"

#include <historian/codec/time_text.h>

#include <algorithm>
#include <charconv>
#include <unordered_set>

namespace historian::postgres {

namespace {

std::string columns()
{
    return " (" + std::string(rows::kReadingColumns) + ") ";
}

std::int64_t integerOf(std::string_view text)
{
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

} // namespace

PostgresOutput::PostgresOutput(Host& host, const Config& config)
    : host_(host),
      settings_(settingsOf(config)),
      sentBytes_(host.counter("sent_bytes", "rows as text, of transactions that were committed")),
      inserted_(host.counter("readings_inserted", "readings the database did not have yet")),
      duplicates_(host.counter("readings_duplicate", "readings the database had already")),
      connections_(host.counter("connections", "log-ins to the server")),
      trouble_(host)
{
}

// The first reading connects: a server that is away holds up nothing.
void PostgresOutput::start() {}

Deliveries PostgresOutput::deliver(const Segment& segment)
{
    const std::lock_guard call(calls_);
    Deliveries deliveries(segment.readings.size(), Delivery::done());
    CopyText copy(host_.site(), segment.storeId);
    rows::RowMaker maker(host_);
    for (std::size_t i = 0; i < deliveries.size(); ++i) {
        const Reading& reading = segment.readings[i];
        if (auto fault = rows::faultOf(reading, host_.clock()))
            deliveries[i] = Delivery::rejected(*std::move(fault));
        else
            copy.add(maker.make(segment.readings, reading));
    }
    if (copy.view().empty()) return deliveries;
    const auto answer = send(copy.view());
    const Delivery verdict = judge(answer, segment.readings.size());
    if (verdict.kind == Delivery::Kind::Done) {
        sentBytes_.add(copy.view().size());
        settle(deliveries, segment, std::get<Table>(answer));
        return deliveries;
    }
    for (Delivery& delivery : deliveries)
        if (delivery.kind == Delivery::Kind::Done) delivery = verdict;
    return deliveries;
}

void PostgresOutput::stop()
{
    interruption_.raise();
    const std::lock_guard call(calls_);
    session_.reset();
    interruption_.clear();
}

Deliveries PostgresOutput::deliverGaps(std::span<const ReadingGap> gaps)
{
    const std::lock_guard call(calls_);
    return Deliveries(gaps.size(), put(kUpsertGaps, rows::gapRows(host_.site(), gaps)));
}

Deliveries PostgresOutput::deliverHours(std::span<const EnergyHour> hours)
{
    const std::lock_guard call(calls_);
    return Deliveries(hours.size(), put(kInsertHours, rows::hourRows(host_, hours)));
}

Delivery PostgresOutput::deliverStatus(const GatewayStatus& status)
{
    const std::lock_guard call(calls_);
    return put(kUpsertStatus, rows::statusRow(host_.site(), status));
}

Result<std::vector<DayCount>> PostgresOutput::countDays(Time from, Time to)
{
    const std::lock_guard call(calls_);
    const auto answer =
        run(kCountDays, {std::string(host_.site()), codec::timeText(from), codec::timeText(to)});
    if (const auto* failure = std::get_if<Failure>(&answer))
        return Error{"counting days at " + settings_.server + ": " + failure->message};
    const auto& table = std::get<Table>(answer);
    std::vector<DayCount> days;
    days.reserve(static_cast<std::size_t>(table.rows()));
    for (int row = 0; row < table.rows(); ++row)
        days.push_back({Time(std::chrono::seconds(integerOf(table.text(row, 0)))),
                        static_cast<std::uint64_t>(integerOf(table.text(row, 1)))});
    return days;
}

std::vector<ProbeStep> PostgresOutput::probe()
{
    const std::lock_guard call(calls_);
    Deadline connecting(kConnectMax, interruption_);
    auto opened = Session::open(settings_.parameters, connecting);
    if (const auto* failure = std::get_if<Failure>(&opened))
        return {{"connect", false, verdictOf(*failure).why}};
    Deadline deadline(kCallMax, interruption_);
    return inspect(*std::get<std::unique_ptr<Session>>(opened), host_.site(), deadline);
}

// Nothing if there is a session.
std::optional<Failure> PostgresOutput::connect()
{
    if (session_) return std::nullopt;
    Deadline deadline(kConnectMax, interruption_);
    auto opened = Session::open(settings_.parameters, deadline);
    if (auto* failure = std::get_if<Failure>(&opened)) return std::move(*failure);
    session_ = std::get<std::unique_ptr<Session>>(std::move(opened));
    auto prepared = session_->run(kPrepare, deadline);
    if (auto* failure = std::get_if<Failure>(&prepared)) {
        session_.reset();
        return std::move(*failure);
    }
    connections_.add(1);
    return std::nullopt;
}

// The seq of each row that is new, after the commit.
Session::Answer PostgresOutput::send(const std::string& copyText)
{
    if (auto failure = connect()) return *std::move(failure);
    Deadline deadline(kCallMax, interruption_);
    auto copied = session_->copy(
        "begin; copy historian_incoming" + columns() + "from stdin", copyText, deadline);
    if (std::holds_alternative<Failure>(copied)) return leave(std::move(copied), deadline);
    return leave(
        session_->run("insert into public.energy_readings" + columns() + "select " +
                          std::string(rows::kReadingColumns) +
                          " from historian_incoming on conflict do nothing returning seq; commit",
                      deadline),
        deadline);
}

Session::Answer PostgresOutput::run(const char* sql, const std::vector<std::string>& values)
{
    if (auto failure = connect()) return *std::move(failure);
    Deadline deadline(kCallMax, interruption_);
    return leave(session_->run(sql, values, deadline), deadline);
}

// After a failure the session is made fit for the next call, or given up.
Session::Answer PostgresOutput::leave(Session::Answer answer, Deadline& deadline)
{
    if (std::holds_alternative<Failure>(answer) && !session_->recover(deadline)) session_.reset();
    return answer;
}

Delivery PostgresOutput::put(const char* sql, std::string rows)
{
    return judge(run(sql, {std::move(rows)}), 1);
}

// What it means, and a word to the operator if that changed.
Delivery PostgresOutput::judge(const Session::Answer& answer, std::size_t offered)
{
    Delivery verdict = Delivery::done();
    if (const auto* failure = std::get_if<Failure>(&answer))
        verdict = offered > 1 ? verdictOf(*failure) : verdictOfOne(*failure);
    const bool isTrouble =
        verdict.kind == Delivery::Kind::Retry || verdict.kind == Delivery::Kind::Hold;
    trouble_.say(isTrouble ? settings_.server + ": " + verdict.why : "");
    return verdict;
}

void PostgresOutput::settle(Deliveries& deliveries, const Segment& segment, const Table& inserted)
{
    std::unordered_set<std::uint64_t> isNew;
    for (int row = 0; row < inserted.rows(); ++row)
        isNew.insert(static_cast<std::uint64_t>(integerOf(inserted.text(row, 0))));
    for (std::size_t i = 0; i < deliveries.size(); ++i) {
        if (deliveries[i].kind != Delivery::Kind::Done) continue;
        if (isNew.contains(segment.readings[i].seq)) {
            inserted_.add(1);
        } else {
            deliveries[i] = Delivery::duplicate();
            duplicates_.add(1);
        }
    }
}

} // namespace historian::postgres

#include "journal/summary.h"

#include "database/statement.h"
#include "journal/row_decoder.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace historian::sqlite {

namespace {

constexpr std::uint64_t kSaveReadings = 65'536;
constexpr std::uint64_t kSaveRows = 16'384;

std::int64_t count(std::optional<Time> time)
{
    return time.value_or(Time{}).time_since_epoch().count();
}

/// The blank-separated numbers of `meta.summary`; missing ones are 0.
std::array<std::int64_t, 5> numbersOf(std::string_view text)
{
    std::array<std::int64_t, 5> numbers{};
    const char* at = text.data();
    const char* const end = at + text.size();
    for (std::int64_t& number : numbers) {
        at = std::from_chars(at, end, number).ptr;
        if (at != end) ++at;
    }
    return numbers;
}

} // namespace

void Summary::load(Connection& connection, const NamesById& names)
{
    loadTotals(connection);
    RowDecoder decoder(names);
    Statement saved(connection.handle(), "SELECT place, body FROM newest");
    while (saved.step()) {
        Newest newest{Place::of(saved.number(0)), {}};
        if (decoder.decode(saved.blob(1), newest.place.seq, {}, newest.reading) &&
            !newest.reading.isEmpty())
            newest_.insert_or_assign(newest.reading[0].device.number, std::move(newest));
    }
    Statement tail(connection.handle(),
                   "SELECT place, count, min_time, max_time, body FROM journal"
                   " WHERE place > ?1 ORDER BY place");
    tail.bind(1, saved_.place);
    Batch batch;
    while (tail.step()) {
        const Place place = Place::of(tail.number(0));
        batch.clear();
        decoder.decode(tail.blob(4), place.seq, {}, batch);
        const RowFacts facts{static_cast<std::size_t>(tail.number(1)),
                             Time{std::chrono::microseconds(tail.number(2))},
                             Time{std::chrono::microseconds(tail.number(3))},
                             0};
        add(batch, 0, batch.size(), facts, place);
    }
}

void Summary::loadTotals(Connection& connection)
{
    const auto [place, readings, rows, oldest, newest] =
        numbersOf(connection.text("SELECT value FROM meta WHERE key = 'summary'"));
    totals_.place = place;
    totals_.readings = static_cast<std::uint64_t>(readings);
    totals_.rows = static_cast<std::uint64_t>(rows);
    if (rows != 0) {
        totals_.oldest = Time{std::chrono::microseconds(oldest)};
        totals_.newest = Time{std::chrono::microseconds(newest)};
    }
    saved_ = totals_;
}

void Summary::add(
    const Batch& batch, std::size_t begin, std::size_t end, const RowFacts& facts, Place place)
{
    const std::lock_guard lock(mutex_);
    totals_.place = place.number();
    totals_.readings += facts.count;
    ++totals_.rows;
    totals_.oldest = std::min(totals_.oldest.value_or(facts.minTime), facts.minTime);
    totals_.newest = std::max(totals_.newest.value_or(facts.maxTime), facts.maxTime);
    keepNewest(batch, begin, end, place);
}

void Summary::keepNewest(const Batch& batch, std::size_t begin, std::size_t end, Place place)
{
    candidates_.clear();
    for (std::size_t index = begin; index < end; ++index) {
        const std::uint32_t device = batch[index].device.number;
        if (candidate_.size() <= device) candidate_.resize(device + 1);
        if (candidate_[device] == 0) candidates_.push_back(device);
        if (candidate_[device] == 0 || batch[index].time >= batch[candidate_[device] - 1].time)
            candidate_[device] = index + 1;
    }
    for (const std::uint32_t device : candidates_) {
        const std::size_t index = std::exchange(candidate_[device], 0) - 1;
        Newest& newest = newest_[device];
        if (!newest.reading.isEmpty() && newest.reading[0].time > batch[index].time) continue;
        newest.place = {place.store, place.seq + (index - begin)};
        newest.reading.clear();
        Reading& reading = newest.reading.append(batch, batch[index]);
        reading.seq = newest.place.seq;
        reading.address = {};
    }
}

// Within a boot the order of times is that of seqs, before and after; so of a device whose newest
// reading is redated, no other reading becomes the newest than itself or a later one.
void Summary::replace(const Batch& batch, Place place)
{
    const std::lock_guard lock(mutex_);
    for (std::size_t index = 0; index < batch.size(); ++index) {
        Newest& newest = newest_[batch[index].device.number];
        const Place here{place.store, place.seq + index};
        const bool isItself = newest.place.number() == here.number();
        if (!isItself && !newest.reading.isEmpty() && newest.reading[0].time > batch[index].time)
            continue;
        newest.place = here;
        newest.reading.clear();
        newest.reading.append(batch, batch[index]).seq = here.seq;
    }
}

void Summary::remeasure(Connection& connection)
{
    Statement times(connection.handle(), "SELECT min(min_time), max(max_time) FROM journal");
    const std::lock_guard lock(mutex_);
    if (!times.step() || totals_.rows == 0) return;
    totals_.oldest = Time{std::chrono::microseconds(times.number(0))};
    totals_.newest = Time{std::chrono::microseconds(times.number(1))};
}

void Summary::remove(std::uint64_t readings, std::uint64_t rows, std::optional<Time> oldest)
{
    const std::lock_guard lock(mutex_);
    totals_.readings -= std::min(readings, totals_.readings);
    totals_.rows -= std::min(rows, totals_.rows);
    totals_.oldest = oldest;
}

void Summary::restore(const Totals& totals)
{
    const std::lock_guard lock(mutex_);
    totals_ = totals;
}

void Summary::save(Connection& connection, RowEncoder& encoder)
{
    Statement put(connection.handle(),
                  "INSERT OR REPLACE INTO newest (device, place, body) VALUES (?1, ?2, ?3)");
    for (const auto& [device, newest] : newest_) {
        const RowEncoder::Row row = encoder.encode(newest.reading, 0, 1);
        put.bind(1, row.facts.device).bind(2, newest.place.number()).bindBlob(3, row.body).run();
    }
    const std::string text = std::to_string(totals_.place) + ' ' +
                             std::to_string(totals_.readings) + ' ' + std::to_string(totals_.rows) +
                             ' ' + std::to_string(count(totals_.oldest)) + ' ' +
                             std::to_string(count(totals_.newest));
    Statement(connection.handle(),
              "INSERT OR REPLACE INTO meta (key, value) VALUES ('summary', ?1)")
        .bindText(1, text)
        .run();
    saved_ = totals_;
}

bool Summary::isSaveDue() const
{
    return totals_.readings - saved_.readings >= kSaveReadings ||
           totals_.rows - saved_.rows >= kSaveRows;
}

Summary::Totals Summary::totals() const
{
    const std::lock_guard lock(mutex_);
    return totals_;
}

Batch Summary::latest(std::int64_t store) const
{
    const std::lock_guard lock(mutex_);
    Batch batch;
    for (const auto& [device, newest] : newest_) {
        Reading& reading = batch.append(newest.reading, newest.reading[0]);
        if (newest.place.store != store) reading.seq = 0;
    }
    return batch;
}

} // namespace historian::sqlite

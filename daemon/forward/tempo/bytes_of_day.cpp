#include "forward/tempo/bytes_of_day.h"

#include "forward/verdict/record_text.h"

#include <historian/codec/time_text.h>

#include <algorithm>

namespace historian::forward {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// The same in every process and on every machine (FNV-1a).
seconds momentOf(std::string_view storeId)
{
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : storeId) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return seconds(static_cast<std::int64_t>(hash % kDaySpread.count()));
}

} // namespace

BytesOfDay::BytesOfDay(std::string output,
                       std::uint64_t bytesMax,
                       std::string_view storeId,
                       Snapshot& snapshot)
    : output_(std::move(output)), bytesMax_(bytesMax), begins_(momentOf(storeId))
{
    for (const Record& record : recordsOf(snapshot, kSentKind)) {
        const auto fields = splitFields(record.body);
        if (record.key != output_ || fields.size() < 2) continue;
        day_ = static_cast<std::int64_t>(numberOf(fields[0]));
        bytes_ = numberOf(fields[1]);
        undated_ = fields.size() > 2 ? numberOf(fields[2]) : 0;
    }
}

std::optional<RecordChange> BytesOfDay::count(const Clock& clock, std::uint64_t bytesSent)
{
    const std::uint64_t more = bytesSent - bytesSeen_;
    turn(clock);
    bytes_ += more;
    if (!clock.isTrusted()) undated_ += more;
    bytesSeen_ = bytesSent;
    if (more == 0) return std::nullopt;
    return RecordChange{
        kSentKind,
        output_,
        joinFields({std::to_string(day_), std::to_string(bytes_), std::to_string(undated_)})};
}

void BytesOfDay::turn(const Clock& clock)
{
    const SteadyTime now = clock.steady();
    if (!began_) began_ = now;
    if (!clock.isTrusted()) {
        if (now - *began_ >= days(1)) begin(day_, 0, now);
        return;
    }
    const std::int64_t today =
        std::chrono::floor<days>(clock.now() - begins_).time_since_epoch().count();
    // A clock that is set back over the beginning of a day gives no second one.
    if (today != day_ && today + 1 != day_) begin(today, undated_, now);
    undated_ = 0;
}

void BytesOfDay::begin(std::int64_t day, std::uint64_t bytes, SteadyTime now)
{
    day_ = day;
    bytes_ = bytes;
    undated_ = 0;
    began_ = now;
}

std::optional<Wait> BytesOfDay::wait(const Clock& clock) const
{
    if (bytesMax_ == 0 || bytes_ < bytesMax_) return std::nullopt;
    const std::string why = "bytes_per_day_max is reached: it goes on ";
    if (!clock.isTrusted())
        return Wait{why + "when the gateway's clock is trusted, or after a day",
                    std::chrono::ceil<milliseconds>(began_.value_or(clock.steady()) + days(1) -
                                                    clock.steady())};
    const Time next = Time(days(day_ + 1)) + begins_;
    return Wait{why + "at " + codec::timeText(next),
                std::max(milliseconds(1), std::chrono::ceil<milliseconds>(next - clock.now()))};
}

} // namespace historian::forward

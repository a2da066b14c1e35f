#include "forward/tempo/bytes_of_day.h"

#include "forward/verdict/record_text.h"

namespace historian::forward {

BytesOfDay::BytesOfDay(std::string output, Snapshot& snapshot) : output_(std::move(output))
{
    for (const Record& record : recordsOf(snapshot, kSentKind)) {
        const auto fields = splitFields(record.body);
        if (record.key != output_ || fields.size() != 2) continue;
        day_ = numberOf(fields[0]);
        bytes_ = numberOf(fields[1]);
    }
}

std::optional<RecordChange> BytesOfDay::count(Time now, std::uint64_t bytesSent)
{
    const auto today = static_cast<std::uint64_t>(
        std::chrono::floor<std::chrono::days>(now).time_since_epoch().count());
    const std::uint64_t more = bytesSent - bytesSeen_;
    if (today != day_) bytes_ = 0;
    day_ = today;
    bytes_ += more;
    bytesSeen_ = bytesSent;
    if (more == 0) return std::nullopt;
    return RecordChange{
        kSentKind, output_, joinFields({std::to_string(day_), std::to_string(bytes_)})};
}

} // namespace historian::forward

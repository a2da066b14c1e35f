#include "readings_collector.h"

#include <algorithm>
#include <utility>

namespace historian::http {

ReadingsCollector::ReadingsCollector(Intake& intake,
                                     const ReadingsOptions& options,
                                     std::string_view address)
    : intake_(intake),
      options_(options),
      defaults_{intake.host().clock().now(), address, options.clock},
      reader_(intake)
{
}

void ReadingsCollector::take(std::string_view document, bool isTooLong)
{
    if (isOverfull()) return;
    const std::size_t base = items_;
    if (isTooLong) {
        refuse({base, {}, "too_large", "a line has at most 1 MiB"}, document);
        return;
    }
    const std::size_t known = batch_.size();
    codec::ParsedReadings parsed = reader_.read(document, defaults_, batch_);
    hasReadable_ = hasReadable_ || parsed.isReadable;
    if (parsed.isTolerated && !std::exchange(isToleratedCounted_, true)) intake_.tolerated().add(1);
    for (std::size_t i = 0; i < parsed.indices.size(); ++i) {
        indices_.push_back(base + parsed.indices[i]);
        mark(batch_[known + i], indices_.back());
    }
    if (!indices_.empty()) items_ = std::max(items_, indices_.back() + 1);
    for (codec::ReadingFault& fault : parsed.faults) {
        fault.index += base;
        refuse(std::move(fault), document);
    }
}

void ReadingsCollector::refuse(codec::ReadingFault fault, std::string_view document)
{
    items_ = std::max(items_, fault.index + 1);
    intake_.refuse(fault, defaults_.address, document);
    faults_.push_back(std::move(fault));
}

void ReadingsCollector::mark(Reading& reading, std::size_t index)
{
    if (options_.idempotencyKey.empty() || !reading.messageId.isEmpty()) return;
    reading.messageId =
        batch_.keep(std::string(options_.idempotencyKey) + '/' + std::to_string(index));
}

std::size_t ReadingsCollector::bytes() const
{
    return batch_.bytes() + indices_.size() * sizeof(std::size_t) +
           faults_.size() * sizeof(codec::ReadingFault);
}

} // namespace historian::http

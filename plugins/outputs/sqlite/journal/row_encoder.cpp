#include "journal/row_encoder.h"

#include <zlib.h>

#include <algorithm>
#include <cassert>

namespace historian::sqlite {

namespace {

std::uint64_t shapeValueOf(Value value)
{
    return (std::uint64_t{value.metric().number} << 16) |
           (static_cast<std::uint64_t>(value.type()) << 8) |
           static_cast<std::uint64_t>(value.quality());
}

std::uint64_t hashOf(std::span<const Value> values)
{
    std::uint64_t hash = values.size();
    for (const Value value : values) hash = (hash ^ shapeValueOf(value)) * 0x9e3779b97f4a7c15U;
    return hash;
}

std::int64_t milliseconds(Time time)
{
    return std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
}

} // namespace

RowEncoder::Row RowEncoder::encode(const Batch& batch, std::size_t begin, std::size_t end)
{
    assert(begin < end && end - begin <= kRowReadingsMax);
    for (ByteWriter* buffer : {&row_, &shapeBytes_, &readings_}) buffer->clear();
    shapeValues_.clear();
    shapes_.clear();
    shapesByHash_.clear();
    device_ = {};

    Row row;
    measure(batch, begin, end, row.facts);
    for (std::size_t index = begin; index < end; ++index) {
        encodeReading(batch, batch[index], row.facts.minTime);
        if (index == begin) row.facts.device = deviceId_;
        if (row.facts.device != deviceId_) row.facts.device = 0;
    }
    row_.byte(1);
    row_.fixed64(static_cast<std::uint64_t>(row.facts.minTime.time_since_epoch().count()));
    row_.varint(shapes_.size());
    row_.bytes(shapeBytes_.view());
    row_.varint(row.facts.count);
    row_.bytes(readings_.view());
    const std::string_view content = row_.view();
    row_.fixed32(static_cast<std::uint32_t>(
        crc32_z(0, reinterpret_cast<const Bytef*>(content.data()), content.size())));
    row.body = row_.view();
    return row;
}

void RowEncoder::measure(const Batch& batch,
                         std::size_t begin,
                         std::size_t end,
                         RowFacts& facts) const
{
    facts.count = end - begin;
    facts.minTime = facts.maxTime = batch[begin].time;
    for (const Reading& reading : batch.readings().subspan(begin, end - begin)) {
        facts.minTime = std::min(facts.minTime, reading.time);
        facts.maxTime = std::max(facts.maxTime, reading.time);
    }
}

void RowEncoder::encodeReading(const Batch& batch, const Reading& reading, Time base)
{
    if (reading.device != device_) {
        device_ = reading.device;
        deviceId_ = names_.idOf(NameKind::Device, reading.device);
    }
    const std::span<const Value> values = batch.values(reading);
    const std::string_view sentTime = batch.text(reading.sentTime);
    const std::string_view messageId = batch.text(reading.messageId);

    reading_.clear();
    reading_.varint(deviceId_);
    reading_.varint(shapeOf(values));
    reading_.varint(static_cast<std::uint64_t>((reading.time - base).count()));
    reading_.zigzag(milliseconds(reading.received) - milliseconds(reading.time));
    reading_.byte(reading.flags.bits);
    reading_.byte(
        static_cast<std::uint8_t>((sentTime.empty() ? 0 : 1) | (messageId.empty() ? 0 : 2)));
    if (!sentTime.empty()) reading_.lengthAndBytes(sentTime);
    if (!messageId.empty()) reading_.lengthAndBytes(messageId);
    for (const Value value : values) encodeContent(batch, value);
    readings_.lengthAndBytes(reading_.view());
}

void RowEncoder::encodeContent(const Batch& batch, Value value)
{
    switch (value.type()) {
    case ValueType::None: break;
    case ValueType::Double: reading_.fixed64(value.bits()); break;
    case ValueType::Int64: reading_.zigzag(value.asInt64()); break;
    case ValueType::Bool: reading_.byte(value.asBool() ? 1 : 0); break;
    case ValueType::Text: reading_.lengthAndBytes(batch.text(value.asText())); break;
    }
}

std::uint64_t RowEncoder::shapeOf(std::span<const Value> values)
{
    if (lastShape_ < shapes_.size() && isShape(shapes_[lastShape_], values)) return lastShape_;
    const std::uint64_t hash = hashOf(values);
    const auto [first, last] = shapesByHash_.equal_range(hash);
    for (auto found = first; found != last; ++found)
        if (isShape(shapes_[found->second], values)) return lastShape_ = found->second;
    lastShape_ = shapes_.size();
    shapesByHash_.emplace(hash, lastShape_);
    addShape(values);
    return lastShape_;
}

bool RowEncoder::isShape(const Shape& shape, std::span<const Value> values) const
{
    const auto known = std::span(shapeValues_).subspan(shape.first, shape.count);
    return std::ranges::equal(known, values, {}, {}, shapeValueOf);
}

void RowEncoder::addShape(std::span<const Value> values)
{
    shapes_.push_back({shapeValues_.size(), values.size()});
    shapeBytes_.varint(values.size());
    for (const Value value : values) {
        shapeValues_.push_back(shapeValueOf(value));
        const bool isGood = value.quality() == Quality::Good;
        shapeBytes_.varint(names_.idOf(NameKind::Metric, value.metric()));
        shapeBytes_.byte(
            static_cast<std::uint8_t>(static_cast<unsigned>(value.type()) | (isGood ? 0U : 0x80U)));
        if (!isGood) shapeBytes_.byte(static_cast<std::uint8_t>(value.quality()));
    }
}

} // namespace historian::sqlite

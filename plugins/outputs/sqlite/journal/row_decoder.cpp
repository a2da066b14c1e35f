#include "journal/row_decoder.h"

#include "journal/byte_reader.h"

#include <zlib.h>

#include <algorithm>
#include <bit>

namespace historian::sqlite {

namespace {

constexpr std::int64_t kMicrosecondsMax = std::int64_t{1} << 60;

/// The bytes before the checksum, or nothing if they do not match it.
std::string_view checked(std::string_view body)
{
    if (body.size() < sizeof(std::uint32_t)) return {};
    const std::string_view content = body.substr(0, body.size() - sizeof(std::uint32_t));
    const auto sum = crc32_z(0, reinterpret_cast<const Bytef*>(content.data()), content.size());
    return ByteReader(body.substr(content.size())).fixed32() == sum ? content : std::string_view();
}

std::int64_t milliseconds(Time time)
{
    return std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
}

} // namespace

bool RowDecoder::decode(std::string_view body,
                        std::uint64_t firstSeq,
                        const RowFilter& filter,
                        Batch& into)
{
    ByteReader bytes(checked(body));
    if (bytes.byte() != 1) return false;
    base_ = static_cast<std::int64_t>(bytes.fixed64());
    if (base_ > kMicrosecondsMax || base_ < -kMicrosecondsMax) return false;
    const std::size_t before = into.size();
    if (decodeShapes(bytes, filter) && decodeReadings(bytes, firstSeq, filter, into)) return true;
    while (into.size() > before) into.dropLast();
    return false;
}

bool RowDecoder::decodeShapes(ByteReader& bytes, const RowFilter& filter)
{
    shapeValues_.clear();
    shapes_.clear();
    const std::uint64_t count = bytes.varint();
    if (count > kRowReadingsMax) return false;
    for (std::uint64_t shape = 0; shape < count; ++shape) {
        const std::uint64_t values = bytes.varint();
        if (values > bytes.left()) return false;
        shapes_.push_back({shapeValues_.size(), static_cast<std::size_t>(values), false});
        for (std::uint64_t index = 0; index < values; ++index) {
            const auto slot = decodeShapeValue(bytes, filter);
            if (!slot) return false;
            shapes_.back().isWanted |= slot->metric.number != 0;
            shapeValues_.push_back(*slot);
        }
    }
    return !bytes.hasFailed();
}

std::optional<RowDecoder::ShapeValue> RowDecoder::decodeShapeValue(ByteReader& bytes,
                                                                   const RowFilter& filter) const
{
    const Symbol metric = symbolOf(bytes.varint());
    const std::uint8_t type = bytes.byte();
    const std::uint8_t quality = (type & 0x80) != 0 ? bytes.byte() : std::uint8_t{0};
    if (bytes.hasFailed() || (type & 0x7f) > static_cast<std::uint8_t>(ValueType::Text))
        return std::nullopt;
    const bool isWanted =
        filter.metrics.empty() || std::ranges::find(filter.metrics, metric) != filter.metrics.end();
    return ShapeValue{isWanted ? metric : Symbol{},
                      static_cast<ValueType>(type & 0x7f),
                      static_cast<Quality>(quality)};
}

bool RowDecoder::decodeReadings(ByteReader& bytes,
                                std::uint64_t firstSeq,
                                const RowFilter& filter,
                                Batch& into)
{
    const std::uint64_t count = bytes.varint();
    const std::size_t before = into.size();
    for (std::uint64_t index = 0; index < count; ++index) {
        const std::string_view reading = bytes.bytes(bytes.varint());
        if (bytes.hasFailed()) return false;
        const std::uint64_t seq = firstSeq + index;
        if (seq <= filter.afterSeq) continue;
        if (into.size() - before == filter.readingsMax) return true;
        if (!decodeReading(ByteReader(reading), seq, filter, into)) return false;
    }
    return bytes.left() == 0;
}

bool RowDecoder::decodeReading(ByteReader bytes,
                               std::uint64_t seq,
                               const RowFilter& filter,
                               Batch& into)
{
    const std::uint64_t device = bytes.varint();
    if (filter.device != 0 && device != filter.device) return !bytes.hasFailed();
    const std::uint64_t shape = bytes.varint();
    const std::uint64_t delta = bytes.varint();
    const std::int64_t receivedDelta = bytes.zigzag();
    if (bytes.hasFailed() || shape >= shapes_.size() || delta > std::uint64_t{kMicrosecondsMax} ||
        receivedDelta > kMicrosecondsMax / 1000 || receivedDelta < -kMicrosecondsMax / 1000)
        return false;
    const Time time{std::chrono::microseconds(base_ + static_cast<std::int64_t>(delta))};
    const Symbol symbol = symbolOf(device);
    if (time < filter.from || time >= filter.to || symbol.number == 0) return true;
    const Shape& wanted = shapes_[static_cast<std::size_t>(shape)];
    if (!wanted.isWanted && !(filter.metrics.empty() && wanted.count == 0)) return true;

    Reading& reading = into.begin(symbol);
    reading.seq = seq;
    reading.time = time;
    reading.received = Time{std::chrono::milliseconds(milliseconds(time) + receivedDelta)};
    reading.flags.bits = bytes.byte();
    const std::uint8_t extras = bytes.byte();
    if ((extras & 1) != 0) reading.sentTime = into.keep(bytes.bytes(bytes.varint()));
    if ((extras & 2) != 0) reading.messageId = into.keep(bytes.bytes(bytes.varint()));
    return decodeValues(bytes, wanted, into) && bytes.left() == 0;
}

bool RowDecoder::decodeValues(ByteReader& bytes, const Shape& shape, Batch& into) const
{
    for (const ShapeValue& slot : std::span(shapeValues_).subspan(shape.first, shape.count)) {
        const Value value = decodeValue(bytes, slot, into);
        if (slot.metric.number != 0) into.add(value);
    }
    return !bytes.hasFailed();
}

Value RowDecoder::decodeValue(ByteReader& bytes, const ShapeValue& slot, Batch& into)
{
    switch (slot.type) {
    case ValueType::None: break;
    case ValueType::Double:
        return Value::number(slot.metric, std::bit_cast<double>(bytes.fixed64()), slot.quality);
    case ValueType::Int64: return Value::integer(slot.metric, bytes.zigzag(), slot.quality);
    case ValueType::Bool: return Value::boolean(slot.metric, bytes.byte() != 0, slot.quality);
    case ValueType::Text: {
        const std::string_view text = bytes.bytes(bytes.varint());
        const bool isWanted = slot.metric.number != 0;
        return Value::text(slot.metric, isWanted ? into.keep(text) : TextSpan{}, slot.quality);
    }
    }
    return Value::none(slot.metric, slot.quality);
}

Symbol RowDecoder::symbolOf(std::uint64_t id) const
{
    return id < names_->size() ? (*names_)[static_cast<std::size_t>(id)] : Symbol{};
}

} // namespace historian::sqlite

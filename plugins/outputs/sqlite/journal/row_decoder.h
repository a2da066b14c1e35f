#pragma once

#include "journal/name_table.h"
#include "journal/row.h"

#include <historian/reading.h>

#include <optional>
#include <string_view>
#include <vector>

namespace historian::sqlite {

/// Which readings and values of a row are wanted. Without a device: all of them.
struct RowFilter {
    std::uint32_t device = 0;        ///< a name id; 0 is every device
    std::span<const Symbol> metrics; ///< none is every metric
    Time from = Time::min();
    Time to = Time::max(); ///< not included
    std::uint64_t afterSeq = 0;
    std::size_t readingsMax = kRowReadingsMax;
};

/// Row form to readings (FORMAT.md). Memory is kept from row to row.
/// Threads: none.
class RowDecoder {
public:
    explicit RowDecoder(NamesById names) : names_(std::move(names)) {}

    /// Adds the wanted readings to the batch, in the order of seq. False: the row is damaged, and
    /// the batch is as it was. Readings of devices and values of metrics without a symbol are left
    /// out.
    bool
    decode(std::string_view body, std::uint64_t firstSeq, const RowFilter& filter, Batch& into);

private:
    struct ShapeValue {
        Symbol metric; ///< none: not wanted
        ValueType type = ValueType::None;
        Quality quality = Quality::Good;
    };

    struct Shape {
        std::size_t first;
        std::size_t count;
        bool isWanted;
    };

    bool decodeShapes(class ByteReader& bytes, const RowFilter& filter);
    std::optional<ShapeValue> decodeShapeValue(ByteReader& bytes, const RowFilter& filter) const;
    bool
    decodeReadings(ByteReader& bytes, std::uint64_t firstSeq, const RowFilter& filter, Batch& into);
    bool decodeReading(ByteReader bytes, std::uint64_t seq, const RowFilter& filter, Batch& into);
    bool decodeValues(ByteReader& bytes, const Shape& shape, Batch& into) const;
    static Value decodeValue(ByteReader& bytes, const ShapeValue& slot, Batch& into);
    Symbol symbolOf(std::uint64_t id) const;

    NamesById names_;
    std::vector<ShapeValue> shapeValues_;
    std::vector<Shape> shapes_;
    std::int64_t base_ = 0;
};

} // namespace historian::sqlite

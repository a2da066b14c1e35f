#pragma once

#include "journal/byte_writer.h"
#include "journal/name_table.h"
#include "journal/row.h"

#include <historian/reading.h>

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace historian::sqlite {

/// Readings to the row form of FORMAT.md. Memory is kept from row to row.
/// Threads: the commit thread.
class RowEncoder {
public:
    explicit RowEncoder(NameTable& names) : names_(names) {}

    struct Row {
        RowFacts facts;
        std::string_view body; ///< until the next encode()
    };

    /// The row of the readings [begin, end) of a batch; at least one, at most kRowReadingsMax.
    /// Names that are new get an id in the table.
    Row encode(const Batch& batch, std::size_t begin, std::size_t end);

private:
    /// Metric, type and quality of one value, as a number.
    using ShapeValue = std::uint64_t;

    struct Shape {
        std::size_t first;
        std::size_t count;
    };

    void measure(const Batch& batch, std::size_t begin, std::size_t end, RowFacts& facts) const;
    void encodeReading(const Batch& batch, const Reading& reading, Time base);
    void encodeContent(const Batch& batch, Value value);
    std::uint64_t shapeOf(std::span<const Value> values);
    bool isShape(const Shape& shape, std::span<const Value> values) const;
    void addShape(std::span<const Value> values);

    NameTable& names_;
    ByteWriter row_;
    ByteWriter shapeBytes_;
    ByteWriter readings_;
    ByteWriter reading_;
    std::vector<ShapeValue> shapeValues_;
    std::vector<Shape> shapes_;
    std::unordered_multimap<std::uint64_t, std::size_t> shapesByHash_;
    std::size_t lastShape_ = 0;
    Symbol device_; ///< of the reading encoded last
    std::uint32_t deviceId_ = 0;
};

} // namespace historian::sqlite

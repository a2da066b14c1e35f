#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace historian::sqlite {

/// Appends the numbers of the row form (FORMAT.md) to a buffer that keeps its memory.
/// Threads: none.
class ByteWriter {
public:
    void clear() { size_ = 0; }

    std::size_t size() const { return size_; }

    std::string_view view() const { return {bytes_.data(), size_}; }

    void byte(std::uint8_t value)
    {
        room(1);
        bytes_[size_++] = static_cast<char>(value);
    }

    void varint(std::uint64_t value)
    {
        room(10);
        while (value >= 0x80) {
            bytes_[size_++] = static_cast<char>(value | 0x80);
            value >>= 7;
        }
        bytes_[size_++] = static_cast<char>(value);
    }

    void zigzag(std::int64_t value)
    {
        varint((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
    }

    void fixed64(std::uint64_t value) { littleEndian(value); }

    void fixed32(std::uint32_t value) { littleEndian(value); }

    void bytes(std::string_view text)
    {
        if (text.empty()) return;
        room(text.size());
        std::memcpy(bytes_.data() + size_, text.data(), text.size());
        size_ += text.size();
    }

    void lengthAndBytes(std::string_view text)
    {
        varint(text.size());
        bytes(text);
    }

private:
    template <typename Number>
    void littleEndian(Number value)
    {
        static_assert(std::endian::native == std::endian::little, "the row form is little-endian");
        room(sizeof value);
        std::memcpy(bytes_.data() + size_, &value, sizeof value);
        size_ += sizeof value;
    }

    void room(std::size_t more)
    {
        if (size_ + more > bytes_.size()) bytes_.resize(2 * bytes_.size() + more);
    }

    std::vector<char> bytes_;
    std::size_t size_ = 0;
};

} // namespace historian::sqlite

#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace historian::sqlite {

/// Takes the numbers of the row form (FORMAT.md) from bytes that may be damaged: past the end, and
/// at a number that is none, it answers 0 and hasFailed() from then on.
/// Threads: none.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

    bool hasFailed() const { return hasFailed_; }

    std::size_t left() const { return bytes_.size(); }

    std::uint8_t byte()
    {
        if (bytes_.empty()) return fail();
        const auto value = static_cast<std::uint8_t>(bytes_.front());
        bytes_.remove_prefix(1);
        return value;
    }

    std::uint64_t varint()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const std::uint8_t next = byte();
            value |= static_cast<std::uint64_t>(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
        return fail();
    }

    std::int64_t zigzag()
    {
        const std::uint64_t value = varint();
        return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
    }

    std::uint64_t fixed64() { return littleEndian<std::uint64_t>(); }

    std::uint32_t fixed32() { return littleEndian<std::uint32_t>(); }

    std::string_view bytes(std::uint64_t length)
    {
        if (length > bytes_.size()) {
            fail();
            return {};
        }
        const std::string_view taken = bytes_.substr(0, static_cast<std::size_t>(length));
        bytes_.remove_prefix(taken.size());
        return taken;
    }

private:
    template <typename Number>
    Number littleEndian()
    {
        const std::string_view taken = bytes(sizeof(Number));
        Number value = 0;
        if (!hasFailed_) std::memcpy(&value, taken.data(), sizeof value);
        return value;
    }

    std::uint8_t fail()
    {
        hasFailed_ = true;
        bytes_ = {};
        return 0;
    }

    std::string_view bytes_;
    bool hasFailed_ = false;
};

} // namespace historian::sqlite

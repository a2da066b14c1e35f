#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace historian::modbus {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
using Words = std::vector<std::uint16_t>;

/// What can be read. The number is the function code that reads it; there is no other function.
enum class Table : std::uint8_t { Coil = 1, Discrete = 2, Holding = 3, Input = 4 };

constexpr bool holdsBits(Table table)
{
    return table == Table::Coil || table == Table::Discrete;
}

inline constexpr std::uint16_t kRegistersMax = 125; ///< of one request, by the protocol
inline constexpr std::uint16_t kBitsMax = 2000;
inline constexpr std::size_t kPduMax = 253;

/// One read request.
struct Read {
    std::uint8_t unit = 0;
    Table table = Table::Holding;
    std::uint16_t address = 0; ///< of the first register or bit, as on the wire
    std::uint16_t count = 1;   ///< 1 to kRegistersMax or kBitsMax
};

/// A reply, as far as it fits the request.
struct Reply {
    enum class Kind : std::uint8_t {
        Values,    ///< `words` holds `count` registers, or as many bits, each 0 or 1
        Exception, ///< the device refused, `exception` says how
        Foreign,   ///< answers another function
        Malformed, ///< answers this function, with another number of bytes
    };

    Kind kind = Kind::Malformed;
    std::uint8_t exception = 0;
    Words words;
};

/// The request without any frame: function code, address, count.
Bytes requestPdu(const Read& read);

/// How many bytes the reply without frame has, if it is no exception.
std::size_t replyPduSize(const Read& read);

/// Understands a reply without frame. Never reads outside it.
Reply parseReply(ByteView pdu, const Read& read);

/// What an exception code means, in words; one that the protocol does not define is the vendor's.
std::string_view exceptionText(std::uint8_t code);

} // namespace historian::modbus

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace historian::state {

/// Text of at least `bits` random bits from the operating system: lower-case letters and digits
/// that cannot be mistaken for one another, in groups of five.
std::string randomCode(std::size_t bits);

/// Lower-case hexadecimal of SHA-256.
std::string sha256Hex(std::string_view text);

/// `scrypt$salt$digest` of a password: N = 2^15, r = 8, p = 1, a new salt each time.
std::string scryptOf(std::string_view password);

/// Whether a password gives that scrypt text; takes the same time for every answer.
bool isScryptOf(std::string_view stored, std::string_view password);

/// Equality that takes the same time for all texts of one length.
bool isEqualInConstantTime(std::string_view one, std::string_view other);

} // namespace historian::state

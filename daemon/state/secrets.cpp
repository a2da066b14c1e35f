#include "state/secrets.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <array>
#include <span>
#include <stdexcept>

namespace historian::state {

namespace {

constexpr std::string_view kAlphabet =
    "abcdefghijkmnpqrstuvwxyz23456789"; // 32 signs: no l, o, 0, 1
constexpr std::size_t kBitsPerSign = 5;
constexpr std::size_t kGroup = 5;
constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kDigestBytes = 32;
constexpr std::uint64_t kScryptN = 1U << 15U;
constexpr std::uint64_t kScryptR = 8;
constexpr std::uint64_t kScryptP = 1;
constexpr std::uint64_t kScryptBytesMax = 64U * 1024 * 1024;
constexpr std::string_view kPrefix = "scrypt$";

void fillRandom(std::span<unsigned char> bytes)
{
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        throw std::runtime_error("the operating system gives no random bytes");
}

std::string hex(std::span<const unsigned char> bytes)
{
    std::string text;
    for (const unsigned char byte : bytes) {
        text += kHexDigits[byte >> 4U];
        text += kHexDigits[byte & 15U];
    }
    return text;
}

std::string digestOf(std::string_view password, std::string_view salt)
{
    std::array<unsigned char, kDigestBytes> digest{};
    const auto* saltBytes = reinterpret_cast<const unsigned char*>(salt.data());
    if (EVP_PBE_scrypt(password.data(),
                       password.size(),
                       saltBytes,
                       salt.size(),
                       kScryptN,
                       kScryptR,
                       kScryptP,
                       kScryptBytesMax,
                       digest.data(),
                       digest.size()) != 1)
        throw std::runtime_error("scrypt failed");
    return hex(digest);
}

} // namespace

std::string randomCode(std::size_t bits)
{
    std::string code;
    std::array<unsigned char, 1> byte{};
    for (std::size_t i = 0; i * kBitsPerSign < bits; ++i) {
        if (i > 0 && i % kGroup == 0) code += '-';
        fillRandom(byte);
        code += kAlphabet[byte[0] & 31U];
    }
    return code;
}

std::string sha256Hex(std::string_view text)
{
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
    return hex(digest);
}

std::string scryptOf(std::string_view password)
{
    std::array<unsigned char, kSaltBytes> salt{};
    fillRandom(salt);
    const std::string saltText = hex(salt);
    return std::string(kPrefix) + saltText + "$" + digestOf(password, saltText);
}

bool isScryptOf(std::string_view stored, std::string_view password)
{
    if (!stored.starts_with(kPrefix)) return false;
    stored.remove_prefix(kPrefix.size());
    const auto split = stored.find('$');
    if (split == std::string_view::npos) return false;
    return isEqualInConstantTime(stored.substr(split + 1),
                                 digestOf(password, stored.substr(0, split)));
}

bool isEqualInConstantTime(std::string_view one, std::string_view other)
{
    return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

} // namespace historian::state

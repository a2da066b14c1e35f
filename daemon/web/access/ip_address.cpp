#include "web/access/ip_address.h"

#include <historian/error.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace historian::web {

namespace {

constexpr std::size_t kV4At = 12; // where an IPv4 address begins in its mapped form

IpAddress ofV4(const void* fourBytes)
{
    IpAddress address;
    address.bytes[10] = address.bytes[11] = 0xff;
    std::memcpy(&address.bytes[kV4At], fourBytes, 4);
    return address;
}

bool isIn(const IpAddress& address, std::string_view block)
{
    return IpRange::parse(block)->has(address);
}

} // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text)
{
    const std::string copy(text);
    std::array<std::uint8_t, 4> v4{};
    if (inet_pton(AF_INET, copy.c_str(), v4.data()) == 1) return ofV4(v4.data());
    IpAddress address;
    if (inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) return address;
    return {};
}

std::optional<IpAddress> IpAddress::ofPeer(int socket)
{
    sockaddr_storage storage{};
    socklen_t length = sizeof storage;
    if (getpeername(socket, reinterpret_cast<sockaddr*>(&storage), &length) != 0) return {};
    if (storage.ss_family == AF_INET)
        return ofV4(&reinterpret_cast<const sockaddr_in*>(&storage)->sin_addr);
    IpAddress address;
    std::memcpy(
        address.bytes.data(), &reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_addr, 16);
    return address;
}

bool IpAddress::isV4() const
{
    return std::all_of(bytes.begin(), bytes.begin() + 10, [](std::uint8_t b) { return b == 0; }) &&
           bytes[10] == 0xff && bytes[11] == 0xff;
}

bool IpAddress::isLoopback() const
{
    if (isV4()) return bytes[kV4At] == 127;
    return std::all_of(bytes.begin(), bytes.end() - 1, [](std::uint8_t b) { return b == 0; }) &&
           bytes[15] == 1;
}

bool IpAddress::isPrivate() const
{
    if (isLoopback()) return true;
    for (const std::string_view block : {"10.0.0.0/8",
                                         "172.16.0.0/12",
                                         "192.168.0.0/16",
                                         "169.254.0.0/16",
                                         "fe80::/10",
                                         "fc00::/7"})
        if (isIn(*this, block)) return true;
    return false;
}

std::string IpAddress::text() const
{
    std::array<char, INET6_ADDRSTRLEN> out{};
    const bool isShort = isV4();
    inet_ntop(isShort ? AF_INET : AF_INET6,
              isShort ? &bytes[kV4At] : bytes.data(),
              out.data(),
              static_cast<socklen_t>(out.size()));
    return out.data();
}

std::optional<IpRange> IpRange::parse(std::string_view text)
{
    const std::size_t slash = text.find('/');
    const auto base = IpAddress::parse(text.substr(0, slash));
    if (!base) return {};
    const unsigned width = base->isV4() ? 32 : 128;
    unsigned bits = width;
    if (slash != std::string_view::npos) {
        const char* const end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data() + slash + 1, end, bits);
        if (error != std::errc{} || stop != end || bits > width) return {};
    }
    return IpRange{*base, bits + (128 - width)};
}

bool IpRange::has(const IpAddress& address) const
{
    const std::size_t whole = bits / 8;
    if (std::memcmp(base.bytes.data(), address.bytes.data(), whole) != 0) return false;
    const unsigned rest = bits % 8;
    if (rest == 0) return true;
    const auto differ = static_cast<unsigned>(base.bytes[whole] ^ address.bytes[whole]);
    return (differ >> (8 - rest)) == 0;
}

PeerFilter::PeerFilter(const std::vector<std::string>& peers)
{
    for (const std::string& peer : peers) {
        if (peer == "private") {
            isPrivate_ = true;
        } else if (peer == "any") {
            isAny_ = true;
        } else if (const auto range = IpRange::parse(peer)) {
            ranges_.push_back(*range);
        } else {
            throw ConfigError("http.peers: " + peer +
                              " is not private, any or a block like 192.0.2.0/24");
        }
    }
}

bool PeerFilter::isNamed(const IpAddress& peer) const
{
    return std::any_of(
        ranges_.begin(), ranges_.end(), [&](const IpRange& range) { return range.has(peer); });
}

bool PeerFilter::trusts(const IpAddress& peer) const
{
    return peer.isPrivate() || isNamed(peer);
}

bool PeerFilter::admits(const IpAddress& peer) const
{
    if (isAny_ || peer.isLoopback()) return true;
    return (isPrivate_ && peer.isPrivate()) || isNamed(peer);
}

} // namespace historian::web

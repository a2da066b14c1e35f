#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace historian::web {

/// An IPv4 or IPv6 address as 16 bytes; IPv4 is kept mapped (::ffff:a.b.c.d), so each host has one
/// form.
struct IpAddress {
    std::array<std::uint8_t, 16> bytes{};

    /// Of a text without brackets, port or zone.
    static std::optional<IpAddress> parse(std::string_view text);

    /// Of the other end of a connected socket; nothing if it is gone.
    static std::optional<IpAddress> ofPeer(int socket);

    bool isV4() const;
    bool isLoopback() const;
    bool isPrivate() const; ///< loopback, RFC 1918, link-local, unique local
    std::string text() const;

    friend auto operator<=>(const IpAddress&, const IpAddress&) = default;
};

/// A CIDR block.
struct IpRange {
    IpAddress base;
    unsigned bits = 128; ///< of the 16-byte form

    static std::optional<IpRange> parse(std::string_view text);
    bool has(const IpAddress& address) const;
};

/// `http.peers`: whose connections are answered. Loopback always is.
class PeerFilter {
public:
    /// Words private and any, or CIDR blocks. Throws ConfigError on anything else.
    explicit PeerFilter(const std::vector<std::string>& peers);

    bool admits(const IpAddress& peer) const;

    /// Whether a peer may post readings without credentials: private, or in a block that was named.
    bool trusts(const IpAddress& peer) const;

private:
    bool isNamed(const IpAddress& peer) const;

    bool isPrivate_ = false;
    bool isAny_ = false;
    std::vector<IpRange> ranges_;
};

} // namespace historian::web

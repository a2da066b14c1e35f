#pragma once

#include "web/access/gate.h"
#include "web/checked_request.h"
#include "web/http/request_head.h"
#include "web/http/uri.h"
#include "web/route_table.h"
#include "web/wire/receive_buffer.h"
#include "web/wire/socket_stream.h"

#include <cstdint>
#include <string>

namespace historian::web {

/// The request that a connection is answering; one object serves all requests of the connection.
/// Threads: the connection's.
class WireRequest final : public CheckedRequest {
public:
    WireRequest(SocketStream& stream,
                ReceiveBuffer& buffer,
                const IpAddress& peer,
                const ServerLimits& limits);

    /// Forgets the request before; nothing is known of the next one yet.
    void reset();

    /// Starts with the head at the front of the buffer, `headBytes` long.
    std::optional<HeadFault> begin(std::size_t headBytes);

    const RequestHead& head() const { return head_; }

    Identity& identity() { return identity_; }

    RouteMatch& match() { return match_; }

    const std::string& cookie() const { return cookie_; }

    enum class BodyEnd : std::uint8_t { Whole, Cut, Late };

    /// Reads all of the body, so that body() has it.
    BodyEnd readWhole();

    /// Whether the body has bytes that nobody read.
    bool hasUnread() const { return unread_ > 0; }

    /// What the client sent behind the head already.
    std::string_view afterHead() const { return buffer_.waiting().substr(inBuffer_); }

    /// Takes what is left of this request out of the buffer, if all of it is there or `canWait`
    /// and it comes soon and is small. False: the connection cannot be used again. Views stay good
    /// until the next request is read.
    bool finish(bool canWait);

    std::string_view method() const override { return head_.method; }

    std::string_view path() const override { return path_; }

    std::string_view pathParameter(std::string_view name) const override;

    std::string_view header(std::string_view name) const override { return head_.field(name); }

    std::string_view address() const override { return address_; }

    std::span<const std::pair<std::string, std::string>> parameters() const override
    {
        return parameters_;
    }

    std::string_view body() const override { return body_; }

    Result<std::size_t> read(std::span<char> into) override;

    std::string_view who() const override { return identity_.who; }

    bool isLoopback() const override { return identity_.isLoopback; }

    bool mayUse(Access access) const override { return identity_.mayUse(access); }

    std::string_view session() const override { return identity_.session; }

    std::string_view csrf() const override { return identity_.csrf; }

    void setCookie(std::string cookie) override { cookie_ = std::move(cookie); }

private:
    BodyEnd spill(std::size_t length, Deadline deadline);
    std::size_t takeWaiting(std::span<char> into);

    SocketStream& stream_;
    ReceiveBuffer& buffer_;
    const ServerLimits& limits_;
    std::string address_;
    RequestHead head_;
    RouteMatch match_;
    Identity identity_;
    std::string path_;
    Parameters parameters_;
    std::string cookie_;
    std::string_view body_;
    std::string spilled_;      // a body that the buffer is too small for
    std::size_t inBuffer_ = 0; // bytes of this request at the front of the buffer, used
    std::uint64_t unread_ = 0; // bytes of the body not yet used
    Deadline streamDeadline_{};
    bool isBroken_ = true; // where this request ends is not known
};

} // namespace historian::web

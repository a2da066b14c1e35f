#pragma once

#include "web/http/reply_writer.h"
#include "web/wire/core.h"
#include "web/wire/receive_buffer.h"
#include "web/wire/socket_stream.h"
#include "web/wire/wire_request.h"

#include <Poco/Net/TCPServerConnection.h>

#include <optional>
#include <string>

namespace historian::web {

/// One connection from first byte to last: reads requests, asks the gate, runs handlers, answers.
/// Threads: run() on a thread of its own.
class Connection final : public Poco::Net::TCPServerConnection {
public:
    Connection(const Poco::Net::StreamSocket& socket, Core& core, const IpAddress& peer);

    void run() override;

private:
    enum class HeadEnd : std::uint8_t { Whole, Gone, Late, Fault };

    bool serveOne();
    HeadEnd awaitHead();
    bool answerHead();
    bool dispatch();
    bool serveStatic(const StaticFile& file);
    bool serveRoute(const Route& route);
    bool serveLive(const LiveRoute& route);
    std::optional<Denial> checkBody(const Route& route) const;
    HttpReply runHandler(const Route& route);

    bool refuse(int status, std::string_view code, std::string_view detail);
    bool refuse(const Denial& denial);
    bool refuseMethod();
    bool preflight();
    bool reply(const HttpReply& answer, ReplyHead head);
    bool sendOff(ReplyHead& head, std::string_view body);

    Core& core_;
    const IpAddress peer_;
    SocketStream stream_;
    ReceiveBuffer buffer_;
    WireRequest request_;
    HeadScanner scanner_;
    ReplyWriter writer_;
    std::string out_;
    bool isFirst_ = true;
};

} // namespace historian::web

#pragma once

#include "web/http/websocket_frame.h"
#include "web/limits.h"
#include "web/live.h"
#include "web/wire/socket_stream.h"

#include <stop_token>
#include <string>
#include <string_view>

namespace historian::web {

/// The sending end of an open WebSocket or event stream. What the client sends is read in
/// keepAlive() only: pings and its close are answered, messages ignored.
class LiveStream final : public LiveConnection {
public:
    LiveStream(SocketStream& stream,
               LiveKind kind,
               const ServerLimits& limits,
               std::string_view early);

    bool send(std::string_view event, std::string_view id, std::string_view text) override;
    bool keepAlive() override;

    /// Says goodbye to a WebSocket client, if it is still there.
    void close();

private:
    bool sendFrame(Opcode opcode, std::string_view payload);
    bool sendEvent(std::string_view event, std::string_view id, std::string_view text);
    bool answerFrames();
    bool beat();

    SocketStream& stream_;
    LiveKind kind_;
    const ServerLimits& limits_;
    std::string in_;
    std::string out_;
    Deadline heard_;
    Deadline beaten_;
    bool isGone_ = false;
};

} // namespace historian::web

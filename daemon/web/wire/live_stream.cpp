#include "web/wire/live_stream.h"

#include <array>

namespace historian::web {

namespace {

using namespace std::chrono_literals;

constexpr auto kBeatInterval = 15s; // a ping, or a comment
constexpr auto kSilenceMax = 60s;   // of a WebSocket client that should answer pings
constexpr std::size_t kChunkBytes = 4096;
constexpr std::string_view kNormalClosure("\x03\xe8", 2); // 1000
constexpr std::string_view kGoingAway("\x03\xe9", 2);     // 1001
constexpr std::string_view kProtocolError("\x03\xea", 2); // 1002

} // namespace

LiveStream::LiveStream(SocketStream& stream,
                       LiveKind kind,
                       const ServerLimits& limits,
                       std::string_view early)
    : stream_(stream),
      kind_(kind),
      limits_(limits),
      in_(early),
      heard_(std::chrono::steady_clock::now()),
      beaten_(heard_)
{
}

bool LiveStream::send(std::string_view event, std::string_view id, std::string_view text)
{
    if (isGone_) return false;
    return kind_ == LiveKind::WebSocket ? sendFrame(Opcode::Text, text)
                                        : sendEvent(event, id, text);
}

bool LiveStream::sendFrame(Opcode opcode, std::string_view payload)
{
    isGone_ = isGone_ || !stream_.write(frameHead(opcode, payload.size()), payload);
    return !isGone_;
}

bool LiveStream::sendEvent(std::string_view event, std::string_view id, std::string_view text)
{
    out_.clear();
    if (!id.empty()) out_.append("id: ").append(id).append("\n");
    if (!event.empty()) out_.append("event: ").append(event).append("\n");
    while (true) {
        const std::size_t end = text.find('\n');
        out_.append("data: ").append(text.substr(0, end)).append("\n");
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    out_ += '\n';
    isGone_ = !stream_.write(out_, {});
    return !isGone_;
}

bool LiveStream::beat()
{
    const auto now = std::chrono::steady_clock::now();
    if (kind_ == LiveKind::WebSocket && now - heard_ > kSilenceMax) isGone_ = true;
    if (isGone_ || now - beaten_ < kBeatInterval) return !isGone_;
    beaten_ = now;
    if (kind_ == LiveKind::WebSocket) return sendFrame(Opcode::Ping, {});
    isGone_ = !stream_.write(": alive\n\n", {});
    return !isGone_;
}

bool LiveStream::answerFrames()
{
    if (kind_ == LiveKind::EventStream) {
        in_.clear(); // a client of an event stream has nothing to say
        return true;
    }
    while (true) {
        const ClientFrame frame = readFrame(in_, limits_.frameBytesMax);
        if (frame.state == ClientFrame::State::More) return true;
        const bool isFault = frame.state == ClientFrame::State::Fault;
        if (isFault || frame.opcode == Opcode::Close) {
            sendFrame(Opcode::Close, isFault ? kProtocolError : kNormalClosure);
            isGone_ = true;
            return false;
        }
        if (frame.opcode == Opcode::Ping && !sendFrame(Opcode::Pong, frame.payload)) return false;
        in_.erase(0, frame.bytes);
    }
}

bool LiveStream::keepAlive()
{
    if (isGone_ || !answerFrames()) return false;
    // Bounded: a client that never stops talking does not keep the handler from its work.
    for (std::size_t total = 0; total < limits_.frameBytesMax && stream_.hasInput();) {
        std::array<char, kChunkBytes> chunk; // NOLINT: filled by the read
        const ReadResult result = stream_.readBefore(std::chrono::steady_clock::now() + 1s, chunk);
        if (result.end == ReadEnd::Late) break;
        isGone_ = result.end == ReadEnd::Closed;
        if (isGone_) return false;
        heard_ = std::chrono::steady_clock::now();
        total += result.bytes;
        in_.append(chunk.data(), result.bytes);
        if (!answerFrames()) return false;
    }
    return beat();
}

void LiveStream::close()
{
    if (kind_ == LiveKind::WebSocket && !isGone_) sendFrame(Opcode::Close, kGoingAway);
}

} // namespace historian::web

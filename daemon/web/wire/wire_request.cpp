#include "web/wire/wire_request.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace historian::web {

namespace {

constexpr std::size_t kSpillKeptBytes = 256 * 1024; // a larger spill is given back

} // namespace

WireRequest::WireRequest(SocketStream& stream,
                         ReceiveBuffer& buffer,
                         const IpAddress& peer,
                         const ServerLimits& limits)
    : stream_(stream), buffer_(buffer), limits_(limits), address_(peer.text())
{
}

void WireRequest::reset()
{
    head_.method = head_.host = {};
    head_.fieldCount = 0;
    head_.isHttp11 = true;
    head_.keepsAlive = false;
    head_.length.reset();
    inBuffer_ = 0;
    unread_ = 0;
    isBroken_ = true;
    body_ = {};
    path_.clear();
    parameters_.clear();
    cookie_.clear();
    identity_.clear();
    if (spilled_.size() > kSpillKeptBytes) spilled_ = {};
}

std::optional<HeadFault> WireRequest::begin(std::size_t headBytes)
{
    inBuffer_ = headBytes;
    if (const auto fault = parseHead(buffer_.waiting().substr(0, headBytes), limits_, head_))
        return fault;
    isBroken_ = false;
    unread_ = head_.length.value_or(0);
    streamDeadline_ = std::chrono::steady_clock::now() + limits_.streamTime;
    if (!decodePath(head_.rawPath, path_))
        return HeadFault{400, "bad_path", "the path is not well-formed"};
    if (!head_.rawQuery.empty() && !decodeQuery(head_.rawQuery, parameters_))
        return HeadFault{400, "bad_query", "the query is not well-formed"};
    return {};
}

std::string_view WireRequest::pathParameter(std::string_view name) const
{
    for (std::size_t index = 0; index < match_.parameterCount; ++index)
        if (match_.parameters[index].first == name) return match_.parameters[index].second;
    return {};
}

WireRequest::BodyEnd WireRequest::readWhole()
{
    const auto length = static_cast<std::size_t>(unread_);
    const Deadline deadline = std::chrono::steady_clock::now() + limits_.bodyTime;
    const std::size_t missing = length - std::min(length, buffer_.waiting().size() - inBuffer_);
    if (missing > buffer_.freeTail().size()) return spill(length, deadline);
    while (buffer_.waiting().size() - inBuffer_ < length) {
        const ReadResult result = stream_.readBefore(deadline, buffer_.freeTail());
        isBroken_ = result.end != ReadEnd::Bytes;
        if (isBroken_) return result.end == ReadEnd::Late ? BodyEnd::Late : BodyEnd::Cut;
        buffer_.filled(result.bytes);
    }
    body_ = buffer_.waiting().substr(inBuffer_, length);
    inBuffer_ += length;
    unread_ = 0;
    return BodyEnd::Whole;
}

WireRequest::BodyEnd WireRequest::spill(std::size_t length, Deadline deadline)
{
    spilled_.resize(length);
    std::size_t have = takeWaiting(spilled_);
    while (have < length) {
        const ReadResult result = stream_.readBefore(deadline, std::span(spilled_).subspan(have));
        isBroken_ = result.end != ReadEnd::Bytes;
        if (isBroken_) return result.end == ReadEnd::Late ? BodyEnd::Late : BodyEnd::Cut;
        have += result.bytes;
    }
    body_ = spilled_;
    unread_ = 0;
    return BodyEnd::Whole;
}

std::size_t WireRequest::takeWaiting(std::span<char> into)
{
    const std::string_view waiting = buffer_.waiting().substr(inBuffer_);
    const std::size_t count =
        std::min({waiting.size(), into.size(), static_cast<std::size_t>(unread_)});
    std::memcpy(into.data(), waiting.data(), count);
    inBuffer_ += count;
    unread_ -= count;
    return count;
}

Result<std::size_t> WireRequest::read(std::span<char> into)
{
    if (isBroken_) return Error{"the body was cut"};
    if (unread_ == 0 || into.empty()) return std::size_t{0};
    if (const std::size_t count = takeWaiting(into); count > 0) return count;
    const auto now = std::chrono::steady_clock::now();
    const Deadline deadline = std::min(streamDeadline_, now + limits_.streamStall);
    const auto wanted = std::min<std::uint64_t>(into.size(), unread_);
    const ReadResult result =
        stream_.readBefore(deadline, into.first(static_cast<std::size_t>(wanted)));
    isBroken_ = result.end != ReadEnd::Bytes;
    if (isBroken_)
        return Error{result.end == ReadEnd::Late ? "the body came too slowly" : "the body was cut"};
    unread_ -= result.bytes;
    return result.bytes;
}

bool WireRequest::finish(bool canWait)
{
    if (isBroken_ || unread_ > limits_.bodyKeptBytesMax) return false;
    if (!canWait && buffer_.waiting().size() - inBuffer_ < unread_) return false;
    std::array<char, 4096> dropped; // NOLINT: never looked at
    while (unread_ > 0)
        if (!read(dropped)) return false;
    buffer_.consume(inBuffer_);
    inBuffer_ = 0;
    return true;
}

} // namespace historian::web

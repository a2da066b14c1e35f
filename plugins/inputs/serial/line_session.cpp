#include "line_session.h"

#include "lines/plain_text.h"

#include <utility>

namespace historian::serial {

namespace {

constexpr std::chrono::minutes kRestartLogInterval{1};
constexpr std::string_view kIdPlace = "{id}";

std::string ackLine(std::string text, std::string_view id)
{
    if (const std::size_t place = text.find(kIdPlace); place != std::string::npos)
        text.replace(place, kIdPlace.size(), id);
    return text + "\n";
}

} // namespace

LineSession::LineSession(Host& host, const Settings& settings)
    : host_(host),
      settings_(settings),
      splitter_(settings.lineBytesMax),
      reader_(host, settings),
      bytes_(host.counter("bytes_read", "bytes that came from the port")),
      lines_(host.counter("lines_read", "whole lines that came from the port"))
{
}

void LineSession::begin(SteadyTime now)
{
    splitter_.reset();
    reader_.forgetDevice();
    openedAt_ = now;
    hasBytes_ = false;
    strangeLines_ = 0;
    codesTold_.clear();
}

Parcel LineSession::take(std::string_view bytes, SteadyTime now, Sink& sink)
{
    if (!std::exchange(hasBytes_, true)) mayBeTail_ = now - openedAt_ < kTailWindow;
    bytes_.add(bytes.size());
    lastByteAt_ = now;
    Parcel parcel;
    splitter_.feed(bytes, [&](const lines::Line& line) { takeLine(line, now, sink, parcel); });
    return parcel;
}

void LineSession::takeLine(const lines::Line& line, SteadyTime now, Sink& sink, Parcel& parcel)
{
    lines_.add(1);
    const bool mayBeTail = std::exchange(mayBeTail_, false);
    if (line.isTooLong) {
        refuse("too_long",
               "a line has at most " + std::to_string(settings_.lineBytesMax) + " bytes",
               line.text,
               sink);
        return judge(false, true, sink);
    }
    const LineContent content =
        reader_.read(line.text, mayBeTail, host_.clock().now(), parcel.batch);
    report_.line(line.text, content, now);
    if (content.readings > 0) mark(parcel, content.readings);
    if (content.remark) note(*content.remark, line.text, now);
    if (content.readings > 0 && objectIn(line.text)) isWifiLost_ = false;
    for (const codec::ReadingFault& fault : content.faults) refuse(fault, line.text, sink);
    judge(content.readings > 0, !content.faults.empty(), sink);
}

// A line that is neither, such as the firmware's talk, says nothing about the others.
void LineSession::judge(bool isReading, bool isStrange, Sink& sink)
{
    if (isReading) {
        if (strangeLines_ >= kStrangeLinesMax) host_.healthy();
        strangeLines_ = 0;
    } else if (isStrange && ++strangeLines_ == kStrangeLinesMax) {
        const std::string why = "serial " + settings_.device + ": " +
                                std::to_string(kStrangeLinesMax) +
                                " lines in a row are no readings; see the rejected list";
        host_.degraded(why);
        sink.notice({settings_.deviceId, "device_nonsense", why});
    }
}

void LineSession::mark(Parcel& parcel, std::size_t readings) const
{
    LineMark mark{parcel.batch.size() - readings, readings, {}};
    if (!settings_.ack.empty()) {
        const Reading& first = parcel.batch[mark.firstReading];
        mark.ack = ackLine(settings_.ack, parcel.batch.text(first.messageId));
    }
    parcel.lines.push_back(std::move(mark));
}

void LineSession::note(Remark remark, std::string_view line, SteadyTime now)
{
    if (remark == Remark::Restart) {
        host_.counter("board_restarts", "resets that the board's boot ROM told of").add(1);
        if (restartToldAt_ && now - *restartToldAt_ < kRestartLogInterval) return;
        restartToldAt_ = now;
        host_.log(LogLevel::Warning, "the board was reset: " + lines::excerptOf(resetReason(line)));
    } else if (remark == Remark::WifiLost) {
        host_.counter("board_wifi_losses", "lines in which the board says it has no Wi-Fi").add(1);
        if (!std::exchange(isWifiLost_, true))
            host_.log(LogLevel::Warning, "the board has lost its Wi-Fi; its serial line goes on");
    }
}

void LineSession::end(Sink& sink)
{
    if (splitter_.begun().empty()) return;
    refuse("half_line", "the port went away in the middle of the line", splitter_.begun(), sink);
    splitter_.reset();
}

void LineSession::giveUpHalfLine(SteadyTime now, Sink& sink)
{
    if (!due() || now < *due()) return;
    refuse("half_line", "the line did not go on for 2 s", splitter_.begun(), sink);
    splitter_.skip();
    mayBeTail_ = false;
}

std::optional<SteadyTime> LineSession::due() const
{
    if (splitter_.begun().empty()) return std::nullopt;
    return lastByteAt_ + kHalfLineMax;
}

void LineSession::refuse(const codec::ReadingFault& fault, std::string_view line, Sink& sink)
{
    counterOf(fault.code).add(1);
    if (codesTold_.insert(fault.code).second)
        host_.log(LogLevel::Warning,
                  settings_.device + ": " + fault.message +
                      " (counted from now on, not logged again)");
    sink.refuse({settings_.deviceId,
                 fault.field,
                 fault.code,
                 fault.message,
                 settings_.device,
                 lines::excerptOf(line)});
}

void LineSession::refuse(std::string_view code,
                         std::string message,
                         std::string_view line,
                         Sink& sink)
{
    refuse(codec::ReadingFault{0, {}, std::string(code), std::move(message)}, line, sink);
}

Counter& LineSession::counterOf(std::string_view code)
{
    if (code == "too_long")
        return host_.counter("lines_overlong", "lines longer than line_bytes_max");
    if (code == "half_line")
        return host_.counter("lines_half", "lines without their beginning or end");
    if (code == "bad_checksum")
        return host_.counter("lines_bad_checksum", "lines with a wrong or missing checksum");
    if (code == "not_text" || code == "bad_utf8")
        return host_.counter("lines_noise", "lines that are no text");
    return host_.counter("lines_refused", "lines of text that were no reading");
}

} // namespace historian::serial

#include "ctl/serial/watch.h"

#include "ctl/commands.h"
#include "line_session.h"
#include "lines/port_holder.h"

#include <poll.h>

#include <array>
#include <utility>

namespace historian::ctl {

namespace {

constexpr std::size_t kReadBytes = 4096;
constexpr std::string_view kUnplugged = "unplugged";
constexpr std::string_view kHeld = "another program has it open";

void bringForward(std::optional<SteadyTime>& due, SteadyTime time)
{
    due = due ? std::min(*due, time) : time;
}

} // namespace

Watch::Watch(Host& host, const serial::Settings& settings, lines::Wake& end, WatchTeller teller)
    : host_(host),
      settings_(settings),
      end_(end),
      teller_(std::move(teller)),
      reader_(host, settings),
      splitter_(settings.lineBytesMax)
{
}

void Watch::run(std::optional<SteadyTime> until)
{
    for (;;) {
        if (!port_ && now() >= openAt_) openPort();
        if (!waitForBytes(until)) return;
        giveUpHalfLine();
    }
}

void Watch::openPort()
{
    auto port = serial::SerialPort::open(settings_.device, settings_.baud);
    if (!port) {
        const bool isHeld = port.error().message == kHeld;
        const std::string why = isHeld ? lines::holderText(settings_.device) : port.error().message;
        if (!wasOpen_ && why != kUnplugged) throw CommandFailed(settings_.device + ": " + why);
        return closePort(why);
    }
    port_ = *std::move(port);
    wasOpen_ = true;
    hasBytes_ = false;
    openedAt_ = now();
    splitter_.reset();
    reader_.forgetDevice();
    whyClosed_.clear();
    teller_.port("open at " + settings_.baudText + " baud");
}

// Closed at once, so that the device gets its old name back when it is plugged in again.
void Watch::closePort(const std::string& why)
{
    port_.reset();
    openAt_ = now() + kReopenPause;
    if (std::exchange(whyClosed_, why) != why) teller_.port(why + ", waiting");
}

/// False when it is time to end.
bool Watch::waitForBytes(std::optional<SteadyTime> until)
{
    std::optional<SteadyTime> due = until;
    if (!port_) bringForward(due, openAt_);
    if (!splitter_.begun().empty()) bringForward(due, lastByteAt_ + serial::kHalfLineMax);
    std::array<pollfd, 2> waits{pollfd{end_.descriptor(), POLLIN, 0},
                                pollfd{port_ ? port_->descriptor() : -1, POLLIN, 0}};
    ::poll(waits.data(), waits.size(), lines::pollTimeout(due, now()));
    if (waits[0].revents != 0 || (until && now() >= *until)) return false;
    if (waits[1].revents != 0) readPort();
    return true;
}

void Watch::readPort()
{
    std::array<char, kReadBytes> bytes;
    const auto count = port_->read(bytes);
    if (!count) return closePort(std::string(kUnplugged));
    if (*count == 0) return;
    lastByteAt_ = now();
    if (!std::exchange(hasBytes_, true)) mayBeTail_ = lastByteAt_ - openedAt_ < serial::kTailWindow;
    splitter_.feed({bytes.data(), *count}, [this](const lines::Line& line) { takeLine(line); });
}

void Watch::takeLine(const lines::Line& line)
{
    const bool mayBeTail = std::exchange(mayBeTail_, false);
    if (line.isTooLong)
        return tellFault(line.text,
                         "too_long",
                         "a line has at most " + std::to_string(settings_.lineBytesMax) + " bytes");
    SeenLine seen{host_.clock().now(), std::string(line.text), {}, {}};
    seen.content = reader_.read(line.text, mayBeTail, seen.time, seen.readings);
    teller_.line(seen);
}

void Watch::giveUpHalfLine()
{
    if (splitter_.begun().empty() || now() < lastByteAt_ + serial::kHalfLineMax) return;
    tellFault(splitter_.begun(), "half_line", "the line did not go on for 2 s");
    splitter_.skip();
    mayBeTail_ = false;
}

void Watch::tellFault(std::string_view text, std::string code, std::string message)
{
    SeenLine seen{host_.clock().now(), std::string(text), {}, {}};
    seen.content.faults.push_back({0, {}, std::move(code), std::move(message)});
    teller_.line(seen);
}

} // namespace historian::ctl

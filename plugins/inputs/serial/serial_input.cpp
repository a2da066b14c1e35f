#include "serial_input.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <utility>

namespace historian::serial {

namespace {

constexpr std::size_t kReadBytes = 4096;
constexpr std::chrono::milliseconds kOpenDelayMin{250};
constexpr std::chrono::milliseconds kOpenDelayMax{2000};

std::optional<SteadyTime> earlier(std::optional<SteadyTime> a, std::optional<SteadyTime> b)
{
    if (!a || !b) return a ? a : b;
    return std::min(*a, *b);
}

bool hasRejected(const LineMark& line, const lines::Delivered& delivered)
{
    return std::ranges::any_of(delivered.rejected, [&line](const lines::RejectedReading& reading) {
        return reading.index >= line.firstReading &&
               reading.index < line.firstReading + line.readings;
    });
}

} // namespace

SerialInput::SerialInput(Host& host, const Config& config)
    : host_(host),
      settings_(readSettings(host, config)),
      claim_{Claim::Kind::Device, settings_.device, config.place("device")},
      wake_(std::make_shared<lines::Wake>()),
      session_(host, settings_),
      courier_(wake_)
{
}

SerialInput::~SerialInput()
{
    stop();
    courier_.sayLost(host_);
}

void SerialInput::start(Sink& sink)
{
    openAt_ = now();
    openDelay_ = {};
    whyClosed_.clear();
    thread_ = std::jthread([this, &sink](const std::stop_token& token) { run(token, sink); });
}

void SerialInput::stop()
{
    thread_ = {}; // asks it to stop and joins it
}

std::vector<ProbeStep> SerialInput::probe()
{
    return session_.report().steps(settings_, now());
}

void SerialInput::run(const std::stop_token& token, Sink& sink)
{
    const std::stop_callback waker(token, [this] { wake_->wake(); });
    while (!token.stop_requested()) {
        openIfDue();
        waitForWork();
        if (isReadable_) readPort(sink);
        session_.giveUpHalfLine(now(), sink);
        carry(sink);
    }
    port_.reset();
    session_.report().closed("is not started");
}

// With no room for more the port is not read: its buffer, then the device's flow, waits.
void SerialInput::waitForWork()
{
    const short events = courier_.hasRoom() ? POLLIN : 0;
    std::array<pollfd, 2> waits{pollfd{wake_->descriptor(), POLLIN, 0},
                                pollfd{port_ ? port_->descriptor() : -1, events, 0}};
    auto due = earlier(courier_.due(), session_.due());
    if (!port_) due = earlier(due, openAt_);
    ::poll(waits.data(), waits.size(), lines::pollTimeout(due, now()));
    if (waits[0].revents != 0) wake_->clear();
    isReadable_ = waits[1].revents != 0;
}

void SerialInput::openIfDue()
{
    if (port_ || now() < openAt_) return;
    auto port = SerialPort::open(settings_.device, settings_.baud);
    if (!port) {
        closePort(port.error().message);
        return;
    }
    port_ = *std::move(port);
    openDelay_ = {};
    session_.begin(now());
    session_.report().opened();
    host_.counter("ports_opened", "how often the port was opened").add(1);
    host_.log(LogLevel::Info,
              "serial " + settings_.device + ": open at " + settings_.baudText + " baud");
    whyClosed_.clear();
    host_.healthy();
}

void SerialInput::readPort(Sink& sink)
{
    std::array<char, kReadBytes> bytes;
    const auto count = port_->read(bytes);
    if (!count) {
        host_.counter("hang_ups", "how often the port went away").add(1);
        session_.end(sink);
        closePort("unplugged");
        return;
    }
    Parcel parcel = session_.take({bytes.data(), *count}, now(), sink);
    if (parcel.batch.isEmpty()) return;
    marks_.emplace(++parcels_, std::move(parcel.lines));
    courier_.add(std::move(parcel.batch), parcels_);
}

// Closed at once, so that the device gets its old name back when it is plugged in again.
void SerialInput::closePort(std::string_view why)
{
    port_.reset();
    isReadable_ = false;
    session_.report().closed(std::string(why));
    openDelay_ = std::clamp(openDelay_ * 2, kOpenDelayMin, kOpenDelayMax);
    openAt_ = now() + openDelay_;
    if (why == whyClosed_) return;
    whyClosed_ = why;
    const std::string words = "serial " + settings_.device + ": " + whyClosed_ + ", waiting";
    host_.log(LogLevel::Warning, words);
    host_.degraded(words);
}

void SerialInput::carry(Sink& sink)
{
    for (const lines::Delivered& delivered : courier_.work(sink, now())) {
        acknowledge(delivered);
        marks_.erase(delivered.parcel);
    }
}

void SerialInput::acknowledge(const lines::Delivered& delivered)
{
    for (const LineMark& line : marks_[delivered.parcel]) {
        if (line.ack.empty() || hasRejected(line, delivered)) continue;
        const bool isWritten = port_ && port_->write(line.ack);
        if (isWritten)
            host_.counter("acks_written", "lines that were acknowledged to the device").add(1);
        else
            host_.counter("acks_lost", "acknowledgements that the port did not take").add(1);
    }
}

} // namespace historian::serial

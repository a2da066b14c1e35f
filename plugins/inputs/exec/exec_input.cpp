#include "exec_input.h"

#include "answers.h"

#include <algorithm>
#include <utility>

namespace historian::exec {

namespace {

constexpr std::size_t kExcerptBytes = 256;

std::string excerptOf(std::string_view line)
{
    std::string excerpt(line.substr(0, kExcerptBytes));
    std::ranges::replace_if(
        excerpt, [](char c) { return c < ' ' || c > '~'; }, '.');
    return excerpt;
}

std::string programOf(const Config& config)
{
    const std::vector<std::string> command = config.texts("command");
    return command.empty() ? std::string() : command.front();
}

} // namespace

ExecInput::ExecInput(Host& host, const Config& config, child::ChildTimes times)
    : host_(host),
      program_(programOf(config)),
      reader_(host),
      runner_(host, child::readSettings(config), *this, times),
      courier_(runner_.sharedWake())
{
}

ExecInput::~ExecInput()
{
    stop();
    courier_.sayLost(host_);
}

void ExecInput::start(Sink& sink)
{
    sink_ = &sink;
    runner_.start();
}

void ExecInput::stop()
{
    runner_.stop();
}

// Nothing is asked of the program: a question of ours is not in every program's protocol.
std::vector<ProbeStep> ExecInput::probe()
{
    return probeSteps(program_, runner_.state(), last_.seen(), host_.clock().steady());
}

void ExecInput::line(std::string_view line)
{
    codec::ReadingDefaults defaults;
    defaults.received = host_.clock().now();
    const std::size_t first = batch_.size();
    const codec::ParsedReadings parsed = reader_.read(line, defaults, batch_);
    std::string id = child::idOf(line);
    unreadable_ = parsed.isReadable ? 0 : unreadable_ + 1;
    if (unreadable_ == kUnreadableLinesMax) endNonsense();
    last_.saw({host_.clock().steady(),
               excerptOf(line),
               batch_.size() - first,
               parsed.faults.empty() ? "" : parsed.faults[0].message});
    for (const codec::ReadingFault& fault : parsed.faults) refuse(fault, line);
    if (batch_.size() > first)
        lines_.push_back({first, batch_.size() - first, std::move(id)});
    else if (!parsed.faults.empty())
        tell(rejectLine(id, parsed.faults[0].field, parsed.faults[0].message));
}

void ExecInput::endNonsense()
{
    const std::string why = "sent 1000 lines in a row that are no readings";
    sink_->notice({{}, "device_nonsense", "the program " + why});
    runner_.restart(why);
}

void ExecInput::gone(const std::string&)
{
    // Nobody waits for these answers any more; the readings are carried on.
    lines_.clear();
    marks_.clear();
    unreadable_ = 0;
    isTold_ = false;
}

child::Turn ExecInput::turn()
{
    sendOff();
    for (const lines::Delivered& delivered : courier_.work(*sink_, host_.clock().steady()))
        answer(delivered);
    const auto delay = courier_.delay();
    if (delay && !isTold_) tell(busyLine(*delay));
    isTold_ = delay.has_value();
    return {courier_.hasRoom(), courier_.due()};
}

void ExecInput::sendOff()
{
    if (batch_.isEmpty()) return;
    marks_.emplace(++parcels_, std::exchange(lines_, {}));
    courier_.add(std::exchange(batch_, {}), parcels_);
}

void ExecInput::refuse(const codec::ReadingFault& fault, std::string_view line)
{
    host_.counter("readings_refused", "readings that were wrong, and lines that were none").add(1);
    sink_->refuse({{}, fault.field, fault.code, fault.message, {}, excerptOf(line)});
}

void ExecInput::answer(const lines::Delivered& delivered)
{
    const auto marks = marks_.find(delivered.parcel);
    if (marks == marks_.end()) return;
    for (const LineMark& line : marks->second) {
        const auto rejected =
            std::ranges::find_if(delivered.rejected, [&line](const lines::RejectedReading& one) {
                return one.index >= line.firstReading &&
                       one.index < line.firstReading + line.readings;
            });
        if (rejected != delivered.rejected.end())
            tell(rejectLine(line.id, rejected->field, rejected->message));
        else if (!line.id.empty())
            tell(ackLine(line.id));
    }
    marks_.erase(marks);
}

// A child that does not read its answers loses them, and is not held up.
void ExecInput::tell(const std::string& line)
{
    if (!runner_.send(line))
        host_
            .counter("answers_dropped",
                     "answers that the program was not there for or did not read")
            .add(1);
}

} // namespace historian::exec

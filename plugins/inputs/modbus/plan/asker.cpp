#include "plan/asker.h"

namespace historian::modbus {
namespace {

constexpr std::uint8_t kAcknowledge = 5;
constexpr std::uint8_t kBusy = 6;

bool isBusy(const Answer& answer)
{
    return answer.kind == Answer::Kind::Exception &&
           (answer.exception == kAcknowledge || answer.exception == kBusy);
}

} // namespace

Asker::Asker(Line& line, const Waiter& waiter, std::uint8_t unit, Manners manners)
    : line_(line), waiter_(waiter), unit_(unit), manners_(manners)
{
}

Answer Asker::operator()(Read read)
{
    read.unit = unit_;
    Answer answer = askOnce(read);
    if (answer.kind == Answer::Kind::Garbled && line_.isOpen()) answer = askOnce(read);
    for (int tries = 1; isBusy(answer) && tries < kBusyTries; ++tries) {
        if (!pause(kBusyPause)) return {Answer::Kind::Interrupted, 0, {}};
        answer = askOnce(read);
    }
    return answer;
}

Answer Asker::askOnce(const Read& read)
{
    if (requests_ > 0 && !pause(manners_.requestGap)) return {Answer::Kind::Interrupted, 0, {}};
    if (!line_.isOpen()) return {Answer::Kind::Lost, 0, {}};
    ++requests_;
    return line_.read(read, manners_.timeout);
}

bool Asker::pause(std::chrono::milliseconds time) const
{
    return time == time.zero() ||
           waiter_.wait(-1, 0, waiter_.now() + time) != Waiter::Woken::Interrupted;
}

} // namespace historian::modbus

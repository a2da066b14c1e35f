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

Asker::Asker(Line& line, Loop& loop, std::uint8_t unit, Manners manners)
    : line_(line), loop_(loop), unit_(unit), manners_(manners)
{
}

Task<Answer> Asker::operator()(Read read)
{
    read.unit = unit_;
    Answer answer = co_await askOnce(read);
    if (answer.kind == Answer::Kind::Garbled) answer = co_await askOnce(read);
    for (int tries = 1; isBusy(answer) && tries < kBusyTries; ++tries) {
        const bool goesOn = co_await pause(kBusyPause);
        if (!goesOn) co_return Answer{Answer::Kind::Interrupted, 0, {}};
        answer = co_await askOnce(read);
    }
    co_return answer;
}

Task<Answer> Asker::askOnce(const Read& read)
{
    if (requests_ > 0) {
        const bool goesOn = co_await pause(manners_.requestGap);
        if (!goesOn) co_return Answer{Answer::Kind::Interrupted, 0, {}};
    }
    if (!line_.isOpen()) co_return Answer{Answer::Kind::Lost, 0, {}};
    ++requests_;
    co_return co_await line_.read(read, manners_.timeout);
}

// False: the instance stops.
Task<bool> Asker::pause(std::chrono::milliseconds time) const
{
    if (time == time.zero()) co_return true;
    const Loop::Woken woken = co_await loop_.sleep(loop_.now() + time);
    co_return woken != Loop::Woken::Interrupted;
}

} // namespace historian::modbus

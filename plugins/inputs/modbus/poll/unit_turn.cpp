#include "poll/unit_turn.h"

#include <algorithm>

namespace historian::modbus {
namespace {

constexpr std::string_view kTableNames[] = {"", "coil", "discrete", "holding", "input"};

// Function, address or value: it will not have another opinion in a second.
bool isRefusal(std::uint8_t exception)
{
    return exception >= 1 && exception <= 3;
}

std::string exceptionName(std::uint8_t code)
{
    return std::string(exceptionText(code)) + " (exception " + std::to_string(code) + ")";
}

// A device that does not give its number back would look dead to people whose other tools read it.
std::string silenceText(const Answer& answer)
{
    const std::string text = "no reply in time";
    if (!answer.otherUnit) return text;
    return text + ", but unit " + std::to_string(*answer.otherUnit) + " answers in its place";
}

std::string textOf(const std::vector<RefusedItem>& refused)
{
    if (refused.empty()) return {};
    std::string text = "cannot read ";
    if (refused.size() > 1) text += std::to_string(refused.size()) + " registers: ";
    const std::size_t named = std::min(refused.size(), kRefusedNamedMax);
    for (std::size_t i = 0; i < named; ++i) text += (i > 0 ? ", " : "") + refused[i].why;
    if (named < refused.size()) text += " and " + std::to_string(refused.size() - named) + " more";
    return text;
}

std::string textOf(const Answer& answer)
{
    switch (answer.kind) {
    case Answer::Kind::Silent: return silenceText(answer);
    case Answer::Kind::Garbled: return "its replies cannot be understood";
    case Answer::Kind::Lost: return "the line broke";
    default: return "interrupted";
    }
}

} // namespace

UnitTurn::UnitTurn(
    Symbol device, ReadPlan& plan, std::vector<bool>& isMissing, const Clock& clock, Poll& poll)
    : device_(device),
      plan_(plan),
      isMissing_(isMissing),
      clock_(clock),
      poll_(poll),
      work_(plan.due(clock.steady()))
{
}

Task<> UnitTurn::run(Asker& ask)
{
    co_await askAll(ask);
    tellRefused();
}

Task<> UnitTurn::askAll(Asker& ask)
{
    while (!work_.empty()) {
        const std::size_t id = work_.back();
        const bool goesOn = co_await read(id, ask);
        if (!goesOn) co_return giveUp();
        std::erase(work_, id);
        work_.insert(work_.end(), pieces_.begin(), pieces_.end());
        pieces_.clear();
    }
}

// A line that broke may be back at once, and then the unit is polled again.
void UnitTurn::giveUp()
{
    if (poll_.isCutShort) return;
    if (poll_.end == Answer::Kind::Lost)
        poll_.batch.clear();
    else if (poll_.end == Answer::Kind::Garbled)
        missEverything(Quality::BadParse);
    else
        missEverything();
}

void UnitTurn::missEverything(Quality reason)
{
    for (const std::size_t id : work_) miss(plan_.block(id), reason);
}

// False: it makes no sense to ask this unit for more.
Task<bool> UnitTurn::read(std::size_t id, Asker& ask)
{
    const Block& block = plan_.block(id);
    const Answer answer = co_await ask({0, block.table, block.address, block.count});
    switch (answer.kind) {
    case Answer::Kind::Values:
        hasAnswered_ = true;
        take(block, answer.words);
        plan_.done(id, clock_.steady());
        co_return true;
    case Answer::Kind::Exception: co_return refused(id, answer);
    case Answer::Kind::Silent:
    case Answer::Kind::Garbled: noReply(id, answer); co_return false;
    default:
        poll_.end = answer.kind;
        poll_.why = textOf(answer);
        co_return false;
    }
}

// Where others are answered it is about these registers and not about the unit: many a device says
// nothing instead of refusing. The rest of the poll is left out, for the reply may only be late.
void UnitTurn::noReply(std::size_t id, const Answer& answer)
{
    const bool isLearnt = plan_.isMute(id, hasAnswered_);
    poll_.isCutShort = hasAnswered_;
    if (!hasAnswered_) {
        poll_.end = answer.kind;
        poll_.why = textOf(answer);
        return;
    }
    const std::string what = describe(plan_.block(id)) + ": " + textOf(answer);
    const bool isGarbled = answer.kind == Answer::Kind::Garbled;
    miss(plan_.block(id), isGarbled ? Quality::BadParse : Quality::BadCommunication);
    if (isLearnt)
        learn(id, what);
    else
        poll_.why = what;
}

void UnitTurn::take(const Block& block, const Words& words)
{
    const std::span all(words);
    for (const std::size_t index : block.items) {
        const Item& item = plan_.items()[index];
        std::optional<std::uint16_t> scaleWord;
        if (item.scaleRegister) scaleWord = words[*item.scaleRegister - block.address];
        add(index,
            decode(item, all.subspan(item.address - block.address, sizeOf(item)), scaleWord));
        isMissing_[index] = false;
    }
    poll_.batch[0].received = clock_.now();
}

bool UnitTurn::refused(std::size_t id, const Answer& answer)
{
    const Block& block = plan_.block(id);
    const std::string what = describe(block) + ": " + exceptionName(answer.exception);
    if (isGatewaysWord(answer)) {
        poll_.end = Answer::Kind::Silent;
        poll_.why = what;
        return false;
    }
    hasAnswered_ = true;
    if (!isRefusal(answer.exception) || cuts_ == kCutsPerPollMax) {
        poll_.why = what;
        miss(block, Quality::BadDevice);
        return true;
    }
    learn(id, what);
    return true;
}

void UnitTurn::learn(std::size_t id, const std::string& what)
{
    wasRefused_ = true;
    ++cuts_;
    pieces_ = plan_.refused(id, clock_.steady(), what);
    if (!pieces_.empty()) return;
    const std::size_t index = plan_.block(id).items.front();
    hasNews_ = hasNews_ || !isMissing_[index];
    isMissing_[index] = true;
}

// With every reading of the unit, so that it does not look as if there were no such register.
void UnitTurn::tellRefused()
{
    const std::vector<RefusedItem> refused = plan_.refusedItems();
    poll_.refused = textOf(refused);
    if (poll_.batch.isEmpty() && !hasNews_) return;
    for (const RefusedItem& item : refused) add(item.index, {std::monostate{}, Quality::BadDevice});
}

void UnitTurn::miss(const Block& block, Quality reason)
{
    for (const std::size_t index : block.items) {
        if (isMissing_[index]) continue;
        add(index, {std::monostate{}, reason});
        isMissing_[index] = true;
    }
}

void UnitTurn::add(std::size_t item, const Decoded& decoded)
{
    if (poll_.batch.isEmpty()) poll_.batch.begin(device_).received = clock_.now();
    addTo(poll_.batch, plan_.items()[item].metric, decoded);
    if (decoded.quality == Quality::Good) ++poll_.goodValues;
}

std::string UnitTurn::describe(const Block& block) const
{
    std::string text(kTableNames[static_cast<std::size_t>(block.table)]);
    text += ' ' + std::to_string(block.address);
    if (block.count > 1) text += " to " + std::to_string(block.address + block.count - 1);
    const std::string& first = plan_.items()[block.items.front()].name;
    return text + " (" + first + (block.items.size() > 1 ? " and others)" : ")");
}

} // namespace historian::modbus

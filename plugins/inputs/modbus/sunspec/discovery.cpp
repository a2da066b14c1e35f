#include "sunspec/discovery.h"

#include <algorithm>

namespace historian::modbus {
namespace {

constexpr std::uint16_t kBases[] = {40000, 50000, 0};
constexpr std::uint16_t kSu = 0x5375;
constexpr std::uint16_t kNs = 0x6E53;
constexpr std::uint16_t kEnd = 0xFFFF;
constexpr std::uint32_t kHeader = 2; // registers: id, length

Task<Answer> askPair(const Ask& ask, std::uint32_t address)
{
    return ask({0, Table::Holding, static_cast<std::uint16_t>(address), kHeader});
}

// A device that is not there, as its gateway says, is as good as silent.
Answer::Kind endOf(const Answer& answer)
{
    return isGatewaysWord(answer) ? Answer::Kind::Silent : answer.kind;
}

// Function, address, value: it has nothing there, and will not have in a second.
bool isFinal(const Answer& answer)
{
    return answer.kind == Answer::Kind::Values ||
           (answer.kind == Answer::Kind::Exception && answer.exception <= 3);
}

Task<> findBase(const Ask& ask, std::span<const std::uint16_t> bases, Discovery& discovery)
{
    for (const std::uint16_t base : bases) {
        const Answer answer = co_await askPair(ask, base);
        if (saysNothing(endOf(answer))) discovery.end = endOf(answer);
        if (saysNothing(endOf(answer))) co_return;
        if (answer.kind != Answer::Kind::Values || answer.words != Words{kSu, kNs}) continue;
        discovery.base = base;
        co_return;
    }
}

Task<> walk(const Ask& ask, Discovery& discovery)
{
    std::uint32_t at = *discovery.base + kHeader;
    while (discovery.models.size() < kModelsMax && at + kHeader <= 0x10000) {
        const Answer answer = co_await askPair(ask, at);
        if (!isFinal(answer)) discovery.isWhole = false;
        if (answer.kind != Answer::Kind::Values) discovery.end = endOf(answer);
        if (answer.kind != Answer::Kind::Values || answer.words[0] == kEnd) co_return;
        discovery.models.push_back(
            {answer.words[0], static_cast<std::uint16_t>(at), answer.words[1]});
        at += kHeader + answer.words[1];
    }
}

// Whether the model is as long as the item needs, on a device with its own idea of lengths.
bool holds(const Model& model, const Item& item)
{
    return extentOf(item).end <= kHeader + model.length &&
           model.address + kHeader + model.length <= 0x10000;
}

const Model* modelOf(const Item& item, const std::vector<Model>& models)
{
    for (const std::uint16_t id : item.models)
        if (const auto found = std::ranges::find(models, id, &Model::id); found != models.end())
            return &*found;
    return nullptr;
}

} // namespace

Task<Discovery> discoverModels(Ask ask, std::optional<std::uint16_t> base)
{
    Discovery discovery;
    std::span<const std::uint16_t> bases = kBases;
    if (base) bases = {&*base, 1};
    co_await findBase(ask, bases, discovery);
    if (discovery.base) co_await walk(ask, discovery);
    co_return discovery;
}

std::vector<Item> placeItems(const std::vector<Item>& items, const std::vector<Model>& models)
{
    std::vector<Item> placed;
    for (const Item& item : items) {
        const Model* model = modelOf(item, models);
        if (!item.models.empty() && (model == nullptr || !holds(*model, item))) continue;
        if (std::ranges::find(placed, item.metric, &Item::metric) != placed.end()) continue;
        placed.push_back(item);
        if (model == nullptr) continue;
        placed.back().address = static_cast<std::uint16_t>(item.address + model->address);
        if (item.scaleRegister)
            placed.back().scaleRegister =
                static_cast<std::uint16_t>(*item.scaleRegister + model->address);
    }
    return placed;
}

} // namespace historian::modbus

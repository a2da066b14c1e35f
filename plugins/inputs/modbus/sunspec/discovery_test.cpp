#include "sunspec/discovery.h"

#include <gtest/gtest.h>

#include <map>

namespace historian::modbus {
namespace {

Task<Answer> now(Answer answer)
{
    co_return answer;
}

/// The walk with answers that come at once.
Discovery walk(const std::function<Answer(const Read&)>& ask, std::optional<std::uint16_t> base)
{
    const auto task = discoverModels([&ask](const Read& read) { return now(ask(read)); }, base);
    task.begin();
    return task.take();
}

/// A device that has the registers of a map and refuses all others.
struct Device {
    std::map<std::uint32_t, std::uint16_t> registers;
    int requests = 0;

    void put(std::uint32_t address, const Words& words)
    {
        for (const std::uint16_t word : words) registers[address++] = word;
    }

    Answer operator()(const Read& read)
    {
        ++requests;
        Answer answer{Answer::Kind::Values, 0, {}};
        for (std::uint32_t i = 0; i < read.count; ++i) {
            const auto found = registers.find(read.address + i);
            if (found == registers.end()) return {Answer::Kind::Exception, 2, {}};
            answer.words.push_back(found->second);
        }
        return answer;
    }

    Discovery discover(std::optional<std::uint16_t> base = {})
    {
        return walk([this](const Read& read) { return (*this)(read); }, base);
    }
};

Device inverterAt(std::uint16_t base)
{
    Device device;
    device.put(base, {0x5375, 0x6E53, 1, 66});
    device.put(base + 70U, {103, 50});
    device.put(base + 122U, {160, 48});
    device.put(base + 172U, {0xFFFF, 0});
    return device;
}

Item point(int offset, std::vector<std::uint16_t> models)
{
    Item item;
    item.metric = Symbol{static_cast<std::uint32_t>(offset) + 1};
    item.address = static_cast<std::uint16_t>(offset);
    item.models = std::move(models);
    return item;
}

} // namespace

TEST(Discovery, FindsTheModelsAtEachOfTheUsualPlaces)
{
    for (const std::uint16_t base : Words{0, 40000, 50000}) {
        const Discovery found = inverterAt(base).discover();
        EXPECT_EQ(found.base, base);
        const std::uint16_t at = static_cast<std::uint16_t>(base + 70);
        ASSERT_EQ(found.models.size(), 3U);
        EXPECT_EQ(found.models[1], (Model{103, at, 50}));
    }
}

TEST(Discovery, LooksOnlyWhereItWasTold)
{
    Device device = inverterAt(40000);
    EXPECT_FALSE(device.discover(0).base);
    EXPECT_EQ(device.requests, 1);
}

TEST(Discovery, EndsWhereTheDeviceHasNoMore)
{
    Device device = inverterAt(40000);
    device.registers.erase(40172);
    const Discovery found = device.discover();
    EXPECT_EQ(found.models.size(), 3U);
    EXPECT_FALSE(saysNothing(found.end));
}

TEST(Discovery, EndsWhenTheDeviceFallsSilent)
{
    int requests = 0;
    Device device = inverterAt(40000);
    const Discovery found =
        walk([&](const Read& read) { return ++requests > 2 ? Answer{} : device(read); }, {});
    EXPECT_EQ(found.end, Answer::Kind::Silent);
}

TEST(Discovery, TakesAGatewaysWordThatTheDeviceIsAwayForSilence)
{
    for (const std::uint8_t code : Bytes{10, 11}) {
        int requests = 0;
        const auto away = [&](const Read&) -> Answer {
            ++requests;
            return {Answer::Kind::Exception, code, {}};
        };
        EXPECT_EQ(walk(away, {}).end, Answer::Kind::Silent);
        EXPECT_EQ(requests, 1);
    }
}

TEST(Discovery, IsNotWholeIfTheDeviceIsBusyOnTheWay)
{
    Device device = inverterAt(40000);
    EXPECT_TRUE(device.discover().isWhole);
    int requests = 0;
    const Discovery found = walk(
        [&](const Read& read) -> Answer {
            return ++requests == 3 ? Answer{Answer::Kind::Exception, 6, {}} : device(read);
        },
        {});
    EXPECT_FALSE(found.isWhole);
    EXPECT_EQ(found.models.size(), 1U);
}

TEST(Discovery, WalksNoFurtherThanTheAddressesAndTheLimit)
{
    Device endless;
    endless.put(0, {0x5375, 0x6E53});
    for (std::uint32_t at = 2; at < 0x10000; at += 2) endless.put(at, {7, 0});
    EXPECT_EQ(endless.discover(0).models.size(), kModelsMax);
    Device far;
    far.put(0, {0x5375, 0x6E53, 7, 65535});
    EXPECT_EQ(far.discover(0).models.size(), 1U);
}

TEST(Discovery, PlacesItemsWhereTheirModelStands)
{
    Item power = point(14, {101, 103});
    power.scaleRegister = 15;
    const auto placed =
        placeItems({power, point(2, {201}), point(5, {})}, {{1, 40002, 66}, {103, 40070, 50}});
    ASSERT_EQ(placed.size(), 2U);
    EXPECT_EQ(placed[0].address, 40084);
    EXPECT_EQ(placed[0].scaleRegister, 40085);
    EXPECT_EQ(placed[1].address, 5);
}

TEST(Discovery, LeavesOutWhatLiesBehindTheEndOfAShortModel)
{
    EXPECT_TRUE(placeItems({point(52, {103})}, {{103, 40070, 50}}).empty());
    EXPECT_EQ(placeItems({point(51, {103})}, {{103, 40070, 50}}).size(), 1U);
    EXPECT_TRUE(placeItems({point(2, {103})}, {{103, 65530, 50}}).empty());
}

TEST(Discovery, TakesAMetricFromTheFirstModelOnly)
{
    Item asFloat = point(22, {113});
    Item asInteger = point(14, {103});
    asInteger.metric = asFloat.metric;
    const auto placed = placeItems({asFloat, asInteger}, {{103, 100, 50}, {113, 200, 60}});
    ASSERT_EQ(placed.size(), 1U);
    EXPECT_EQ(placed[0].address, 222);
}

} // namespace historian::modbus

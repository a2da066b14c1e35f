#include "testing/peers.h"
#include "testing/rig.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>

namespace historian::modbus {
namespace {

constexpr const char* kOrderNames[] = {"big", "little_words", "little_bytes", "little"};
constexpr std::int64_t kSigned = 0x0123456789ABCDEF;
constexpr std::int64_t kNegative = -kSigned;
constexpr double kFloat = -12345.678901234567;
constexpr std::uint64_t kPatterns[] = {static_cast<std::uint64_t>(kSigned),
                                       static_cast<std::uint64_t>(kNegative),
                                       std::bit_cast<std::uint64_t>(kFloat)};
constexpr const char* kTypes[] = {"u64", "s64", "f64"};

/// The four registers of a 64-bit pattern as a device of that order holds them.
Words heldAs(std::uint64_t pattern, std::string_view order)
{
    Words words;
    for (int shift = 48; shift >= 0; shift -= 16)
        words.push_back(static_cast<std::uint16_t>(pattern >> shift));
    if (order == "little_words" || order == "little") std::ranges::reverse(words);
    if (order == "little_bytes" || order == "little")
        for (std::uint16_t& word : words) word = static_cast<std::uint16_t>(word << 8 | word >> 8);
    return words;
}

struct Place {
    std::string metric;
    std::string type;
    std::string order;
    int address = 0;
    Words words;
};

std::vector<Place> places()
{
    std::vector<Place> all;
    for (std::size_t type = 0; type < std::size(kTypes); ++type)
        for (const char* order : kOrderNames)
            all.push_back({std::string(kTypes[type]) + "_" + order,
                           kTypes[type],
                           order,
                           static_cast<int>(4 * all.size()),
                           heldAs(kPatterns[type], order)});
    return all;
}

std::string imageOf(const std::vector<Place>& all)
{
    std::string image;
    for (const Place& place : all)
        for (std::size_t i = 0; i < place.words.size(); ++i)
            image += (image.empty() ? "\"" : ",\"") +
                     std::to_string(place.address + static_cast<int>(i)) +
                     "\":" + std::to_string(place.words[i]);
    return R"({"1":{"hr":{)" + image + "}}}";
}

} // namespace

TEST(ModbusWordOrders, SixtyFourBitsAreExactInEachOrderFromPymodbus)
{
    const std::vector<Place> all = places();
    const testing::PymodbusServer server("tcp", imageOf(all));
    testing::Rig rig("tcp://127.0.0.1:" + server.port());
    auto& unit = rig.unit(1, "meter-1");
    for (const Place& place : all)
        unit.addMap("registers",
                    {{"metric", place.metric},
                     {"type", place.type},
                     {"order", place.order},
                     {"address", std::to_string(place.address)}});
    rig.start();
    ASSERT_TRUE(rig.waitFor(1));
    rig.stop();
    const Batch batch = rig.sink.everything();
    std::size_t seen = 0;
    for (const Value& value : batch.values(batch[0])) {
        const std::string_view metric = rig.host.name(value.metric());
        ++seen;
        if (metric.starts_with("f64")) {
            EXPECT_EQ(value.asDouble(), kFloat) << metric;
        } else {
            EXPECT_EQ(value.asInt64(), metric.starts_with("u64") ? kSigned : kNegative) << metric;
        }
    }
    EXPECT_EQ(seen, all.size());
}

} // namespace historian::modbus

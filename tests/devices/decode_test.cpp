#include "keys.h"
#include "profiles.h"
#include "register/blocks.h"
#include "register/decode.h"
#include "register/read_items.h"
#include "sunspec/discovery.h"
#include "vector_file.h"

#include <historian/testing/fake_host.h>

#include <gtest/gtest.h>

#include <charconv>

/// Every vector, decoded by input-modbus' own code.
namespace historian::devices {
namespace {

using namespace historian::modbus;

constexpr std::uint16_t kFirstModel = 40002; // behind the SunS mark

/// What a device of a vector answers: its tables, and its SunSpec models one behind the other.
class FakeRegisters {
public:
    explicit FakeRegisters(const Image& image)
    {
        std::uint32_t next = kFirstModel;
        for (const auto& [table, words] : image) {
            if (!table.starts_with("model ")) {
                words_[table] = words;
                continue;
            }
            const std::uint16_t length = words.at(1);
            models.push_back({words.at(0), static_cast<std::uint16_t>(next), length});
            for (const auto& [offset, word] : words) words_["holding"][next + offset] = word;
            next += 2U + length;
        }
    }

    /// Throws std::out_of_range where the vector says nothing.
    std::uint16_t at(Table table, std::uint32_t address) const
    {
        const auto name = table == Table::Coil       ? "coil"
                          : table == Table::Discrete ? "discrete"
                          : table == Table::Holding  ? "holding"
                                                     : "input";
        return words_.at(name).at(address);
    }

    std::vector<Model> models;

private:
    Image words_;
};

std::string textOf(const Decoded& decoded)
{
    struct Text {
        std::string operator()(std::monostate) const { return "none"; }

        std::string operator()(const std::string& text) const { return text; }

        std::string operator()(bool isSet) const { return isSet ? "true" : "false"; }

        std::string operator()(std::int64_t number) const { return std::to_string(number); }

        std::string operator()(double number) const
        {
            char text[32];
            return {text,
                    std::to_chars(text, std::end(text), number, std::chars_format::fixed).ptr};
        }
    };

    const std::string text = std::visit(Text{}, decoded.content);
    return decoded.quality == Quality::Good ? text
                                            : text + " " + std::string(nameOf(decoded.quality));
}

std::string
decodedBy(const std::vector<Item>& items, const std::string& metric, const FakeRegisters& registers)
{
    const auto item = std::ranges::find(items, metric, &Item::name);
    if (item == items.end()) return "no such register";
    std::vector<std::uint16_t> words;
    for (std::uint32_t i = 0; i < sizeOf(*item); ++i)
        words.push_back(registers.at(item->table, item->address + i));
    std::optional<std::uint16_t> scaleWord;
    if (item->scaleRegister) scaleWord = registers.at(item->table, *item->scaleRegister);
    return textOf(decode(*item, words, scaleWord));
}

class Vectors : public ::testing::TestWithParam<RegisterProfile> {};

/// The section of a profile, bound as the daemon binds it.
std::unique_ptr<Config> sectionOf(const RegisterProfile& device)
{
    const config::DeviceProfiles profiles{{device.profile}, {device.section}, {}, {}};
    auto section =
        config::bindSection(profiles, device.profile.name, "modbus", modbus::kProfileKeys);
    if (!section) throw std::runtime_error(section.error().message);
    return *std::move(section);
}

std::vector<Item> itemsOf(const Config& section)
{
    testing::FakeHost host;
    return readItems(host, section.maps("registers"), orderNamed(section.text("order")));
}

TEST_P(Vectors, DecodeToTheirValues)
{
    const std::vector<Item> items = itemsOf(*sectionOf(GetParam()));
    for (const Vector& vector :
         readVectors(HISTORIAN_VECTORS "/" + GetParam().profile.name + ".txt")) {
        SCOPED_TRACE(vector.name);
        const FakeRegisters registers(vector.image);
        const std::vector<Item> placed = placeItems(items, registers.models);
        for (const auto& [metric, value] : vector.expected)
            EXPECT_EQ(decodedBy(placed, metric, registers), value) << metric;
    }
}

INSTANTIATE_TEST_SUITE_P(Packaged,
                         Vectors,
                         ::testing::ValuesIn(registerProfiles()),
                         [](const auto& device) { return device.param.testName(); });

TEST(FieldBoardByModbus, IsReadInOneRequestForEachTableAndNeverBeyondItsRegisters)
{
    const std::vector<RegisterProfile> profiles = registerProfiles();
    const auto board = std::ranges::find_if(profiles, [](const RegisterProfile& device) {
        return device.profile.name == "esp32-scada-modbus";
    });
    const auto section = sectionOf(*board);
    const BlockLimits limits{static_cast<unsigned>(section->integer("gap_max")),
                             static_cast<unsigned>(section->integer("request_registers_max"))};
    std::map<Table, std::pair<int, int>> requests;
    for (const Block& block : mergeBlocks(itemsOf(*section), limits))
        EXPECT_TRUE(requests.insert({block.table, {block.address, block.count}}).second);
    EXPECT_EQ(requests,
              (std::map<Table, std::pair<int, int>>{{Table::Coil, {1, 4}},
                                                    {Table::Discrete, {1, 3}},
                                                    {Table::Holding, {30001, 10}}}));
}

} // namespace
} // namespace historian::devices

// Any bytes as a device profile: no crash, every complaint names its place, and a section of
// registers that is taken gives requests that a device may be sent, and decodes whatever it
// answers.

#include "config/device_profiles.h"
#include "config/yaml/yaml_config.h"
#include "keys.h"
#include "register/blocks.h"
#include "register/decode.h"
#include "register/read_items.h"

#include <historian/testing/fake_host.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace {

using namespace historian;
using namespace historian::modbus;

constexpr auto kFile = "fuzz.yaml";
constexpr std::uint16_t kTellingWords[] = {0, 1, 0x7FC0, 0x8000, 0xFFFF};

void require(bool holds, const char* what)
{
    if (holds) return;
    std::fprintf(stderr, "broken promise: %s\n", what);
    std::abort();
}

void requirePlace(std::string_view complaint)
{
    require(complaint.starts_with(kFile), "a complaint names its place");
}

void checkBlocks(const std::vector<Item>& items, const std::vector<Block>& blocks)
{
    std::vector<int> read(items.size());
    for (const Block& block : blocks) {
        const int most = holdsBits(block.table) ? kBitsMax : kRegistersMax;
        require(block.count > 0 && block.count <= most, "a request is as long as it may be");
        require(block.address + block.count <= 0x10000, "a request ends with the addresses");
        for (const std::size_t index : block.items) {
            const Extent extent = extentOf(items.at(index));
            require(extent.begin >= block.address &&
                        extent.end <= std::uint32_t{block.address} + block.count,
                    "a request brings its items");
            ++read.at(index);
        }
        if (block.items.size() < 2) continue;
        const auto [first, second] = cutBlock(block, items);
        require(!first.items.empty() && !second.items.empty(), "a cut leaves two requests");
    }
    require(std::ranges::all_of(read, [](int times) { return times == 1; }), "each item once");
}

void checkValues(const std::vector<Item>& items)
{
    Batch batch;
    batch.begin(Symbol{1});
    for (const Item& item : items)
        for (const std::uint16_t word : kTellingWords)
            addTo(batch, item.metric, decode(item, Words(sizeOf(item), word), word));
    for (const Value& value : batch.values(batch[0]))
        require(value.type() != ValueType::None || value.quality() != Quality::Good,
                "what is no value has a reason");
}

void checkRegisters(const Config& section)
{
    testing::FakeHost host;
    try {
        const std::vector<Item> items =
            readItems(host, section.maps("registers"), orderNamed(section.text("order")));
        checkBlocks(items,
                    mergeBlocks(items,
                                {static_cast<unsigned>(section.integer("gap_max")),
                                 static_cast<unsigned>(section.integer("request_registers_max"))}));
        checkValues(items);
    } catch (const ConfigError& error) {
        requirePlace(error.what());
    }
}

void checkProfile(const config::Node& root)
{
    std::vector<config::Problem> problems;
    base::DeviceProfile profile = config::readDeviceProfile(root, problems);
    for (const config::Problem& problem : problems) requirePlace(problem.text());
    if (!problems.empty()) return;
    config::DeviceProfiles all;
    all.sections = config::readSections(root, profile.name);
    all.profiles.push_back(std::move(profile));
    for (const config::ProfileSection& section : all.sections) {
        const auto bound =
            config::bindSection(all, section.profile, section.plugin, modbus::kProfileKeys);
        if (bound)
            checkRegisters(**bound);
        else
            requirePlace(bound.error().message);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        checkProfile(config::parseYaml(text, kFile));
    } catch (const ConfigError& error) {
        requirePlace(error.what());
    }
    return 0;
}

#include "ctl/modbus/decode_command.h"

#include "ctl/modbus/bus.h"
#include "ctl/modbus/decode_text.h"
#include "ctl/offline/options.h"
#include "register/keys.h"
#include "register/number_text.h"

#include <algorithm>
#include <charconv>

namespace historian::ctl {

namespace {

constexpr std::size_t kGivenMax = modbus::kRegistersMax;

constexpr Key kReadKeys[] = {
    {.name = "unit",
     .type = KeyType::Integer,
     .fallback = "1",
     .meaning = "its number on the bus",
     .min = 0,
     .max = 255},
    {.name = "function",
     .type = KeyType::Choice,
     .fallback = "holding",
     .meaning = "which table is read",
     .choices = modbus::kTables},
    {.name = "address",
     .meaning = "of the first register as sent on the wire, from 0; decimal, or 0x…",
     .required = true},
    {.name = "count",
     .type = KeyType::Integer,
     .fallback = "2",
     .meaning = "how many registers the value takes",
     .min = 1,
     .max = kCountMax}};

constexpr Key kGivenKeys[] = {
    {.name = "registers",
     .meaning = "instead of a device: registers in hexadecimal, \"41C8 0000\""}};

std::vector<Key> decodeKeys()
{
    return accessKeys("2s", kReadKeys);
}

std::uint16_t registerOf(std::string_view text)
{
    std::uint16_t word = 0;
    const std::string_view digits = text.starts_with("0x") ? text.substr(2) : text;
    const auto [end, fault] =
        std::from_chars(digits.data(), digits.data() + digits.size(), word, 16);
    if (digits.size() > 4 || fault != std::errc{} || end != digits.data() + digits.size())
        throw UsageError("'" + std::string(text) +
                         "' is no register: up to four hexadecimal digits, a blank between two");
    return word;
}

modbus::Words givenRegisters(std::string_view text)
{
    modbus::Words words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(" ,"), text.size());
        if (end > 0) words.push_back(registerOf(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (words.empty() || words.size() > kGivenMax)
        throw UsageError("--registers are 1 to " + std::to_string(kGivenMax) + " registers");
    return words;
}

Looked lookAtGiven(const CommandLine& line)
{
    const config::BoundConfig config = bindOptions(line, kGivenKeys);
    Looked looked{"given registers", modbus::Table::Holding, {}};
    modbus::Words words = givenRegisters(config.text("registers"));
    looked.windows.push_back({std::nullopt, words, {}});
    words.erase(words.begin());
    if (words.size() > 1) looked.windows.push_back({std::nullopt, std::move(words), {}});
    return looked;
}

modbus::Read readOf(const Config& config)
{
    const auto address = modbus::wholeNumber(config.text("address"));
    if (!address || *address > 0xFFFF)
        throw UsageError("--address is a number from 0 to 65535, decimal without leading zeros or "
                         "hexadecimal with 0x");
    const auto table = std::ranges::find(modbus::kTables, config.text("function"));
    const auto count = static_cast<std::uint16_t>(config.integer("count"));
    if (*address + count > 0x10000)
        throw UsageError("--address and --count lead beyond register 65535");
    return {static_cast<std::uint8_t>(config.integer("unit")),
            static_cast<modbus::Table>(table - std::begin(modbus::kTables) + 1),
            static_cast<std::uint16_t>(*address),
            count};
}

Looked lookAtDevice(const CommandLine& line)
{
    const config::BoundConfig config = bindOptions(line, decodeKeys());
    const BusAccess access = readAccess(config);
    const modbus::Read read = readOf(config);
    Bus bus(access);
    bus.open();
    const auto ask = [&](const modbus::Read& one) { return bus.ask(read.unit, one); };
    const auto whyNot = [&](const modbus::Answer& answer) { return bus.whyNot(answer); };
    return {access.connection.text + " unit " + std::to_string(read.unit),
            read.table,
            readNeighbours(ask, read, whyNot)};
}

} // namespace

Outcome runDecode(const CommandLine& line)
{
    const Looked looked = line.option("registers") ? lookAtGiven(line) : lookAtDevice(line);
    const bool isRead = !looked.windows.front().words.empty();
    return {line.wantsJson ? decodeJson(looked) : decodeText(looked), isRead ? 0 : 1};
}

std::string decodeOptions()
{
    return optionsText(decodeKeys()) + optionsText(kGivenKeys);
}

} // namespace historian::ctl

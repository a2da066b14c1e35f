#include "register/read_items.h"

#include "register/keys.h"
#include "register/number_text.h"

#include <algorithm>
#include <charconv>

namespace historian::modbus {
namespace {

constexpr std::uint64_t kAddresses = 65536;

[[noreturn]] void refuse(const Config& map, std::string_view key, const std::string& why)
{
    throw ConfigError(map.place(key) + ": " + why);
}

std::uint64_t numberAt(const Config& map, std::string_view key, std::string_view text)
{
    const auto number = wholeNumber(text);
    if (!number)
        refuse(map,
               key,
               "'" + std::string(text) +
                   "' is no whole number: decimal without leading zeros, or hexadecimal with 0x");
    return *number;
}

std::uint16_t addressAt(const Config& map, std::string_view key)
{
    const std::uint64_t address = numberAt(map, key, map.text(key));
    if (address >= kAddresses) refuse(map, key, "an address is at most 65535");
    return static_cast<std::uint16_t>(address);
}

template <typename Enum, std::size_t N>
Enum chosen(const std::string_view (&names)[N], std::string_view text)
{
    return static_cast<Enum>(std::ranges::find(names, text) - names);
}

Table tableNamed(std::string_view name)
{
    return static_cast<Table>(std::ranges::find(kTables, name) - kTables + 1);
}

void readSentinels(const Config& map, Item& item)
{
    for (const std::string& text : map.texts("sentinel")) {
        if (text == "auto")
            item.hasTypicalSentinel = true;
        else
            item.sentinels.push_back(numberAt(map, "sentinel", text));
    }
}

void readLabels(const Config& map, Item& item)
{
    for (const std::string& text : map.texts("labels")) {
        const std::size_t equals = text.find('=');
        Label label;
        const char* end = text.data() + std::min(equals, text.size());
        const auto parsed = std::from_chars(text.data(), end, label.number);
        if (equals == std::string::npos || parsed.ptr != end || parsed.ec != std::errc{} ||
            equals + 1 == text.size())
            refuse(map, "labels", "'" + text + "' is not like 4=mppt");
        label.text = text.substr(equals + 1);
        item.labels.push_back(std::move(label));
    }
}

void readModels(const Config& map, Item& item)
{
    for (const std::string& text : map.texts("models")) {
        const std::uint64_t model = numberAt(map, "models", text);
        if (model == 0 || model >= 0xFFFF) refuse(map, "models", "a model is 1 to 65534");
        item.models.push_back(static_cast<std::uint16_t>(model));
    }
}

void checkShape(const Config& map, const Item& item)
{
    if (holdsBits(item.table) && item.type != Type::Bit)
        refuse(map, "type", "a coil or discrete input is a bit");
    if (holdsBits(item.table) && (item.scaleRegister || item.bit != 0 || !item.models.empty()))
        refuse(map, "table", "bit, scale_register and models need a register");
    if (item.type == Type::Bit && item.bit > 15)
        refuse(map, "bit", "a register has the bits 0 to 15; name the register that holds it");
    if (isBits(item.type) && item.bit + item.length > 16U * sizeOf(item))
        refuse(map,
               "length",
               "bit and length reach beyond the " + std::to_string(16 * sizeOf(item)) +
                   " bits of " + std::string(map.text("type")));
    if (!item.labels.empty() && (item.scaleRegister || item.scale != 1 || item.offset != 0))
        refuse(map, "labels", "a value with labels is not scaled");
    if (item.scale == 0) refuse(map, "scale", "a scale of 0 leaves nothing");
    const Extent extent = extentOf(item);
    if (extent.end > kAddresses) refuse(map, "address", "it reaches beyond 65535");
    if (extent.end - extent.begin > kRegistersMax)
        refuse(map, "scale_register", "it is too far away to be read in one request of 125");
}

Item readItem(Host& host, const Config& map, Order order)
{
    Item item;
    item.name = map.text("metric");
    const auto symbol = host.symbol(NameKind::Metric, item.name);
    if (!symbol) refuse(map, "metric", symbol.error().message);
    item.metric = *symbol;
    item.table = tableNamed(map.text("table"));
    item.address = addressAt(map, "address");
    item.type = chosen<Type>(kTypes, map.text("type"));
    if (holdsBits(item.table) && !map.isWritten("type")) item.type = Type::Bit;
    item.order = map.isWritten("order") ? orderNamed(map.text("order")) : order;
    item.scale = map.number("scale");
    item.offset = map.number("offset");
    if (map.isWritten("scale_register")) item.scaleRegister = addressAt(map, "scale_register");
    item.bit = static_cast<unsigned>(map.integer("bit"));
    item.length = static_cast<unsigned>(map.integer("length"));
    item.interval = map.duration("interval");
    readSentinels(map, item);
    readLabels(map, item);
    readModels(map, item);
    checkShape(map, item);
    return item;
}

bool isTwice(const Item& item, const Item& other)
{
    return item.metric == other.metric &&
           (item.models.empty() || other.models.empty() || item.models == other.models);
}

} // namespace

Order orderNamed(std::string_view name)
{
    return chosen<Order>(kOrders, name);
}

std::vector<Item> readItems(Host& host, const std::vector<const Config*>& maps, Order order)
{
    std::vector<Item> items;
    for (const Config* map : maps) {
        Item item = readItem(host, *map, order);
        if (items.size() == kItemsPerUnitMax)
            refuse(*map, "metric", "more than 2,000 registers for one unit");
        if (std::ranges::any_of(items, [&](const Item& other) { return isTwice(item, other); }))
            refuse(*map, "metric", "'" + item.name + "' is there twice");
        items.push_back(std::move(item));
    }
    return items;
}

} // namespace historian::modbus

#include "settings.h"

#include "register/number_text.h"
#include "register/read_items.h"

#include <historian/files.h>

#include <algorithm>

namespace historian::modbus {
namespace {

[[noreturn]] void refuse(const Config& map, std::string_view key, const std::string& why)
{
    throw ConfigError(map.place(key) + ": " + why);
}

Connection readConnection(const Config& map)
{
    Result<Connection> connection = parseConnection(map.text("connection"));
    if (!connection) refuse(map, "connection", connection.error().message);
    return *std::move(connection);
}

bool isTls(const LineSettings& line)
{
    return line.connection.kind == Connection::Kind::Tls;
}

TlsFiles readTls(const Config& config, const std::vector<LineSettings>& lines)
{
    const Config& tls = config.map("tls");
    const bool isUsed = std::ranges::any_of(lines, isTls);
    if (isUsed && tls.text("ca").empty())
        refuse(config.isWritten("tls") ? tls : config,
               config.isWritten("tls") ? "ca" : "connection",
               "a tls:// connection needs tls: {ca: FILE}, which vouches for the device");
    if (!isUsed && config.isWritten("tls")) refuse(config, "tls", "only for tls:// connections");
    if (tls.text("cert").empty() != tls.text("key").empty())
        refuse(tls, "cert", "cert and key go together");
    for (const std::string_view key : {"ca", "cert", "key"})
        if (isUsed) requireReadable(tls, key);
    const auto text = [&tls](std::string_view key) { return std::string(tls.text(key)); };
    return {text("ca"), text("cert"), text("key"), text("name")};
}

std::optional<std::uint16_t> readBase(const Config& sunspec)
{
    if (sunspec.text("base") == "auto") return std::nullopt;
    const auto base = wholeNumber(sunspec.text("base"));
    if (!base || *base > 0xFFFF) refuse(sunspec, "base", "is auto or an address");
    return static_cast<std::uint16_t>(*base);
}

// What a profile says, where the site's file does not say otherwise.
void readProfile(Host& host, const Config& profile, const Config& config, UnitSettings& unit)
{
    unit.limits.gapMax = static_cast<unsigned>(profile.integer("gap_max"));
    unit.limits.registersMax = static_cast<unsigned>(profile.integer("request_registers_max"));
    if (!config.isWritten("timeout")) unit.manners.timeout = profile.duration("timeout");
    unit.manners.requestGap = profile.duration("request_gap");
    unit.connectDelay = profile.duration("connect_delay");
    unit.interval = std::max(unit.interval, profile.duration("interval_min"));
    unit.base = readBase(profile.map("sunspec"));
    unit.items = readItems(host, profile.maps("registers"), orderNamed(profile.text("order")));
}

void addOwnRegisters(Host& host, const Config& map, UnitSettings& unit)
{
    for (Item& item : readItems(host, map.maps("registers"), Order::Big)) {
        if (std::ranges::find(unit.items, item.metric, &Item::metric) != unit.items.end())
            refuse(map, "registers", "'" + item.name + "' is in the profile already");
        unit.items.push_back(std::move(item));
    }
    if (unit.items.empty())
        refuse(map, "registers", "there is nothing to read: name a profile or registers");
}

UnitSettings readUnit(Host& host, const Config& map, const Config& config)
{
    UnitSettings unit;
    unit.id = static_cast<std::uint8_t>(map.integer("id"));
    unit.deviceName = map.text("device");
    const auto device = host.symbol(NameKind::Device, unit.deviceName);
    if (!device) refuse(map, "device", device.error().message);
    unit.device = *device;
    unit.interval =
        map.isWritten("interval") ? map.duration("interval") : config.duration("interval");
    unit.intervalPlace = (map.isWritten("interval") ? map : config).place("interval");
    unit.manners.timeout = config.duration("timeout");
    unit.profile = map.text("profile");
    if (const std::string_view name = unit.profile; !name.empty()) {
        const auto profile = host.profile(name);
        if (!profile) refuse(map, "profile", profile.error().message);
        readProfile(host, **profile, config, unit);
    }
    addOwnRegisters(host, map, unit);
    return unit;
}

// On a serial line a number of its own is all that a unit has.
void checkNumber(const Config& map, const UnitSettings& unit, const Connection& connection)
{
    const bool isSerial =
        connection.kind == Connection::Kind::Rtu || connection.kind == Connection::Kind::RtuOverTcp;
    if (isSerial && unit.id == 0)
        refuse(map, "id", "unit 0 is everybody on a serial line, and nobody answers: 1 to 247");
}

// Its energy would count twice.
void checkOnce(const Config& map, const UnitSettings& unit, const LineSettings& line)
{
    for (const UnitSettings& other : line.units)
        if (other.id == unit.id && !unit.profile.empty() && other.profile == unit.profile)
            refuse(map, "id", "'" + other.deviceName + "' is this unit with this profile already");
}

// The line of a unit: that of its own connection, or of the instance's.
LineSettings& lineOf(const Config& map, const Config& config, std::vector<LineSettings>& lines)
{
    const Config& from = map.text("connection").empty() ? config : map;
    if (from.text("connection").empty())
        refuse(map, "connection", "there is none, neither here nor for all units");
    Connection connection = readConnection(from);
    for (LineSettings& line : lines) {
        if (targetOf(line.connection) != targetOf(connection)) continue;
        if (line.connection.kind != connection.kind || line.connection.format != connection.format)
            refuse(from,
                   "connection",
                   "'" + line.connection.text + "' is the same line, asked in another way");
        return line;
    }
    return lines.emplace_back(
        LineSettings{std::move(connection), from.place("connection"), {}, {}});
}

bool hasDevice(const std::vector<LineSettings>& lines, Symbol device)
{
    return std::ranges::any_of(lines, [device](const LineSettings& line) {
        return std::ranges::find(line.units, device, &UnitSettings::device) != line.units.end();
    });
}

} // namespace

std::vector<LineSettings> readSettings(Host& host, const Config& config)
{
    const auto maps = config.maps("units");
    if (maps.empty()) refuse(config, "units", "there is no unit to read");
    if (maps.size() > kUnitsMax) refuse(config, "units", "more than 1000 units");
    std::vector<LineSettings> lines;
    for (const Config* map : maps) {
        UnitSettings unit = readUnit(host, *map, config);
        if (hasDevice(lines, unit.device))
            refuse(*map, "device", "'" + unit.deviceName + "' is there twice");
        LineSettings& line = lineOf(*map, config, lines);
        checkNumber(*map, unit, line.connection);
        checkOnce(*map, unit, line);
        if (line.units.size() == kUnitsOfLineMax)
            refuse(*map, "connection", "more than 247 units on one connection");
        line.units.push_back(std::move(unit));
    }
    const TlsFiles files = readTls(config, lines);
    for (LineSettings& line : lines)
        if (isTls(line)) line.tls = files;
    return lines;
}

} // namespace historian::modbus

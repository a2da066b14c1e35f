#include "line/firmware.h"

#include <algorithm>

namespace historian::serial {

namespace {

// The firmware's own lines with values. Its constants and inventions are left to its JSON.
constexpr std::string_view kValueLines[] = {
    "Raw: {current_raw_a}A, Corrected: {current}A, Power: {power}W",
    "Modbus registers updated - Power: {power}W, Energy: {total_energy_kwh}kWh",
    "Real Current: {current}A",
    "Real Power: {power}W",
    "Total Energy: {total_energy_kwh} kWh",
    "Simulated Irradiance: {irradiance_w_m2} W/m\xC2\xB2"};

constexpr std::string_view kResetMark = "rst:0x";
constexpr std::string_view kWifiLost = "WiFi Disconnected";

// How its other lines begin, those of the boot ROM first.
constexpr std::string_view kChatter[] = {"ets ",
                                         "configsip:",
                                         "clk_drv:",
                                         "mode:",
                                         "load:",
                                         "entry ",
                                         "..",
                                         "Connected to WiFi!",
                                         "Modbus-TCP",
                                         "Registers: ",
                                         "Modbus TCP Security",
                                         "SCADA ",
                                         "HTTP API: ",
                                         "Ready for Modbus",
                                         "Calibration complete.",
                                         "Backend HTTP Response: ",
                                         "Backend Error: ",
                                         "=== SCADA Data Update ===",
                                         "Attempting secure Modbus",
                                         "Secure Modbus polling"};

} // namespace

std::optional<std::string_view> objectIn(std::string_view line)
{
    const std::size_t begin = line.find('{');
    if (begin == std::string_view::npos || !line.ends_with('}')) return std::nullopt;
    return line.substr(begin);
}

FirmwareLines::FirmwareLines()
{
    for (const std::string_view text : kValueLines) patterns_.push_back(*Pattern::of(text));
}

std::optional<std::variant<Fields, Remark>> FirmwareLines::read(std::string_view line) const
{
    for (const Pattern& pattern : patterns_)
        if (auto fields = pattern.match(line)) return std::move(*fields);
    if (line.find(kResetMark) != std::string_view::npos) return Remark::Restart;
    if (line == kWifiLost) return Remark::WifiLost;
    const bool isChatter =
        line == "." || std::ranges::any_of(kChatter, [line](std::string_view start) {
            return line.starts_with(start);
        });
    if (isChatter) return Remark::Chatter;
    return std::nullopt;
}

std::string_view resetReason(std::string_view line)
{
    const std::size_t mark = line.find(kResetMark);
    if (mark == std::string_view::npos) return {};
    const std::size_t open = line.find('(', mark);
    const std::size_t close = line.find(')', mark);
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
        return {};
    return line.substr(open + 1, close - open - 1);
}

} // namespace historian::serial

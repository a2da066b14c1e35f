#include "bodies.h"

#include <charconv>
#include <string_view>

namespace historian::load {
namespace {

constexpr std::uint64_t kFirstSecond = 1'737'331'200; // 2025-01-20T00:00:00Z

void appendNumber(std::string& to, std::uint64_t number)
{
    char text[20];
    to.append(text, std::to_chars(text, text + sizeof text, number).ptr);
}

/// `thousandths` / 1000 with three decimals.
void appendThousandths(std::string& to, std::uint64_t thousandths)
{
    appendNumber(to, thousandths / 1000);
    to += '.';
    const std::uint64_t rest = thousandths % 1000;
    to += static_cast<char>('0' + rest / 100);
    to += static_cast<char>('0' + rest / 10 % 10);
    to += static_cast<char>('0' + rest % 10);
}

} // namespace

Bodies::Next Bodies::next()
{
    const std::uint64_t device = made_ % devices_;
    const std::uint64_t round = made_ / devices_;
    const bool isNan = made_ * nanPercent_ / 100 != (made_ + 1) * nanPercent_ / 100;
    ++made_;
    return {device, round, 1000 + (round * 7919 + device * 131) % 4000, isNan};
}

void Bodies::appendNext(std::string& to)
{
    const auto [device, round, milliamperes, isNan] = next();
    to += R"({"device_id":"load-)";
    appendNumber(to, device);
    to += R"(","timestamp":"2025-01-20T)";
    appendNumber(to, round / 3600 % 24);
    to += ':';
    appendNumber(to, round / 60 % 60);
    to += ':';
    appendNumber(to, round % 60);
    to += R"(.000Z","current":)";
    if (isNan)
        to += "nan";
    else
        appendThousandths(to, milliamperes);
    to += R"(,"voltage":220.00,"power":)";
    appendNumber(to, milliamperes * 220 / 1000);
    to += R"(.0,"ac_power_kw":)";
    appendThousandths(to, milliamperes * 220 / 1000);
    to += R"(,"total_energy_kwh":)";
    appendThousandths(to, round);
    to += R"(,"grid_frequency_hz":49.97,"power_factor":0.952,"ambient_temp_c":25.5,)"
          R"("irradiance_w_m2":850,"system_status":1,"efficiency":0.960})";
}

void Bodies::appendNextLine(std::string& to)
{
    const auto [device, round, milliamperes, isNan] = next();
    to += "esp32,device=load-";
    appendNumber(to, device);
    to += " current=";
    appendThousandths(to, milliamperes);
    to += ",voltage=220.00,power=";
    appendNumber(to, milliamperes * 220 / 1000);
    to += ".0,ac_power_kw=";
    appendThousandths(to, milliamperes * 220 / 1000);
    to += ",total_energy_kwh=";
    appendThousandths(to, round);
    to += ",grid_frequency_hz=49.97,power_factor=0.952,ambient_temp_c=25.5,irradiance_w_m2=850,"
          "system_status=1,efficiency=0.960 ";
    appendNumber(to, kFirstSecond + round);
    to += "000000000";
}

} // namespace historian::load

#include "bodies.h"

#include <charconv>
#include <string_view>

namespace historian::load {
namespace {

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

void Bodies::appendNext(std::string& to)
{
    const std::uint64_t device = made_ % devices_;
    const std::uint64_t round = made_ / devices_;
    const bool isNan = made_ * nanPercent_ / 100 != (made_ + 1) * nanPercent_ / 100;
    ++made_;
    const std::uint64_t milliamperes = 1000 + (round * 7919 + device * 131) % 4000;
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

} // namespace historian::load

#include "ctl/modbus/scan.h"

#include <charconv>

namespace historian::ctl {

namespace {

using Kind = modbus::Answer::Kind;

constexpr std::uint8_t kNoPath = 10;
constexpr std::uint8_t kNobodyBehind = 11;

std::optional<unsigned> unitNumber(std::string_view text)
{
    unsigned number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool isNumber = fault == std::errc{} && end == text.data() + text.size();
    return isNumber && number >= 1 && number <= kUnitMax ? std::optional(number) : std::nullopt;
}

bool isThere(const modbus::Answer& answer)
{
    if (answer.kind == Kind::Exception)
        return answer.exception != kNoPath && answer.exception != kNobodyBehind;
    return answer.kind == Kind::Values || answer.kind == Kind::Garbled;
}

std::optional<ScanEnd> endOf(Kind kind)
{
    if (kind == Kind::Interrupted) return ScanEnd::Interrupted;
    if (kind == Kind::Lost) return ScanEnd::LineLost;
    return std::nullopt;
}

/// Every answer is there at once, so the walk ends in its first step.
modbus::Discovery discover(std::uint8_t unit, const Scanner& scanner)
{
    const auto ask = [&](modbus::Read read) -> modbus::Task<modbus::Answer> {
        co_return scanner.ask(unit, read);
    };
    const modbus::Task<modbus::Discovery> walk = modbus::discoverModels(ask, std::nullopt);
    walk.begin();
    return walk.take();
}

SeenUnit look(std::uint8_t unit, const modbus::Answer& answer, const Scanner& scanner)
{
    SeenUnit seen{unit, answer.kind, answer.exception, {}, {}};
    if (answer.kind != Kind::Garbled) seen.sunspec = discover(unit, scanner);
    return seen;
}

/// Why the scan ends with this unit, if it does.
std::optional<ScanEnd> scanUnit(std::uint8_t unit, const Scanner& scanner, Scan& scan)
{
    const SteadyTime begun = scanner.now();
    const modbus::Answer answer = scanner.ask(unit, {unit, modbus::Table::Holding, 0, 1});
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(scanner.now() - begun);
    if (const auto end = endOf(answer.kind)) return end;
    ++scan.asked;
    if (!isThere(answer)) return std::nullopt;
    scan.units.push_back(look(unit, answer, scanner));
    scan.units.back().took = took;
    return endOf(scan.units.back().sunspec.end);
}

} // namespace

Result<UnitRange> parseUnitRange(std::string_view text)
{
    const std::size_t dash = text.find('-');
    const auto first = unitNumber(text.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : unitNumber(text.substr(dash + 1));
    if (!first || !last || *first > *last)
        return Error{"'" + std::string(text) + "' is no range of units such as 1-247"};
    return UnitRange{*first, *last};
}

Scan scanUnits(const UnitRange& range, const Scanner& scanner)
{
    Scan scan{range, 0, {}, ScanEnd::Complete};
    const SteadyTime limit = scanner.now() + kScanMax;
    for (unsigned unit = range.first; unit <= range.last; ++unit) {
        scanner.show(scan);
        const auto end = scanner.now() >= limit
                             ? std::optional(ScanEnd::TimeOver)
                             : scanUnit(static_cast<std::uint8_t>(unit), scanner, scan);
        if (end) scan.end = *end;
        if (end) return scan;
    }
    return scan;
}

} // namespace historian::ctl

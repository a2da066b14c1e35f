#include "ctl/modbus/scan_command.h"

#include "ctl/modbus/bus.h"
#include "ctl/modbus/scan_text.h"
#include "ctl/offline/options.h"
#include "ctl/offline/progress.h"

namespace historian::ctl {

namespace {

constexpr Key kScanKeys[] = {
    {.name = "units", .fallback = "1-247", .meaning = "the numbers that are asked"}};

std::vector<Key> scanKeys()
{
    return accessKeys("1s", kScanKeys);
}

} // namespace

Outcome runScan(const CommandLine& line)
{
    const config::BoundConfig config = bindOptions(line, scanKeys());
    const BusAccess access = readAccess(config);
    const Result<UnitRange> range = parseUnitRange(config.text("units"));
    if (!range) throw UsageError("--units " + range.error().message);
    Bus bus(access);
    bus.open();
    Progress progress = Progress::onStandardError();
    const Scan found =
        scanUnits(*range,
                  {[&](std::uint8_t unit, const modbus::Read& read) { return bus.ask(unit, read); },
                   [&] { return bus.now(); },
                   [&](const Scan& soFar) {
                       progress.show(soFar.asked,
                                     range->last - range->first + 1,
                                     progressText(soFar, access.timeout));
                   }});
    progress.end();
    const Scanned scanned{found, access.connection.text, bus.whyLost(), bus.strayReplies()};
    const bool isGood = found.end == ScanEnd::Complete && !found.units.empty();
    return {line.wantsJson ? scanJson(scanned) : scanText(scanned), isGood ? 0 : 1};
}

std::string scanOptions()
{
    return optionsText(scanKeys());
}

} // namespace historian::ctl

#include "ctl/commands.h"
#include "ctl/modbus/decode_command.h"
#include "ctl/modbus/scan_command.h"

namespace historian::ctl {

namespace {

constexpr const char* kForms = "decode or scan";

} // namespace

Outcome runModbus(const CommandLine& line)
{
    const std::string& action = line.word(1, kForms);
    line.endsAfter(2);
    if (action == "decode") return runDecode(line);
    if (action == "scan") return runScan(line);
    throw UsageError("'" + action + "' is neither decode nor scan");
}

std::string modbusHelp()
{
    return "decode shows one read in every type and order, with the same one address lower and\n"
           "higher, so that one sees which the device means. scan asks every unit whether it is\n"
           "there, and for SunSpec. Both only read, and need no daemon.\n\n"
           "modbus decode\n" +
           decodeOptions() + "\nmodbus scan\n" + scanOptions();
}

} // namespace historian::ctl

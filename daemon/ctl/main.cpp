#include "ctl/api_client.h"
#include "ctl/commands.h"
#include "ctl/help.h"

#include <cstdio>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace {

using historian::ctl::Command;
using historian::ctl::CommandLine;
using historian::ctl::Outcome;

constexpr int kUsageExit = 64;

/// A command that says nothing by its exit code.
template <std::string (*Run)(const CommandLine&)>
Outcome plain(const CommandLine& line)
{
    return {Run(line)};
}

constexpr Command kCommands[] = {
    {"status",
     "how the daemon, its inputs, store and outputs do",
     "status",
     plain<historian::ctl::runStatus>},
    {"devices",
     "lists the devices; approves, rejects, retires or renames one",
     "devices list | approve ID | reject ID | retire ID | rename ID LABEL",
     plain<historian::ctl::runDevices>,
     historian::ctl::devicesHelp},
    {"query",
     "values of a device, the oldest first",
     "query DEVICE METRIC [--from T] [--to T] [--limit N] [--quality good|usable|all]",
     plain<historian::ctl::runQuery>,
     historian::ctl::queryHelp},
    {"rejected",
     "readings that were refused, and why; the newest first",
     "rejected",
     plain<historian::ctl::runRejected>},
    {"log",
     "the logbook: what people and the daemon decided; the newest first",
     "log [--before N] [--limit N]",
     plain<historian::ctl::runLog>},
    {"token",
     "access for programs on other machines",
     "token list | add NAME [--scopes read,operate] | remove NAME",
     plain<historian::ctl::runToken>,
     historian::ctl::tokenHelp},
    {"setup-code",
     "the one-time code for the page's first password",
     "setup-code",
     plain<historian::ctl::runSetupCode>},
    {"sync",
     "destinations: state, set-up, pause, rewind, comparison",
     "sync status [OUTPUT] | probe OUTPUT | setup OUTPUT | pause OUTPUT | resume OUTPUT\n"
     "sync rewind OUTPUT --from T\n"
     "sync verify OUTPUT [--from T] [--to T]",
     historian::ctl::runSync,
     historian::ctl::syncHelp},
    {"quarantine",
     "readings that a destination refused",
     "quarantine list OUTPUT [--limit N] | export OUTPUT [--file FILE]\n"
     "quarantine retry OUTPUT [--store-id S --seq N]\n"
     "quarantine discard OUTPUT --reason TEXT [--store-id S --seq N]",
     plain<historian::ctl::runQuarantine>},
    {"probe",
     "touches a device or destination, and says what answered",
     "probe INSTANCE",
     historian::ctl::runProbe},
    {"credential",
     "set: keeps a secret that the configuration names as ${credential:NAME}",
     "credential set NAME [--data DIR]",
     plain<historian::ctl::runCredential>},
    {"plugin",
     "new: the folder of a plugin, which builds and passes its test",
     "plugin new NAME --input|--output [--into FOLDER]",
     plain<historian::ctl::runPlugin>},
    {"modbus",
     "decode: one read in every type and order; scan: who is on a bus",
     "modbus decode --connection C --address N [--unit N] [--function F] [--count N]\n"
     "modbus decode --registers \"41C8 0000\"\n"
     "modbus scan --connection C [--units 1-247] [--timeout T]",
     historian::ctl::runModbus,
     historian::ctl::modbusHelp},
    {"serial",
     "watch: what a device prints, and what is made of it",
     "serial watch DEVICE [--baud N] [--seconds N]",
     historian::ctl::runSerial,
     historian::ctl::serialHelp},
};

std::string helpFor(const CommandLine& line)
{
    return line.words.empty() ? historian::ctl::helpOfAll(kCommands)
                              : historian::ctl::helpOf(
                                    historian::ctl::commandNamed(kCommands, line.words.front()));
}

int run(const CommandLine& line)
{
    if (line.wantsHelp) {
        std::fputs(helpFor(line).c_str(), stdout);
        return 0;
    }
    const Command& command = historian::ctl::commandNamed(kCommands, line.word(0, "a command"));
    refuseForeignOptions(command, line);
    const Outcome outcome = command.run(line);
    std::fputs(outcome.text.c_str(), stdout);
    return outcome.exitCode;
}

/// Where to read on: the help of the command that was typed, if it is one.
std::string helpCall(std::span<char* const> arguments)
{
    for (const std::string_view word : arguments)
        for (const Command& command : kCommands)
            if (word == command.name) return "historianctl " + std::string(word) + " --help";
    return "historianctl --help";
}

int say(const char* what, int exitCode)
{
    std::fprintf(stderr, "historianctl: %s\n", what);
    return exitCode;
}

} // namespace

int main(int argc, char** argv)
{
    const std::span<char* const> arguments = std::span(argv, argc).subspan(1);
    try {
        return run(historian::ctl::readCommandLine(arguments));
    } catch (const historian::ctl::UsageError& problem) {
        return say((problem.what() + (" (see " + helpCall(arguments) + ")")).c_str(), kUsageExit);
    } catch (const historian::ctl::ApiError& problem) {
        return say(problem.what(), problem.exitCode());
    } catch (const historian::ctl::CommandFailed& problem) {
        return say(problem.what(), 1);
    } catch (const std::filesystem::filesystem_error& problem) {
        return say(problem.what(), 1);
    }
}

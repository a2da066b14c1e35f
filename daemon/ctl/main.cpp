#include "ctl/api_client.h"
#include "ctl/commands.h"

#include <cstdio>
#include <filesystem>
#include <span>
#include <string>

namespace {

using historian::ctl::CommandLine;
using historian::ctl::Outcome;

constexpr int kUsageExit = 64;

/// A command that says nothing by its exit code.
template <std::string (*Run)(const CommandLine&)>
Outcome plain(const CommandLine& line)
{
    return {Run(line)};
}

struct Command {
    const char* name;
    const char* usage;
    Outcome (*run)(const CommandLine&);
    std::string (*help)() = nullptr; ///< more than the usage
};

constexpr Command kCommands[] = {
    {"status", "status", plain<historian::ctl::runStatus>},
    {"devices",
     "devices list | approve ID | reject ID | retire ID | rename ID LABEL",
     plain<historian::ctl::runDevices>},
    {"query",
     "query DEVICE METRIC [--from T] [--to T] [--limit N] [--quality good|usable|all]",
     plain<historian::ctl::runQuery>},
    {"rejected", "rejected", plain<historian::ctl::runRejected>},
    {"log", "log [--before N] [--limit N]", plain<historian::ctl::runLog>},
    {"token",
     "token list | add NAME [--scopes read,operate] | remove NAME",
     plain<historian::ctl::runToken>},
    {"setup-code", "setup-code", plain<historian::ctl::runSetupCode>},
    {"sync",
     "sync status [OUTPUT] | probe OUTPUT | pause OUTPUT | resume OUTPUT | setup OUTPUT\n"
     "  sync rewind OUTPUT --from TIME | verify OUTPUT [--from TIME] [--to TIME]",
     historian::ctl::runSync},
    {"quarantine",
     "quarantine list OUTPUT [--limit N] | export OUTPUT [--file FILE]\n"
     "  quarantine retry OUTPUT [--store-id S --seq N]\n"
     "  quarantine discard OUTPUT --reason TEXT [--store-id S --seq N]",
     plain<historian::ctl::runQuarantine>},
    {"probe", "probe INSTANCE", historian::ctl::runProbe},
    {"credential", "credential set NAME [--data DIR]", plain<historian::ctl::runCredential>},
    {"plugin",
     "plugin new NAME --input|--output [--into FOLDER]",
     plain<historian::ctl::runPlugin>},
    {"modbus",
     "modbus decode --connection C --address N [--unit N] [--function F] [--count N]\n"
     "  modbus decode --registers \"41C8 0000\"\n"
     "  modbus scan --connection C [--units 1-247] [--timeout T]",
     historian::ctl::runModbus,
     historian::ctl::modbusHelp},
    {"serial",
     "serial watch DEVICE [--baud N] [--seconds N]",
     historian::ctl::runSerial,
     historian::ctl::serialHelp},
};

std::string usage()
{
    std::string text = "historianctl [--url URL] [--token-file FILE] [--json] COMMAND\n";
    for (const Command& command : kCommands) text += std::string("  ") + command.usage + "\n";
    return text + "The daemon is looked for at http://127.0.0.1:5000 unless --url says otherwise.\n"
                  "historianctl COMMAND --help says more of one command.\n";
}

const Command* commandNamed(const std::string& name)
{
    for (const Command& command : kCommands)
        if (name == command.name) return &command;
    return nullptr;
}

std::string helpFor(const CommandLine& line)
{
    const Command* command = line.words.empty() ? nullptr : commandNamed(line.words.front());
    if (command == nullptr) return usage();
    const std::string usageLines = std::string("  ") + command->usage + "\n";
    return usageLines + (command->help == nullptr ? "" : "\n" + command->help());
}

int run(const CommandLine& line)
{
    if (line.wantsHelp) {
        std::fputs(helpFor(line).c_str(), stdout);
        return 0;
    }
    const std::string& name = line.word(0, "a command");
    const Command* command = commandNamed(name);
    if (command == nullptr) throw historian::ctl::UsageError("unknown command " + name);
    const Outcome outcome = command->run(line);
    std::fputs(outcome.text.c_str(), stdout);
    return outcome.exitCode;
}

} // namespace

int main(int argc, char** argv)
{
    try {
        return run(historian::ctl::readCommandLine(std::span(argv, argc).subspan(1)));
    } catch (const historian::ctl::UsageError& problem) {
        std::fprintf(stderr, "historianctl: %s\n%s", problem.what(), usage().c_str());
        return kUsageExit;
    } catch (const historian::ctl::ApiError& problem) {
        std::fprintf(stderr, "historianctl: %s\n", problem.what());
        return problem.exitCode();
    } catch (const historian::ctl::CommandFailed& problem) {
        std::fprintf(stderr, "historianctl: %s\n", problem.what());
        return 1;
    } catch (const std::filesystem::filesystem_error& problem) {
        std::fprintf(stderr, "historianctl: %s\n", problem.what());
        return 1;
    }
}

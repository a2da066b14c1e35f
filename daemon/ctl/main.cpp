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
};

std::string usage()
{
    std::string text = "historianctl [--url URL] [--token-file FILE] [--json] COMMAND\n";
    for (const Command& command : kCommands) text += std::string("  ") + command.usage + "\n";
    return text +
           "The daemon is looked for at http://127.0.0.1:5000 unless --url says otherwise.\n";
}

int run(const CommandLine& line)
{
    if (line.wantsHelp) {
        std::fputs(usage().c_str(), stdout);
        return 0;
    }
    const std::string& name = line.word(0, "a command");
    for (const Command& command : kCommands)
        if (name == command.name) {
            const Outcome outcome = command.run(line);
            std::fputs(outcome.text.c_str(), stdout);
            return outcome.exitCode;
        }
    throw historian::ctl::UsageError("unknown command " + name);
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
    } catch (const std::filesystem::filesystem_error& problem) {
        std::fprintf(stderr, "historianctl: %s\n", problem.what());
        return 1;
    }
}

#include "ctl/api_client.h"
#include "ctl/commands.h"

#include <cstdio>
#include <filesystem>
#include <span>
#include <string>

namespace {

using historian::ctl::CommandLine;

constexpr int kUsageExit = 64;

struct Command {
    const char* name;
    const char* usage;
    std::string (*run)(const CommandLine&);
};

constexpr Command kCommands[] = {
    {"status", "status", historian::ctl::runStatus},
    {"devices",
     "devices list | approve ID | reject ID | retire ID | rename ID LABEL",
     historian::ctl::runDevices},
    {"query",
     "query DEVICE METRIC [--from T] [--to T] [--limit N] [--quality good|usable|all]",
     historian::ctl::runQuery},
    {"rejected", "rejected", historian::ctl::runRejected},
    {"log", "log [--before N] [--limit N]", historian::ctl::runLog},
    {"token",
     "token list | add NAME [--scopes read,operate] | remove NAME",
     historian::ctl::runToken},
    {"setup-code", "setup-code", historian::ctl::runSetupCode},
    {"plugin", "plugin new NAME --input|--output [--into FOLDER]", historian::ctl::runPlugin},
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
            std::fputs(command.run(line).c_str(), stdout);
            return 0;
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

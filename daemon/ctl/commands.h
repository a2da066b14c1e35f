#pragma once

#include "ctl/command_line.h"

#include <stdexcept>
#include <string>

namespace historian::ctl {

/// What was asked for could not be done; the message says why: exit 1.
class CommandFailed : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// What a command came to: 1 if what was asked was found wanting.
struct Outcome {
    std::string text;
    int exitCode = 0;
};

// One function a command. Each returns what is to be printed, and throws UsageError, ApiError or
// CommandFailed.
// The first word of the line is the command's own name.

std::string runStatus(const CommandLine& line);
std::string runDevices(const CommandLine& line); // list | approve | reject | retire | rename
std::string runQuery(const CommandLine& line);   // DEVICE METRIC
std::string runRejected(const CommandLine& line);
std::string runLog(const CommandLine& line);
std::string runToken(const CommandLine& line); // list | add | remove
std::string runSetupCode(const CommandLine& line);
std::string runPlugin(const CommandLine& line);     // new NAME --input|--output
Outcome runSync(const CommandLine& line);           // status | probe | pause | … | setup OUTPUT
std::string runQuarantine(const CommandLine& line); // list | retry | export | discard OUTPUT
Outcome runProbe(const CommandLine& line);          // INSTANCE
std::string runCredential(const CommandLine& line); // set NAME
Outcome runModbus(const CommandLine& line);         // decode | scan
Outcome runSerial(const CommandLine& line);         // watch DEVICE

std::string devicesHelp();
std::string queryHelp();
std::string tokenHelp();
std::string syncHelp();
std::string modbusHelp();
std::string serialHelp();

} // namespace historian::ctl

#include "ctl/commands.h"
#include "ctl/credentials/credential_file.h"
#include "ctl/credentials/secret_entry.h"

#include <unistd.h>

namespace historian::ctl {

namespace {

constexpr const char* kDataDirectory = "/var/lib/historian";

} // namespace

std::string runCredential(const CommandLine& line)
{
    if (line.word(1, "set") != "set")
        throw UsageError("'" + line.words[1] + "' is not set, the one thing that can be done");
    const std::string& name = line.word(2, "the credential's NAME");
    line.endsAfter(3);
    if (!isCredentialName(name))
        throw UsageError("a credential's NAME is made of letters, digits, '_', '-' and '.'");
    const std::string secret =
        readSecret(STDIN_FILENO, "Secret of " + name + " (it is not shown): ");
    const auto path = writeCredential(line.option("data").value_or(kDataDirectory), name, secret);
    if (line.wantsJson) return "{\"credential\":\"" + name + "\"}\n";
    return path.string() + " is written. In the configuration: \"${credential:" + name +
           "}\"; the daemon reads it when it starts.\n";
}

} // namespace historian::ctl

#include "ctl/api_client.h"
#include "ctl/commands.h"
#include "ctl/destinations/figures.h"
#include "ctl/table.h"

#include <Poco/JSON/Array.h>

namespace historian::ctl {

namespace {

std::string fact(const std::string& name, const std::string& value)
{
    std::string line = name;
    line.resize(14, ' ');
    return line + value + "\n";
}

std::string storeLine(const Poco::JSON::Object& store)
{
    const std::string daysLeft = textOf(store, "days_left");
    return readingsOf(store, "readings") + " in " + bytesOf(store, "bytes") + " of " +
           bytesOf(store, "quota_bytes") +
           (daysLeft == "-" ? "" : ", full in " + daysLeft + " days");
}

/// "roof-1 Roof east, Africa/Casablanca"; a site needs no name.
std::string siteLine(const Poco::JSON::Object& site)
{
    const std::string name = textOf(site, "name");
    return printable(textOf(site, "id") + (name == "-" ? "" : " " + name)) + ", " +
           textOf(site, "timezone");
}

std::string intakeLine(const Poco::JSON::Object& intake)
{
    return textOf(intake, "received") + " received = " + textOf(intake, "stored") + " stored + " +
           textOf(intake, "duplicates") + " duplicates + " + textOf(intake, "rejected") +
           " rejected + " + textOf(intake, "failed") + " failed + " + textOf(intake, "in_flight") +
           " in flight";
}

std::string destinationsText(const Poco::JSON::Array& destinations)
{
    if (destinations.empty()) return {};
    Table table({"DESTINATION", "STATE", "BACKLOG", "OLDEST UNSENT", "WHY"});
    for (unsigned i = 0; i < destinations.size(); ++i) {
        const auto& one = *destinations.getObject(i);
        table.add({textOf(one, "output"),
                   textOf(one, "state"),
                   readingsOf(one, "backlog_readings"),
                   textOf(one, "oldest_unsent"),
                   textOf(one, "why")});
    }
    return "\n" + table.text();
}

std::string factsText(const Poco::JSON::Object& status)
{
    const bool isTrusted = status.getObject("clock")->getValue<bool>("trusted");
    return fact("version", textOf(status, "version")) +
           fact("site", siteLine(*status.getObject("site"))) +
           fact("time",
                textOf(status, "server_time") + (isTrusted ? "" : " (clock not synchronised)")) +
           fact("store", storeLine(*status.getObject("store"))) +
           fact("intake", intakeLine(*status.getObject("intake")));
}

std::string instancesText(const Poco::JSON::Array& instances)
{
    Table table({"INSTANCE", "PLUGIN", "CONDITION", "SINCE", "WHY"});
    for (unsigned i = 0; i < instances.size(); ++i) {
        const auto& instance = *instances.getObject(i);
        table.add({textOf(instance, "kind") + "." + textOf(instance, "name"),
                   textOf(instance, "plugin") + " " + textOf(instance, "version"),
                   textOf(instance, "condition"),
                   textOf(instance, "since"),
                   textOf(instance, "why")});
    }
    return table.text();
}

} // namespace

std::string runStatus(const CommandLine& line)
{
    line.endsAfter(1);
    ApiClient api(line.url, line.tokenFile);
    const std::string answer = api.get("/api/v1/status");
    if (line.wantsJson) return answer + "\n";

    const auto status = parseObject(answer);
    return factsText(*status) + "\n" + instancesText(*status->getArray("instances")) +
           destinationsText(*status->getArray("destinations"));
}

} // namespace historian::ctl

#include "ctl/api_client.h"
#include "ctl/commands.h"
#include "ctl/table.h"

#include <Poco/JSON/Array.h>

namespace historian::ctl {

namespace {

std::string listDevices(ApiClient& api, bool wantsJson)
{
    const std::string answer = api.get("/api/v1/devices");
    if (wantsJson) return answer + "\n";
    const auto devices = parseObject(answer)->getArray("devices");
    if (devices->empty()) return "No device has posted yet.\n";
    Table table({"ID", "STANDING", "FRESHNESS", "LAST READING", "PROFILE", "ADDRESS", "LABEL"});
    for (unsigned i = 0; i < devices->size(); ++i) {
        const auto& device = *devices->getObject(i);
        table.add({textOf(device, "id"),
                   textOf(device, "standing"),
                   textOf(device, "freshness"),
                   textOf(device, "last_time"),
                   textOf(device, "profile"),
                   textOf(device, "address"),
                   textOf(device, "label")});
    }
    return table.text();
}

std::string labelBody(const std::string& label)
{
    Poco::JSON::Object body;
    body.set("label", label);
    return jsonText(body);
}

} // namespace

std::string devicesHelp()
{
    return "Readings of a device count in reports once it is approved. What a rejected device "
           "sends\n"
           "is refused from then on; a retired one is no longer shown. Nothing that is stored is "
           "lost.\n";
}

std::string runDevices(const CommandLine& line)
{
    ApiClient api(line.url, line.tokenFile);
    const std::string action = line.words.size() < 2 ? "list" : line.words[1];
    line.endsAfter(action == "list" ? 2 : action == "rename" ? 4 : 3);
    if (action == "list") return listDevices(api, line.wantsJson);

    const bool isRename = action == "rename";
    if (!isRename && action != "approve" && action != "reject" && action != "retire")
        throw UsageError("'" + action + "' is none of list, approve, reject, retire and rename");
    const std::string& id = line.word(2, "the device's ID");
    const std::string body = isRename ? labelBody(line.word(3, "the new LABEL")) : "";
    const std::string answer =
        api.post("/api/v1/devices/" + encodeSegment(id) + "/" + action, body);
    if (line.wantsJson) return answer + "\n";
    const auto device = parseObject(answer);
    return printable(textOf(*device, "id")) + ": " + textOf(*device, "standing") +
           (isRename ? ", label " + printable(textOf(*device, "label")) : "") + "\n";
}

} // namespace historian::ctl

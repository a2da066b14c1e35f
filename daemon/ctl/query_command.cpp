#include "ctl/api_client.h"
#include "ctl/commands.h"
#include "ctl/table.h"

#include <Poco/JSON/Array.h>

namespace historian::ctl {

std::string queryHelp()
{
    return "T is a time with its zone, 2025-01-20T10:30:00Z or 2025-01-20T11:30:00+01:00. Without\n"
           "--from and --to the last hour is shown. usable leaves bad values out, good the\n"
           "uncertain ones too.\n";
}

std::string runQuery(const CommandLine& line)
{
    line.endsAfter(3);
    ApiClient api(line.url, line.tokenFile);
    Parameters parameters{{"device", line.word(1, "the DEVICE")},
                          {"metric", line.word(2, "the METRIC")}};
    for (const char* name : {"from", "to", "limit", "quality"})
        if (const auto value = line.option(name)) parameters.emplace_back(name, *value);

    const std::string answer = api.get(withParameters("/api/v1/samples", parameters));
    if (line.wantsJson) return answer + "\n";
    const auto object = parseObject(answer);
    const auto samples = object->getArray("samples");
    Table table({"TIME", "VALUE", "UNIT", "QUALITY"});
    for (unsigned i = 0; i < samples->size(); ++i) {
        const auto& sample = *samples->getObject(i);
        table.add({textOf(sample, "t"),
                   textOf(sample, "v"),
                   textOf(*object, "unit"),
                   textOf(sample, "q")});
    }
    const bool hasMore = !object->isNull("next_cursor");
    return table.text() + (hasMore ? "… and more: narrow --from/--to or raise --limit\n" : "");
}

std::string runRejected(const CommandLine& line)
{
    line.endsAfter(1);
    ApiClient api(line.url, line.tokenFile);
    const std::string answer = api.get("/api/v1/rejected");
    if (line.wantsJson) return answer + "\n";
    const auto entries = parseObject(answer)->getArray("rejected");
    if (entries->empty()) return "Nothing was rejected.\n";
    Table table({"AT", "FROM", "DEVICE", "FIELD", "CODE", "WHY"});
    for (unsigned i = 0; i < entries->size(); ++i) {
        const auto& entry = *entries->getObject(i);
        table.add({textOf(entry, "at"),
                   textOf(entry, "address"),
                   textOf(entry, "device"),
                   textOf(entry, "field"),
                   textOf(entry, "code"),
                   textOf(entry, "message")});
    }
    return table.text();
}

std::string runLog(const CommandLine& line)
{
    line.endsAfter(1);
    ApiClient api(line.url, line.tokenFile);
    Parameters parameters;
    for (const char* name : {"before", "limit"})
        if (const auto value = line.option(name)) parameters.emplace_back(name, *value);
    const std::string answer = api.get(withParameters("/api/v1/logbook", parameters));
    if (line.wantsJson) return answer + "\n";
    const auto entries = parseObject(answer)->getArray("entries");
    Table table({"NO", "AT", "WHO", "ACTION", "SUBJECT", "DETAIL"});
    for (unsigned i = 0; i < entries->size(); ++i) {
        const auto& entry = *entries->getObject(i);
        table.add({textOf(entry, "number"),
                   textOf(entry, "at"),
                   textOf(entry, "who"),
                   textOf(entry, "action"),
                   textOf(entry, "subject"),
                   textOf(entry, "detail")});
    }
    return table.text();
}

} // namespace historian::ctl

#include "ctl/api_client.h"
#include "ctl/commands.h"
#include "ctl/destinations/figures.h"
#include "ctl/table.h"

#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>
#include <Poco/NumberParser.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <functional>

namespace historian::ctl {

namespace {

constexpr int kFailed = 1;

std::string pathOf(const std::string& output)
{
    return "/api/v1/destinations/" + encodeSegment(output) + "/quarantine";
}

std::string list(ApiClient& api, const CommandLine& line, const std::string& output)
{
    Parameters parameters;
    if (const auto limit = line.option("limit")) parameters.emplace_back("limit", *limit);
    const std::string answer = api.get(withParameters(pathOf(output), parameters));
    if (line.wantsJson) return answer + "\n";
    const auto page = parseObject(answer);
    const auto readings = page->getArray("quarantined");
    if (readings->empty()) return "Nothing is set aside.\n";
    Table table({"STORE", "SEQ", "DEVICE", "TIME", "SET ASIDE", "WHY"});
    for (unsigned i = 0; i < readings->size(); ++i) {
        const auto& reading = *readings->getObject(i);
        table.add({textOf(reading, "store_id"),
                   textOf(reading, "seq"),
                   textOf(reading, "device"),
                   textOf(reading, "time"),
                   textOf(reading, "at"),
                   textOf(reading, "why")});
    }
    const bool hasMore = !page->isNull("next");
    return table.text() + (hasMore ? "… and more: raise --limit, or export them\n" : "");
}

/// The readings that are meant: one, or all.
Poco::JSON::Object choiceOf(const CommandLine& line)
{
    const auto seq = line.option("seq");
    const auto storeId = line.option("store-id");
    if (seq.has_value() != storeId.has_value())
        throw UsageError("--seq and --store-id go together, as quarantine list shows them");
    Poco::JSON::Object body;
    if (!seq) return body.set("all", true), body;
    Poco::UInt64 number = 0;
    if (!Poco::NumberParser::tryParseUnsigned64(*seq, number))
        throw UsageError("--seq is a whole number");
    body.set("store_id", *storeId);
    body.set("seq", number);
    return body;
}

std::string act(ApiClient& api, const CommandLine& line, const std::string& output)
{
    const bool isDiscard = line.words[1] == "discard";
    Poco::JSON::Object body = choiceOf(line);
    if (isDiscard) {
        const auto reason = line.option("reason");
        if (!reason) throw UsageError("missing: --reason TEXT; the ledger keeps it");
        body.set("reason", *reason);
    }
    const std::string answer = api.post(pathOf(output) + "/" + line.words[1], jsonText(body));
    if (line.wantsJson) return answer + "\n";
    return printable(output) + ": " + readingsOf(*parseObject(answer), "readings") +
           (isDiscard ? " given up\n" : " offered again\n");
}

using Write = std::function<void(std::string_view lines)>;

/// Cuts off a last line that says where to go on, and gives it; null without one.
Poco::JSON::Object::Ptr takeNext(std::string& lines)
{
    constexpr std::string_view kMark = "{\"next\":";
    const auto end = lines.size() < 2 ? std::string::npos : lines.rfind('\n', lines.size() - 2);
    const auto last = end == std::string::npos ? 0 : end + 1;
    if (lines.compare(last, kMark.size(), kMark) != 0) return {};
    const auto next = parseObject(lines.substr(last))->getObject("next");
    lines.erase(last);
    return next;
}

std::size_t exportAll(ApiClient& api, const std::string& output, const Write& write)
{
    std::size_t count = 0;
    Poco::JSON::Object::Ptr next;
    do {
        Parameters after;
        if (next)
            for (const char* name : {"after_store_id", "after_seq"})
                after.emplace_back(name, next->get(name).toString());
        std::string lines = api.get(withParameters(pathOf(output) + ".ndjson", after));
        next = takeNext(lines);
        count += static_cast<std::size_t>(std::ranges::count(lines, '\n'));
        write(lines);
    } while (next);
    return count;
}

std::string exportTo(ApiClient& api, const CommandLine& line, const std::string& output)
{
    const auto name = line.option("file");
    if (!name) {
        exportAll(api, output, [](std::string_view lines) {
            std::fwrite(lines.data(), 1, lines.size(), stdout);
        });
        return {};
    }
    std::ofstream file(*name, std::ios::binary);
    const std::size_t count =
        exportAll(api, output, [&](std::string_view lines) { file << lines << std::flush; });
    if (!file) throw ApiError("cannot write " + *name, kFailed);
    const std::string readings = std::to_string(count);
    if (line.wantsJson) return "{\"readings\":" + readings + "}\n";
    return readings + " readings written to " + printable(*name) + "\n";
}

} // namespace

std::string runQuarantine(const CommandLine& line)
{
    const std::string& action = line.word(1, "list, retry, export or discard");
    if (action != "list" && action != "export" && action != "retry" && action != "discard")
        throw UsageError("'" + action + "' is none of list, retry, export and discard");
    const std::string& output = line.word(2, "the OUTPUT");
    line.endsAfter(3);
    ApiClient api(line.url, line.tokenFile);
    if (action == "list") return list(api, line, output);
    if (action == "export") return exportTo(api, line, output);
    return act(api, line, output);
}

} // namespace historian::ctl

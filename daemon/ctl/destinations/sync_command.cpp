#include "ctl/api_client.h"
#include "ctl/commands.h"
#include "ctl/destinations/figures.h"
#include "ctl/destinations/sync_setup.h"
#include "ctl/table.h"

#include <Poco/JSON/Array.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iterator>
#include <string_view>
#include <thread>

namespace historian::ctl {

namespace {

const std::string kDestinations = "/api/v1/destinations";

std::string pathOf(const std::string& output)
{
    return kDestinations + "/" + encodeSegment(output);
}

Outcome list(ApiClient& api, bool wantsJson)
{
    const std::string answer = api.get(kDestinations);
    if (wantsJson) return {answer + "\n"};
    const auto all = parseObject(answer)->getArray("destinations");
    if (all->empty()) return {"There are no destinations.\n"};
    Table table({"OUTPUT",
                 "STATE",
                 "BACKLOG",
                 "OLDEST UNSENT",
                 "LAST SUCCESS",
                 "DRAINS IN",
                 "TODAY",
                 "SET ASIDE",
                 "WHY"});
    for (unsigned i = 0; i < all->size(); ++i) {
        const auto& one = *all->getObject(i);
        table.add({textOf(one, "output"),
                   textOf(one, "state"),
                   readingsOf(one, "backlog_readings"),
                   textOf(one, "oldest_unsent"),
                   textOf(one, "last_success"),
                   durationOf(one, "drains_in_s"),
                   bytesOf(one, "bytes_today"),
                   readingsOf(one, "quarantined_readings"),
                   textOf(one, "why")});
    }
    return {table.text()};
}

std::string positionsText(const Poco::JSON::Object& one)
{
    const auto positions = one.getArray("positions");
    if (positions->empty()) return {};
    Table table({"STORE", "DONE UP TO", "NEWEST", "ISLANDS BEYOND"});
    for (unsigned i = 0; i < positions->size(); ++i) {
        const auto& position = *positions->getObject(i);
        table.add({textOf(position, "store_id"),
                   textOf(position, "done_up_to_seq"),
                   textOf(position, "newest_seq"),
                   textOf(position, "ranges")});
    }
    return "\n" + table.text();
}

/// "about 12.4 MB; 500 MB are full in 165 d 8 h (an estimate)"
std::string dataADayOf(const Poco::JSON::Object& one)
{
    if (!one.has("data_a_day") || one.isNull("data_a_day")) return "-";
    Poco::JSON::Object data = *one.getObject("data_a_day");
    std::string text = "about " + bytesOf(data, "sent_bytes");
    if (!data.isNull("days_until_full")) {
        data.set("seconds", data.getValue<double>("days_until_full") * 86'400);
        text += "; " + bytesOf(data, "full_bytes") + " are full in " + durationOf(data, "seconds");
    }
    return text + (data.getValue<bool>("estimate") ? " (an estimate)" : "");
}

std::string fact(const std::string& name, const std::string& value)
{
    return name + std::string(16 - name.size(), ' ') + printable(value) + "\n";
}

std::string stateText(const Poco::JSON::Object& one)
{
    const bool isRequired = one.getValue<bool>("required");
    return fact("output", textOf(one, "output") + " (plugin " + textOf(one, "plugin") + ")") +
           fact("state", textOf(one, "state")) + fact("why", textOf(one, "why")) +
           fact("required", isRequired ? "yes: nothing is purged before it has it" : "no") +
           fact("backlog", readingsOf(one, "backlog_readings")) +
           fact("oldest unsent", textOf(one, "oldest_unsent")) +
           fact("last success", textOf(one, "last_success")) +
           fact("next try", textOf(one, "next_try"));
}

std::string flowText(const Poco::JSON::Object& one)
{
    return fact("drains in", durationOf(one, "drains_in_s")) +
           fact("rate", rateOf(one, "readings_per_second")) +
           fact("sent today", bytesOf(one, "bytes_today") + " since its day began") +
           fact("sent a day", dataADayOf(one)) +
           fact("since start",
                readingsOf(one, "delivered_readings") + " delivered, " +
                    readingsOf(one, "duplicate_readings") + " it had already") +
           fact("resolution", keptOf(one)) +
           fact("retries", textOf(one, "retries") + " calls that delivered nothing") +
           fact("set aside", readingsOf(one, "quarantined_readings")) +
           fact("dropped", readingsOf(one, "dropped_readings"));
}

Outcome show(ApiClient& api, const std::string& output, bool wantsJson)
{
    const std::string answer = api.get(pathOf(output));
    if (wantsJson) return {answer + "\n"};
    const auto one = parseObject(answer);
    return {stateText(*one) + flowText(*one) + positionsText(*one)};
}

Outcome turn(ApiClient& api, const CommandLine& line, const std::string& output)
{
    const std::string answer = api.post(pathOf(output) + "/" + line.words[1], "");
    if (line.wantsJson) return {answer + "\n"};
    // How it does after that is seen when its thread has got on: sync status.
    return {printable(output) + (line.words[1] == "pause" ? ": paused\n" : ": resumed\n")};
}

Outcome rewind(ApiClient& api, const CommandLine& line, const std::string& output)
{
    const auto from = line.option("from");
    if (!from) throw UsageError("missing: --from T, such as 2025-01-20T10:30:00Z");
    Poco::JSON::Object body;
    body.set("from", *from);
    const std::string answer = api.post(pathOf(output) + "/rewind", jsonText(body));
    if (line.wantsJson) return {answer + "\n"};
    return {printable(output) + ": " + readingsOf(*parseObject(answer), "readings") + " from " +
            printable(*from) + " on are offered again\n"};
}

Outcome verify(ApiClient& api, const CommandLine& line, const std::string& output)
{
    Poco::JSON::Object body;
    for (const char* name : {"from", "to"})
        if (const auto value = line.option(name)) body.set(name, *value);
    const std::string answer = api.post(pathOf(output) + "/verify", jsonText(body));
    const auto days = parseObject(answer)->getArray("days");
    Table table({"DAY (UTC)", "STORED", "SET ASIDE", "LEFT OUT", "DELIVERED", "UNEXPLAINED"});
    bool isExplained = true;
    for (unsigned i = 0; i < days->size(); ++i) {
        const auto& day = *days->getObject(i);
        isExplained = isExplained && day.getValue<int>("unexplained_readings") == 0;
        table.add({textOf(day, "day"),
                   readingsOf(day, "stored_readings"),
                   readingsOf(day, "set_aside_readings"),
                   readingsOf(day, "left_out_readings"),
                   readingsOf(day, "delivered_readings"),
                   readingsOf(day, "unexplained_readings")});
    }
    return {line.wantsJson ? answer + "\n" : table.text(), isExplained ? 0 : 1};
}

SetupPace livePace(bool wantsJson)
{
    return {[] { std::this_thread::sleep_for(std::chrono::seconds(1)); },
            [wantsJson](const std::string& text) {
                if (wantsJson) return;
                std::fputs(text.c_str(), stdout);
                std::fflush(stdout);
            }};
}

} // namespace

std::string syncHelp()
{
    return "setup walks from the first contact to the first row, and says what to do. While a\n"
           "destination is paused nothing is sent and nothing is lost. rewind offers everything "
           "since T\n"
           "again; verify compares days here with the destination's own count, the last 7 without\n"
           "--from. T is a time with its zone, 2025-01-20T10:30:00Z.\n";
}

Outcome runSync(const CommandLine& line)
{
    const std::string action = line.words.size() < 2 ? "status" : line.words[1];
    constexpr std::string_view kActions[] = {
        "status", "probe", "setup", "pause", "resume", "rewind", "verify"};
    if (std::ranges::find(kActions, action) == std::end(kActions))
        throw UsageError("'" + action +
                         "' is none of status, probe, setup, pause, resume, rewind and verify");
    line.endsAfter(3);
    ApiClient api(line.url, line.tokenFile);
    if (action == "status" && line.words.size() < 3) return list(api, line.wantsJson);
    const std::string& output = line.word(2, "the OUTPUT");
    if (action == "status") return show(api, output, line.wantsJson);
    if (action == "pause" || action == "resume") return turn(api, line, output);
    if (action == "rewind") return rewind(api, line, output);
    if (action == "verify") return verify(api, line, output);
    if (action == "setup") return setUp(api, output, line.wantsJson, livePace(line.wantsJson));
    CommandLine probe = line;
    probe.words.erase(probe.words.begin());
    return runProbe(probe);
}

} // namespace historian::ctl

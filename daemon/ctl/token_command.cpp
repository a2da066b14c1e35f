#include "ctl/api_client.h"
#include "ctl/commands.h"
#include "ctl/table.h"

#include <Poco/JSON/Array.h>
#include <Poco/StringTokenizer.h>

namespace historian::ctl {

namespace {

std::string tokenBody(const std::string& name, const std::string& scopes)
{
    Poco::JSON::Array list;
    for (const auto& scope : Poco::StringTokenizer(scopes, ",", Poco::StringTokenizer::TOK_TRIM))
        list.add(scope);
    Poco::JSON::Object body;
    body.set("name", name);
    body.set("scopes", list);
    return jsonText(body);
}

std::string scopesText(const Poco::JSON::Object& token)
{
    const auto scopes = token.getArray("scopes");
    std::string text;
    for (unsigned i = 0; i < scopes->size(); ++i)
        text += (i == 0 ? "" : ",") + scopes->getElement<std::string>(i);
    return text;
}

std::string listTokens(const std::string& answer)
{
    const auto tokens = parseObject(answer)->getArray("tokens");
    if (tokens->empty()) return "There are no tokens.\n";
    Table table({"NAME", "SCOPES", "CREATED"});
    for (unsigned i = 0; i < tokens->size(); ++i) {
        const auto& token = *tokens->getObject(i);
        table.add({textOf(token, "name"), scopesText(token), textOf(token, "created")});
    }
    return table.text();
}

} // namespace

std::string tokenHelp()
{
    return "Scopes: ingest posts readings, read shows everything, operate decides about devices "
           "and\n"
           "destinations, report and admin do the rest. A token is shown once. Elsewhere it goes "
           "into\n"
           "a file for --token-file, or into a header: Authorization: Bearer TOKEN\n";
}

std::string runToken(const CommandLine& line)
{
    ApiClient api(line.url, line.tokenFile);
    const std::string action = line.words.size() < 2 ? "list" : line.words[1];
    if (action != "list" && action != "add" && action != "remove")
        throw UsageError("'" + action + "' is none of list, add and remove");
    line.endsAfter(action == "list" ? 2 : 3);
    if (action == "list") {
        const std::string answer = api.get("/api/v1/tokens");
        return line.wantsJson ? answer + "\n" : listTokens(answer);
    }
    const std::string& name = line.word(2, "the token's NAME");
    if (action == "remove") {
        api.remove("/api/v1/tokens/" + encodeSegment(name));
        return printable(name) + ": removed\n";
    }
    const std::string answer =
        api.post("/api/v1/tokens", tokenBody(name, line.option("scopes").value_or("read")));
    if (line.wantsJson) return answer + "\n";
    return textOf(*parseObject(answer), "token") +
           "\nKeep it now: it is not shown again. Use it as: Authorization: Bearer TOKEN\n";
}

std::string runSetupCode(const CommandLine& line)
{
    line.endsAfter(1);
    ApiClient api(line.url, line.tokenFile);
    const std::string answer = api.get("/api/v1/setup-code");
    if (line.wantsJson) return answer + "\n";
    const auto code = parseObject(answer);
    return textOf(*code, "code") + "\nType it into the page's set-up form until " +
           textOf(*code, "expires") + ".\n";
}

} // namespace historian::ctl

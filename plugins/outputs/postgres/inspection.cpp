#include "inspection.h"

#include "rows/row.h"
#include "statements.h"

#include <algorithm>
#include <string>

namespace historian::postgres {

namespace {

using Steps = std::vector<ProbeStep>;

constexpr const char* kRunSchema = "; run outputs/supabase/schema.sql there";

void addTable(Steps& steps, const Table& answer)
{
    const std::string missing(answer.text(0, 1));
    const std::string columns = missing.empty() ? "all there" : "missing: " + missing + kRunSchema;
    const bool canRead = answer.isTrue(0, 2);
    const bool canInsert = answer.isTrue(0, 3);
    steps.push_back({"columns", missing.empty(), columns});
    steps.push_back({"key",
                     answer.isTrue(0, 4),
                     answer.isTrue(0, 4)
                         ? "unique"
                         : "no unique index on the identity" + std::string(kRunSchema)});
    steps.push_back({"grants",
                     canRead && canInsert && answer.isTrue(0, 5),
                     std::string(canRead ? "select" : "no select") +
                         (canInsert ? ", insert" : ", no insert") +
                         (answer.isTrue(0, 5) ? ", temporary tables" : ", no temporary tables")});
}

void addSite(Steps& steps, const Session::Answer& answer, std::string_view site)
{
    if (const auto* failure = std::get_if<Failure>(&answer)) {
        steps.push_back({"site", false, failure->message});
        return;
    }
    const std::string_view bound = std::get<Table>(answer).text(0, 0);
    const bool isGood = bound.empty() || bound == site;
    std::string found = bound.empty() ? "this login may write for every site"
                                      : "this login writes for " + std::string(bound);
    if (!isGood)
        found += ", not for " + std::string(site) + "; run select historian_enroll('" +
                 std::string(site) + "')";
    steps.push_back({"site", isGood, std::move(found)});
}

} // namespace

std::vector<ProbeStep> inspect(Session& session, std::string_view site, Deadline& deadline)
{
    Steps steps{{"connect", true, "PostgreSQL " + session.serverVersion()},
                {"TLS", true, session.tls()}};
    const auto answer =
        session.run(kInspect, {"{" + std::string(rows::kReadingColumns) + "}"}, deadline);
    if (const auto* failure = std::get_if<Failure>(&answer)) {
        steps.push_back({"table", false, failure->message});
        return steps;
    }
    const auto& table = std::get<Table>(answer);
    const bool isThere = table.isTrue(0, 0);
    steps.push_back({"table",
                     isThere,
                     isThere ? "public.energy_readings"
                             : "no public.energy_readings" + std::string(kRunSchema)});
    if (!isThere) return steps;
    addTable(steps, table);
    addSite(steps, session.run(kSiteOfLogin, deadline), site);
    return steps;
}

} // namespace historian::postgres

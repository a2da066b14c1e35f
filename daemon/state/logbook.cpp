#include "state/logbook.h"

#include "state/database.h"

#include <Poco/Data/RecordSet.h>
#include <Poco/Data/Session.h>

namespace historian::state {

using namespace Poco::Data::Keywords;

Logbook::Logbook(Database& database, const Clock& clock) : database_(database), clock_(clock) {}

void Logbook::append(std::string who, std::string action, std::string subject, std::string detail)
{
    Poco::Int64 at = clock_.now().time_since_epoch().count();
    database_.with([&](Poco::Data::Session& session) {
        session << "INSERT INTO logbook (at, who, action, subject, detail) VALUES (?, ?, ?, ?, ?)",
            use(at), use(who), use(action), use(subject), use(detail), now;
    });
}

std::vector<LogbookEntry> Logbook::list(std::uint64_t before, std::size_t limit) const
{
    auto below = static_cast<Poco::Int64>(before);
    auto most = static_cast<Poco::Int64>(limit);
    return database_.with([&](Poco::Data::Session& session) {
        Poco::Data::Statement select(session);
        select << "SELECT number, at, who, action, subject, detail FROM logbook"
                  " WHERE ? = 0 OR number < ? ORDER BY number DESC LIMIT ?",
            use(below), use(below), use(most);
        select.execute();
        std::vector<LogbookEntry> entries;
        Poco::Data::RecordSet rows(select);
        for (auto& row : rows)
            entries.push_back({row.get(0).convert<std::uint64_t>(),
                               Time(std::chrono::microseconds(row.get(1).convert<std::int64_t>())),
                               row.get(2).convert<std::string>(),
                               row.get(3).convert<std::string>(),
                               row.get(4).convert<std::string>(),
                               row.get(5).convert<std::string>()});
        return entries;
    });
}

} // namespace historian::state

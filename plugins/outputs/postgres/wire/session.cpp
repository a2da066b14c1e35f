#include "wire/session.h"

#include <poll.h>

namespace historian::postgres {

namespace {

constexpr std::size_t kPieceBytes = 65'536;

std::string firstLine(std::string_view text)
{
    return std::string(text.substr(0, text.find('\n')));
}

// The server's words without secrets, and without the severity and the state before them.
std::string wordsOf(PGconn* connection, const secrets::Redactor& redactor)
{
    std::string line = firstLine(redactor.clean(PQerrorMessage(connection)));
    if (const std::string_view state = stateIn(line); !state.empty()) {
        const auto at = static_cast<std::size_t>(state.data() - line.data());
        line.erase(0, at + state.size() + 2);
    }
    return line;
}

Failure refused(PGconn* connection, const secrets::Redactor& redactor)
{
    return {std::string(stateIn(PQerrorMessage(connection))),
            wordsOf(connection, redactor),
            false,
            PQconnectionNeedsPassword(connection) != 0};
}

Failure gaveUp(const Deadline& deadline)
{
    return {"", deadline.why(), !deadline.isInterrupted()};
}

PGconn* begin(const Parameters& parameters)
{
    std::vector<const char*> keys;
    std::vector<const char*> values;
    for (const auto& [key, value] : parameters) {
        keys.push_back(key.c_str());
        values.push_back(value.c_str());
    }
    keys.push_back(nullptr);
    values.push_back(nullptr);
    return PQconnectStartParams(keys.data(), values.data(), 0);
}

} // namespace

std::string_view Table::text(int row, int column) const
{
    return {PQgetvalue(result_.get(), row, column),
            static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

Session::Session(Connection connection, secrets::Redactor redactor)
    : connection_(std::move(connection)), redactor_(std::move(redactor))
{
}

std::variant<std::unique_ptr<Session>, Failure> Session::open(const Parameters& parameters,
                                                              Deadline& deadline)
{
    if (parameters.empty()) return Failure{"", std::string(kStrangeDsn), false, true};
    secrets::Redactor redactor = redactorOf(parameters);
    Connection connection(begin(parameters));
    PQsetErrorVerbosity(connection.get(),
                        PQERRORS_VERBOSE); // only so is the state of a refusal seen
    auto phase =
        PQstatus(connection.get()) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
    while (phase != PGRES_POLLING_OK) {
        if (phase == PGRES_POLLING_FAILED) return refused(connection.get(), redactor);
        const short events = phase == PGRES_POLLING_READING ? POLLIN : POLLOUT;
        if (!deadline.wait(PQsocket(connection.get()), events)) return Failure{"", deadline.why()};
        phase = PQconnectPoll(connection.get());
    }
    PQsetnonblocking(connection.get(), 1);
    PQsetNoticeProcessor(
        connection.get(), [](void*, const char*) {}, nullptr);
    return std::make_unique<Session>(std::move(connection), std::move(redactor));
}

Session::Answer Session::run(const std::string& sql, Deadline& deadline)
{
    if (PQsendQuery(connection_.get(), sql.c_str()) == 0) return lost();
    return collect(deadline);
}

Session::Answer
Session::run(const std::string& sql, const std::vector<std::string>& values, Deadline& deadline)
{
    std::vector<const char*> texts;
    texts.reserve(values.size());
    for (const std::string& value : values) texts.push_back(value.c_str());
    const int sent = PQsendQueryParams(connection_.get(),
                                       sql.c_str(),
                                       static_cast<int>(texts.size()),
                                       nullptr,
                                       texts.data(),
                                       nullptr,
                                       nullptr,
                                       0);
    if (sent == 0) return lost();
    return collect(deadline);
}

Session::Answer Session::copy(const std::string& sql, std::string_view data, Deadline& deadline)
{
    Answer ready = run(sql, deadline);
    const Table* table = std::get_if<Table>(&ready);
    if (table == nullptr || table->status() != PGRES_COPY_IN) return ready;
    if (auto failure = put(data, deadline)) return *std::move(failure);
    return collect(deadline);
}

bool Session::recover(Deadline& deadline)
{
    if (PQstatus(connection_.get()) != CONNECTION_OK) return false;
    const auto phase = PQtransactionStatus(connection_.get());
    if (phase == PQTRANS_IDLE) return true;
    if (phase != PQTRANS_INERROR && phase != PQTRANS_INTRANS) return false;
    return std::holds_alternative<Table>(run("rollback", deadline));
}

std::string Session::tls() const
{
    PGconn* connection = connection_.get();
    if (PQsslInUse(connection) == 0) return "none";
    return std::string(PQsslAttribute(connection, "protocol")) + ", " +
           PQsslAttribute(connection, "cipher");
}

std::string Session::serverVersion() const
{
    const int version = PQserverVersion(connection_.get());
    return std::to_string(version / 10'000) + "." + std::to_string(version % 10'000);
}

std::optional<Failure> Session::put(std::string_view data, Deadline& deadline)
{
    PGconn* connection = connection_.get();
    for (;;) {
        const std::string_view piece = data.substr(0, kPieceBytes);
        const int sent =
            piece.empty() ? PQputCopyEnd(connection, nullptr)
                          : PQputCopyData(connection, piece.data(), static_cast<int>(piece.size()));
        if (sent < 0) return lost();
        if (sent == 0) {
            if (!deadline.wait(PQsocket(connection), POLLOUT)) return gaveUp(deadline);
            continue;
        }
        if (piece.empty()) return std::nullopt;
        data.remove_prefix(piece.size());
    }
}

// Sends what waits and reads until a result is complete.
std::optional<Failure> Session::pump(Deadline& deadline)
{
    PGconn* connection = connection_.get();
    for (int unsent = PQflush(connection); unsent > 0 || PQisBusy(connection) != 0;
         unsent = PQflush(connection)) {
        if (unsent < 0) return std::nullopt; // the result says why
        const auto events = static_cast<short>(POLLIN | (unsent > 0 ? POLLOUT : 0));
        if (!deadline.wait(PQsocket(connection), events)) return gaveUp(deadline);
        if (PQconsumeInput(connection) == 0) return std::nullopt;
    }
    return std::nullopt;
}

Session::Answer Session::collect(Deadline& deadline)
{
    std::optional<Failure> failure;
    Table last(nullptr);
    for (;;) {
        if (auto slow = pump(deadline)) return *std::move(slow);
        PGresult* result = PQgetResult(connection_.get());
        if (result == nullptr) break;
        Table table(result);
        if (table.status() == PGRES_COPY_IN) return table;
        if (table.status() == PGRES_FATAL_ERROR) failure = failed(result);
        if (table.status() == PGRES_TUPLES_OK) last = std::move(table);
    }
    if (failure) return *std::move(failure);
    return last;
}

// Only the sentence: the detail behind it may show values.
Failure Session::failed(const PGresult* result) const
{
    const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char* sentence = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (state == nullptr || sentence == nullptr) return lost();
    return {state, redactor_.clean(sentence)};
}

Failure Session::lost() const
{
    const std::string words = wordsOf(connection_.get(), redactor_);
    return {"", words.empty() ? "the connection is lost" : words};
}

} // namespace historian::postgres

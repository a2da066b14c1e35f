#pragma once

#include "settings.h"
#include "wire/deadline.h"
#include "wire/verdict.h"

#include <libpq-fe.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace historian::postgres {

/// The rows of an answer.
class Table {
public:
    explicit Table(PGresult* result) : result_(result) {}

    ExecStatusType status() const { return PQresultStatus(result_.get()); }

    int rows() const { return PQntuples(result_.get()); }

    std::string_view text(int row, int column) const;

    bool isTrue(int row, int column) const { return text(row, column) == "t"; }

private:
    struct Clear {
        void operator()(PGresult* result) const { PQclear(result); }
    };

    std::unique_ptr<PGresult, Clear> result_;
};

/// One connection. No call waits longer than its Deadline.
/// Threads: one.
class Session {
public:
    struct Finish {
        void operator()(PGconn* connection) const { PQfinish(connection); }
    };

    using Connection = std::unique_ptr<PGconn, Finish>;
    using Answer = std::variant<Table, Failure>;

    /// Takes a connection that is logged in; what the redactor knows is kept out of messages.
    Session(Connection connection, secrets::Redactor redactor);

    /// Logs in.
    static std::variant<std::unique_ptr<Session>, Failure> open(const Parameters& parameters,
                                                                Deadline& deadline);

    /// The last answer to one or more statements.
    Answer run(const std::string& sql, Deadline& deadline);

    /// The answer to one statement with parameters $1, $2, … as text.
    Answer run(const std::string& sql, const std::vector<std::string>& values, Deadline& deadline);

    /// The statements end with COPY … FROM STDIN; `data` is what it reads.
    Answer copy(const std::string& sql, std::string_view data, Deadline& deadline);

    /// Leaves a transaction that failed. False: the session cannot be used any more.
    bool recover(Deadline& deadline);

    /// The TLS session in words; "none" without one.
    std::string tls() const;

    /// For example 15.4.
    std::string serverVersion() const;

private:
    std::optional<Failure> put(std::string_view data, Deadline& deadline);
    std::optional<Failure> pump(Deadline& deadline);
    Answer collect(Deadline& deadline);
    Failure failed(const PGresult* result) const;
    Failure lost() const;

    Connection connection_;
    secrets::Redactor redactor_;
};

} // namespace historian::postgres

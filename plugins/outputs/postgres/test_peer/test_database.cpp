#include "test_peer/test_database.h"

#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <poll.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <stdexcept>

namespace historian::postgres {

namespace {

const std::string kScript = PLUGIN_DIR "/../../../tests/support/postgres/server.sh";
const std::string kSchema = PLUGIN_DIR "/../supabase/schema.sql";

struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};

using Connection = std::unique_ptr<PGconn, Finish>;

std::filesystem::path makeDirectory()
{
    std::string name = (std::filesystem::temp_directory_path() / "pg-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    return name;
}

Connection superuser(const TestDatabase& database)
{
    const std::string parameters = "host=" + database.directory().string() +
                                   " port=" + std::to_string(database.port()) +
                                   " user=postgres dbname=postgres";
    Connection connection(PQconnectdb(parameters.c_str()));
    if (PQstatus(connection.get()) != CONNECTION_OK)
        throw std::runtime_error(PQerrorMessage(connection.get()));
    PQsetNoticeProcessor(
        connection.get(), [](void*, const char*) {}, nullptr);
    return connection;
}

std::string valueOf(PGconn* connection, const std::string& sql)
{
    PGresult* result = PQexec(connection, sql.c_str());
    const ExecStatusType status = PQresultStatus(result);
    const std::string value = PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "";
    PQclear(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        throw std::runtime_error(sql + ": " + PQerrorMessage(connection));
    return value;
}

} // namespace

TestDatabase::Cluster::Cluster() : directory(makeDirectory()) {}

TestDatabase::Cluster::~Cluster()
{
    if (std::system((kScript + " remove " + directory.string()).c_str()) != 0)
        ADD_FAILURE() << "the server in " << directory << " was not taken away";
}

// `command` is the word for the script, perhaps with a redirection behind it.
void TestDatabase::Cluster::call(const std::string& command) const
{
    const std::size_t word = command.find(' ');
    const std::string line = kScript + " " + command.substr(0, word) + " " + directory.string() +
                             (word == std::string::npos ? "" : command.substr(word));
    if (std::system(line.c_str()) != 0) throw std::runtime_error(line + " failed");
}

TestDatabase::TestDatabase(int port, const std::string& conf) : port_(port)
{
    cluster_.call("init");
    std::ofstream(directory() / "data/postgresql.conf", std::ios::app) << "port = " << port << '\n'
                                                                       << conf;
    start();
    cluster_.call("load < " + kSchema);
    ask("select historian_enroll('site-001')");
    ask("create role \"gateway_site-001\" login password '" + std::string(kGatewayPassword) +
        "' in role authenticated");
}

std::string TestDatabase::ask(const std::string& sql) const
{
    return valueOf(superuser(*this).get(), sql);
}

bool TestDatabase::becomes(const std::string& sql, std::string_view answer) const
{
    const Connection connection = superuser(*this);
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (std::chrono::steady_clock::now() < end) {
        if (valueOf(connection.get(), sql) == answer) return true;
        poll(nullptr, 0, 10);
    }
    return false;
}

void TestDatabase::crash() const
{
    cluster_.call("crash");
}

void TestDatabase::start() const
{
    cluster_.call("start");
}

TableLock::TableLock(const TestDatabase& database) : connection_(superuser(database).release())
{
    valueOf(static_cast<PGconn*>(connection_),
            "begin; lock table energy_readings in access exclusive mode");
}

TableLock::~TableLock()
{
    PQfinish(static_cast<PGconn*>(connection_));
}

} // namespace historian::postgres

#include "web_fixture.h"

#include "web/checked_request.h"

#include <array>
#include <fstream>
#include <stdexcept>

namespace historian::web {

namespace {

HttpReply echo(HttpRequest& request)
{
    HttpReply reply;
    reply.contentType = "text/plain";
    reply.body = request.body();
    return reply;
}

/// Counts what a Streamed route got; says cut where the server does.
HttpReply drink(HttpRequest& request)
{
    std::array<char, 1000> chunk{};
    std::size_t total = 0;
    while (true) {
        const auto count = request.read(chunk);
        if (!count) return {400, "text/plain", "cut"};
        if (*count == 0) break;
        total += *count;
    }
    return {200, "text/plain", std::to_string(total)};
}

} // namespace

WebTest::WebTest()
{
    std::filesystem::create_directory(folder / "pages");
    std::ofstream(folder / "pages" / "index.html")
        << "<!doctype html><title>page</title>" << std::string(400, ' ');
    std::ofstream(folder / "pages" / "app.js") << "export {};";
    database = std::make_unique<state::Database>(folder / "state.db");
    logbook = std::make_unique<state::Logbook>(*database, clock);
    accounts = std::make_unique<state::Accounts>(*database, *logbook, clock);
    settings.address = "127.0.0.1";
    settings.port = 0;
    addRoutes();
}

void WebTest::addRoutes()
{
    const auto ingest = [this](HttpRequest& request) {
        ++ingested;
        return echo(request);
    };
    routes.add("test",
               {{"POST", "/ingest", Access::Ingest, 64 * 1024, BodyMode::Whole, ingest},
                {"POST", "/stream", Access::Ingest, 4 * 1024 * 1024, BodyMode::Streamed, drink},
                {"GET", "/read", Access::Read, 0, BodyMode::Whole, echo},
                {"POST", "/operate", Access::Operate, 1024, BodyMode::Whole, echo},
                {"GET",
                 "/who",
                 Access::Read,
                 0,
                 BodyMode::Whole,
                 [](HttpRequest& request) {
                     HttpReply reply;
                     reply.body = whoOf(request);
                     return reply;
                 }},
                {"GET", "/throws", Access::Read, 0, BodyMode::Whole, [](HttpRequest&) -> HttpReply {
                     throw std::runtime_error("/etc/secret");
                 }}});
    routes.addOpen("test", {{"GET", "/healthz", Access::Read, 0, BodyMode::Whole, echo}});
}

void WebTest::start()
{
    server = std::make_unique<Server>(settings,
                                      std::move(routes),
                                      StaticFiles(folder / "pages"),
                                      ServerParts{*accounts, *logbook, clock},
                                      limits);
    server->start();
}

std::string WebTest::ask(std::string_view bytes) const
{
    RawClient client(port());
    client.send(bytes);
    return client.answer();
}

std::string WebTest::askFromAfar(std::string_view method,
                                 std::string_view path,
                                 std::string_view fields,
                                 std::string_view body) const
{
    std::string bytes;
    bytes.append(method).append(" ").append(path).append(" HTTP/1.1\r\nHost: 192.168.1.5\r\n");
    if (method != "GET") bytes += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return ask(bytes.append(fields).append("\r\n").append(body));
}

std::string WebTest::makeTlsFiles()
{
    settings.key = folder / "key.pem";
    settings.certificate = folder / "cert.pem";
    return "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 "
           "-subj /CN=localhost -keyout " +
           settings.key.string() + " -out " + settings.certificate.string() + " 2>/dev/null";
}

std::string post(std::string_view body, std::string_view path)
{
    std::string bytes =
        "POST " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: ";
    return bytes.append(std::to_string(body.size())).append("\r\n\r\n").append(body);
}

} // namespace historian::web

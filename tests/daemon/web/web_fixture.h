#pragma once

#include "base/settings.h"
#include "raw_client.h"
#include "state/accounts.h"
#include "state/database.h"
#include "state/logbook.h"
#include "web/server.h"

#include <historian/testing/manual_clock.h>
#include <historian/testing/temp_directory.h>

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>

namespace historian::web {

/// A server on a free loopback port with one route of each kind. Change `settings`, `limits` and
/// `routes` before start().
class WebTest : public ::testing::Test {
protected:
    WebTest();

    void start();

    /// Sends the bytes on a connection of their own and returns the first answer.
    std::string ask(std::string_view bytes) const;

    /// A request as a browser or board elsewhere on the network would be seen: Host is an address
    /// that is not loopback, so the loopback rule does not hold.
    std::string askFromAfar(std::string_view method,
                            std::string_view path,
                            std::string_view fields = {},
                            std::string_view body = {}) const;

    std::uint16_t port() const { return server->port(); }

    std::string makeTlsFiles();

    const historian::testing::TempDirectory folder;
    historian::testing::ManualClock clock;
    std::unique_ptr<state::Database> database;
    std::unique_ptr<state::Logbook> logbook;
    std::unique_ptr<state::Accounts> accounts;
    base::HttpSettings settings;
    ServerLimits limits;
    RouteTable routes;
    std::atomic<int> ingested{0}; ///< bodies that reached the ingest handler
    std::unique_ptr<Server> server;

private:
    void addRoutes();
};

/// `POST /ingest` with this body.
std::string post(std::string_view body, std::string_view path = "/ingest");

} // namespace historian::web

#include "test_peer/gateway.h"

#include <historian/testing/free_port.h>

#include <gtest/gtest.h>

#include <cstdlib>
#include <stdexcept>

namespace historian::postgres {

namespace {

// A certificate for `localhost` that signs itself, and a stranger's, made for this run.
class Certificates {
public:
    Certificates()
    {
        std::string name = (std::filesystem::temp_directory_path() / "pgtls-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
        directory_ = name;
        for (const char* who : {"server", "stranger"}) make(who);
        run("chmod 755 . && chmod 600 server.key && (id postgres >/dev/null && [ $(id -u) = 0 ] && "
            "chown postgres server.key || true)");
    }

    ~Certificates() { std::filesystem::remove_all(directory_); }

    std::string file(const std::string& name) const { return (directory_ / name).string(); }

private:
    void make(const std::string& who) const
    {
        run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj "
            "/CN=localhost -addext subjectAltName=DNS:localhost -keyout " +
            who + ".key -out " + who + ".pem 2>/dev/null");
    }

    void run(const std::string& command) const
    {
        if (std::system(("cd " + directory_.string() + " && " + command).c_str()) != 0)
            throw std::runtime_error(command);
    }

    std::filesystem::path directory_;
};

class PostgresTls : public ::testing::Test {
protected:
    PostgresTls()
        : database_(testing::freePort(),
                    "listen_addresses = '127.0.0.1'\nssl = on\nssl_cert_file = '" +
                        files_.file("server.pem") + "'\nssl_key_file = '" +
                        files_.file("server.key") + "'\n")
    {
    }

    Delivery
    deliver(const std::string& host, const std::string& ca, const std::string& mode = "verify-full")
    {
        Gateway gateway(database_,
                        {{"host", host},
                         {"port", std::to_string(database_.port())},
                         {"sslmode", mode},
                         {"ca_file", files_.file(ca)}});
        const Delivery delivery = gateway.output.deliver(gateway.readings(1))[0];
        const auto steps = gateway.output.probe();
        tls_ = steps.size() > 1 ? steps[1].found : "";
        return delivery;
    }

    Certificates files_;
    TestDatabase database_;
    std::string tls_;
};

} // namespace

TEST_F(PostgresTls, DeliversToTheServerThatTheAuthorityVouchesFor)
{
    const Delivery delivery = deliver("localhost", "server.pem");
    EXPECT_EQ(delivery.kind, Kind::Done) << delivery.why;
    EXPECT_NE(tls_.find("TLSv1.3"), std::string::npos) << tls_;
}

TEST_F(PostgresTls, RequireTakesAnybodysCertificateBecauseItSaysSo)
{
    EXPECT_EQ(deliver("127.0.0.1", "stranger.pem", "require").kind, Kind::Done);
}

TEST_F(PostgresTls, SendsNothingToAStranger)
{
    const Delivery stranger = deliver("localhost", "stranger.pem");
    EXPECT_EQ(stranger.kind, Kind::Retry);
    EXPECT_NE(stranger.why.find("certificate verify failed"), std::string::npos) << stranger.why;
    const Delivery otherName = deliver("127.0.0.1", "server.pem");
    EXPECT_EQ(otherName.kind, Kind::Retry);
    EXPECT_NE(otherName.why.find("does not match host name"), std::string::npos) << otherName.why;
}

} // namespace historian::postgres

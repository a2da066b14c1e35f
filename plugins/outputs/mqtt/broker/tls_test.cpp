#include "mqtt_output.h"
#include "test_peer/test_broker.h"

#include <historian/testing/fake_host.h>
#include <historian/testing/test_config.h>

#include <gtest/gtest.h>

#include <cstdlib>

namespace historian::mqtt {

using testing::FakeHost;
using testing::TestConfig;
using Kind = Delivery::Kind;

namespace {

// An authority, a broker for localhost and a gateway that it signed, and a stranger, made for this
// run.
class Certificates {
public:
    Certificates() : directory_(makeTestDirectory())
    {
        run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 "
            "-subj '/CN=Test authority' -keyout ca.key -out ca.pem");
        run("openssl req -x509 -newkey ec -pkeyopt "
            "ec_paramgen_curve:P-256 -nodes -days 1 -subj '/CN=Stranger' -keyout stranger.key -out "
            "stranger.pem");
        sign("broker", "localhost");
        sign("gateway", "gateway");
    }

    ~Certificates() { std::filesystem::remove_all(directory_); }

    std::string file(const std::string& name) const { return (directory_ / name).string(); }

private:
    void run(const std::string& command) const
    {
        const std::string all = "cd " + directory_.string() + " && (" + command + ") 2>/dev/null";
        if (std::system(all.c_str()) != 0) throw std::runtime_error(command);
    }

    void sign(const std::string& name, const std::string& subject) const
    {
        run("openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=" + subject +
            " -addext subjectAltName=DNS:" + subject + " -keyout " + name + ".key -out " + name +
            ".csr && openssl x509 -req -in " + name + ".csr -CA ca.pem -CAkey ca.key " +
            "-CAcreateserial -copy_extensions copy -days 1 -out " + name + ".pem");
    }

    std::filesystem::path directory_;
};

class MqttTls : public ::testing::Test {
protected:
    MqttTls()
        : broker_({"cafile " + files_.file("ca.pem"),
                   "certfile " + files_.file("broker.pem"),
                   "keyfile " + files_.file("broker.key"),
                   "require_certificate true"})
    {
    }

    Delivery deliver(const std::string& host,
                     const std::string& ca,
                     const std::string& own,
                     bool losesItsAuthority = false)
    {
        TestConfig::Texts texts{
            {"broker", "mqtts://" + host + ":" + std::to_string(broker_.port())},
            {"ca_file", files_.file(ca)}};
        if (!own.empty()) {
            texts["certificate"] = files_.file(own + ".pem");
            texts["key"] = files_.file(own + ".key");
        }
        FakeHost gateway;
        MqttOutput output(gateway, TestConfig(kKeys, texts));
        if (losesItsAuthority) std::filesystem::remove(files_.file(ca));
        Segment segment{"store-a", {}};
        segment.readings.begin(*gateway.symbol(NameKind::Device, "roof"));
        const Deliveries deliveries = output.deliver(segment);
        tls_ = output.probe().back().found;
        output.stop();
        return deliveries[0];
    }

    Certificates files_;
    TestBroker broker_;
    std::string tls_;
};

} // namespace

TEST_F(MqttTls, DeliversWithCertificatesOnBothSidesAndTheProbeNamesThem)
{
    EXPECT_EQ(deliver("localhost", "ca.pem", "gateway").kind, Kind::Done);
    EXPECT_NE(tls_.find("TLSv1.3"), std::string::npos) << tls_;
    EXPECT_NE(tls_.find("certificate of CN=localhost until"), std::string::npos) << tls_;
}

TEST_F(MqttTls, DoesNotTalkToABrokerThatAnotherAuthoritySigned)
{
    const Delivery delivery = deliver("localhost", "stranger.pem", "gateway");
    EXPECT_EQ(delivery.kind, Kind::Retry);
    EXPECT_NE(delivery.why.find("certificate verify failed"), std::string::npos) << delivery.why;
}

TEST_F(MqttTls, DoesNotTalkToABrokerOfAnotherName)
{
    const Delivery delivery = deliver("127.0.0.1", "ca.pem", "gateway");
    EXPECT_EQ(delivery.kind, Kind::Retry);
    EXPECT_NE(delivery.why.find("certificate"), std::string::npos) << delivery.why;
}

TEST_F(MqttTls, IsTurnedAwayWithoutACertificateWhereTheBrokerWantsOne)
{
    EXPECT_EQ(deliver("localhost", "ca.pem", "").kind, Kind::Retry);
}

TEST_F(MqttTls, IsNotMadeWithAFileThatIsNotThere)
{
    EXPECT_THROW(deliver("localhost", "missing.pem", "gateway"), Unavailable);
}

TEST_F(MqttTls, AFileThatCannotBeReadAnyMoreHolds)
{
    const Delivery delivery = deliver("localhost", "ca.pem", "gateway", true);
    EXPECT_EQ(delivery.kind, Kind::Hold);
    EXPECT_NE(delivery.why.find("cannot be read"), std::string::npos) << delivery.why;
}

} // namespace historian::mqtt

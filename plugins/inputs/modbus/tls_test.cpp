#include "testing/certificates.h"
#include "testing/device.h"
#include "testing/rig.h"

#include <gtest/gtest.h>

namespace historian::modbus {
namespace {

using testing::Rig;

/// A device that speaks Modbus, and socat before it that speaks TLS and wants a certificate too.
struct SecureDevice : ::testing::Test {
    SecureDevice() { device.set(5, {42}); }

    Rig::Texts files(const std::string& ca) const
    {
        return {{"ca", certificates.pem(ca)},
                {"cert", certificates.pem("gateway")},
                {"key", certificates.key("gateway")}};
    }

    /// Why the instance gives for not reading; no value may have come.
    std::string whyRefused(const std::string& certificate, const Rig::Texts& texts)
    {
        const testing::TlsFront front(certificates, certificate, tcp.port());
        Rig rig("tls://127.0.0.1:" + front.port());
        rig.config().addMap("tls", texts);
        rig.simpleUnit(1, "plc", 5);
        rig.start();
        while (rig.host.whyDegraded().empty()) std::this_thread::yield();
        rig.stop();
        for (const std::string& value : rig.values("plc", "value")) EXPECT_EQ(value, "bad_comm");
        return rig.host.whyDegraded();
    }

    testing::Device device;
    testing::TcpPeer tcp{testing::speakMbap(testing::allUnits(device))};
    testing::Certificates certificates;
};

void expectPart(const std::string& text, const std::string& part)
{
    EXPECT_NE(text.find(part), std::string::npos) << text;
}

} // namespace

TEST_F(SecureDevice, IsReadWithCertificatesOnBothSides)
{
    const testing::TlsFront front(certificates, "device", tcp.port());
    Rig rig("tls://127.0.0.1:" + front.port());
    rig.config().addMap("tls", files("ca"));
    rig.simpleUnit(1, "plc", 5);
    rig.start();
    ASSERT_TRUE(rig.waitFor(3));
    rig.stop();
    EXPECT_EQ(rig.values("plc", "value")[2], "42");
}

TEST_F(SecureDevice, IsRefusedIfAnotherAuthorityVouchesForIt)
{
    expectPart(whyRefused("device", files("other-ca")), "certificate is refused");
}

TEST_F(SecureDevice, IsRefusedIfItsCertificateHasExpired)
{
    expectPart(whyRefused("expired", files("ca")), "expired");
}

TEST_F(SecureDevice, IsRefusedIfItsCertificateNamesAnother)
{
    Rig::Texts texts = files("ca");
    texts["name"] = "plc2";
    expectPart(whyRefused("device", texts), "mismatch");
}

TEST_F(SecureDevice, RefusesAGatewayWithoutACertificate)
{
    expectPart(whyRefused("device", {{"ca", certificates.pem("ca")}}), "tls://127.0.0.1");
}

TEST_F(SecureDevice, CannotBeReadWithFilesThatAreNotThere)
{
    Rig rig("tls://127.0.0.1:1");
    rig.config().addMap("tls", {{"ca", "/nowhere/ca.pem"}});
    rig.simpleUnit(1, "plc", 5);
    EXPECT_THROW(rig.input(), Unavailable);
}

} // namespace historian::modbus

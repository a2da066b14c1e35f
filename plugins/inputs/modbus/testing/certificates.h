#pragma once

#include "testing/peers.h"

namespace historian::modbus::testing {

/// Certificates made by openssl for one test: `ca` has signed `device` (for plc1 and 127.0.0.1),
/// `expired` (the same, until yesterday) and `gateway`; `other-ca` nothing.
class Certificates {
public:
    Certificates();

    /// The files, for example pem("device") and key("device").
    std::string pem(const std::string& name) const { return folder_ / (name + ".pem"); }

    std::string key(const std::string& name) const { return folder_ / (name + ".key"); }

private:
    void makeAuthority(const std::string& name) const;
    void sign(const std::string& name, const std::string& days) const;

    historian::testing::TempDirectory folder_;
};

/// socat, which speaks TLS with that certificate before a TCP port, and wants the client's.
class TlsFront {
public:
    TlsFront(const Certificates& certificates,
             const std::string& certificate,
             const std::string& tcpPort);

    const std::string& port() const { return port_; }

private:
    std::string port_;
    ChildProcess process_;
};

} // namespace historian::modbus::testing

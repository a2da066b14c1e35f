#include "testing/certificates.h"

#include <historian/testing/free_port.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <stdexcept>
#include <thread>

namespace historian::modbus::testing {
namespace {

using namespace std::chrono_literals;

constexpr auto kLimit = 60s;

void openssl(std::vector<std::string> arguments)
{
    arguments.insert(arguments.begin(), {"openssl"});
    ChildProcess(arguments).readAll(kLimit);
}

sockaddr_in loopback(int port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
}

bool listens(int port)
{
    const FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_in address = loopback(port);
    return ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) ==
           0;
}

} // namespace

Certificates::Certificates()
{
    folder_.write("names", "subjectAltName=DNS:plc1,IP:127.0.0.1\n");
    makeAuthority("ca");
    makeAuthority("other-ca");
    sign("device", "30");
    sign("expired", "-1");
    sign("gateway", "30");
}

void Certificates::makeAuthority(const std::string& name) const
{
    openssl({"req",
             "-x509",
             "-newkey",
             "ec",
             "-pkeyopt",
             "ec_paramgen_curve:P-256",
             "-nodes",
             "-keyout",
             key(name),
             "-out",
             pem(name),
             "-subj",
             "/CN=" + name,
             "-days",
             "30"});
}

void Certificates::sign(const std::string& name, const std::string& days) const
{
    const std::string request = folder_ / (name + ".csr");
    openssl({"req",
             "-newkey",
             "ec",
             "-pkeyopt",
             "ec_paramgen_curve:P-256",
             "-nodes",
             "-keyout",
             key(name),
             "-out",
             request,
             "-subj",
             "/CN=" + name});
    openssl({"x509",
             "-req",
             "-in",
             request,
             "-CA",
             pem("ca"),
             "-CAkey",
             key("ca"),
             "-CAcreateserial",
             "-days",
             days,
             "-extfile",
             folder_ / "names",
             "-out",
             pem(name)});
}

TlsFront::TlsFront(const Certificates& certificates,
                   const std::string& certificate,
                   const std::string& tcpPort)
    : port_(std::to_string(historian::testing::freePort())),
      process_({"socat",
                "OPENSSL-LISTEN:" + port_ + ",bind=127.0.0.1,reuseaddr,fork,cert=" +
                    certificates.pem(certificate) + ",key=" + certificates.key(certificate) +
                    ",verify=1,cafile=" + certificates.pem("ca"),
                "TCP:127.0.0.1:" + tcpPort})
{
    const auto end = std::chrono::steady_clock::now() + kLimit;
    while (!listens(std::stoi(port_))) {
        if (std::chrono::steady_clock::now() > end)
            throw std::runtime_error("socat does not start");
        std::this_thread::yield();
    }
}

} // namespace historian::modbus::testing

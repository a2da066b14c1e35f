#include "link/tls_channel.h"

#include <historian/error.h>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace historian::modbus {
namespace {

std::string tlsError()
{
    const unsigned long code = ::ERR_peek_last_error();
    const char* reason = ::ERR_reason_error_string(code);
    ::ERR_clear_error();
    return reason != nullptr ? reason : "the connection was closed";
}

void require(bool isGood, const std::string& doing, const std::string& file)
{
    if (!isGood) throw Unavailable("tls: cannot " + doing + " " + file + ": " + tlsError());
}

// An address has its own field in a certificate.
bool expectName(SSL* session, const std::string& name)
{
    X509_VERIFY_PARAM* check = ::SSL_get0_param(session);
    if (::X509_VERIFY_PARAM_set1_ip_asc(check, name.c_str()) == 1) return true;
    ::SSL_set_tlsext_host_name(session, name.c_str());
    return ::X509_VERIFY_PARAM_set1_host(check, name.c_str(), name.size()) == 1;
}

std::string handshakeError(SSL* session)
{
    const long verdict = ::SSL_get_verify_result(session);
    if (verdict == X509_V_OK) return "tls: " + tlsError();
    ::ERR_clear_error();
    return std::string("tls: the device's certificate is refused: ") +
           ::X509_verify_cert_error_string(verdict);
}

} // namespace

void TlsChannel::Free::operator()(ssl_st* session) const
{
    ::SSL_free(session);
}

void TlsChannel::Free::operator()(ssl_ctx_st* context) const
{
    ::SSL_CTX_free(context);
}

TlsChannel::TlsChannel(const Endpoint& endpoint, const TlsFiles& files, Loop& loop)
    : tcp_(endpoint, loop),
      name_(files.name.empty() ? endpoint.host : files.name),
      context_(::SSL_CTX_new(::TLS_client_method()))
{
    SSL_CTX* context = context_.get();
    require(context != nullptr, "start", "TLS");
    ::SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    ::SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    require(::SSL_CTX_load_verify_file(context, files.ca.c_str()) == 1, "read tls.ca", files.ca);
    if (files.cert.empty()) return;
    require(::SSL_CTX_use_certificate_chain_file(context, files.cert.c_str()) == 1,
            "read tls.cert",
            files.cert);
    require(::SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM) == 1,
            "read tls.key",
            files.key);
    require(::SSL_CTX_check_private_key(context) == 1, "match tls.key with", files.cert);
}

TlsChannel::~TlsChannel() = default;

Task<Io> TlsChannel::open(SteadyTime deadline)
{
    const Io connected = co_await tcp_.open(deadline);
    if (connected != Io::Done) {
        why_ = tcp_.why();
        co_return connected;
    }
    session_.reset(::SSL_new(context_.get()));
    if (!session_ || !expectName(session_.get(), name_) ||
        ::SSL_set_fd(session_.get(), tcp_.socket()) != 1)
        co_return broken("tls: " + tlsError());
    for (;;) {
        const int result = ::SSL_connect(session_.get());
        if (result == 1) co_return Io::Done;
        const Io next = co_await proceed(result, deadline);
        if (next == Io::Done) continue;
        co_return next == Io::Late ? broken("tls: no answer") : next;
    }
}

void TlsChannel::close()
{
    session_.reset();
    tcp_.close();
}

Task<Io> TlsChannel::send(ByteView bytes, SteadyTime deadline)
{
    for (;;) {
        const int sent = ::SSL_write(session_.get(), bytes.data(), static_cast<int>(bytes.size()));
        if (sent > 0) co_return Io::Done;
        const Io next = co_await proceed(sent, deadline);
        if (next != Io::Done) co_return next;
    }
}

Task<Io> TlsChannel::receive(Bytes& into, SteadyTime deadline)
{
    for (;;) {
        const int received = take(into);
        if (received > 0) co_return Io::Done;
        const Io next = co_await proceed(received, deadline);
        if (next != Io::Done) co_return next;
    }
}

int TlsChannel::take(Bytes& into)
{
    std::array<std::uint8_t, kReceiveMax> buffer{};
    const int received = ::SSL_read(session_.get(), buffer.data(), static_cast<int>(buffer.size()));
    if (received > 0) into.insert(into.end(), buffer.begin(), buffer.begin() + received);
    return received;
}

Task<Io> TlsChannel::proceed(int result, SteadyTime deadline)
{
    const int code = errno;
    switch (::SSL_get_error(session_.get(), result)) {
    case SSL_ERROR_WANT_READ: co_return co_await tcp_.await(POLLIN, deadline);
    case SSL_ERROR_WANT_WRITE: co_return co_await tcp_.await(POLLOUT, deadline);
    case SSL_ERROR_ZERO_RETURN: co_return broken("the device closed the connection");
    case SSL_ERROR_SYSCALL:
        co_return broken("connection lost: " + (code != 0 ? std::generic_category().message(code)
                                                          : "closed by the device"));
    default: co_return broken(handshakeError(session_.get()));
    }
}

Io TlsChannel::broken(std::string why)
{
    close();
    why_ = std::move(why);
    return Io::Broken;
}

} // namespace historian::modbus

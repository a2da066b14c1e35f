#pragma once

#include "link/tcp_channel.h"

#include <memory>

struct ssl_st;
struct ssl_ctx_st;

namespace historian::modbus {

/// Files in PEM. Threads: none.
struct TlsFiles {
    std::string ca;   ///< who may have signed the device's certificate
    std::string cert; ///< ours; empty: none is shown
    std::string key;
    std::string name; ///< the name or address in the device's certificate
};

/// Modbus/TCP Security: TLS 1.2 or newer, both sides with certificates, the same frames within.
class TlsChannel : public Channel {
public:
    /// Throws Unavailable if a file cannot be used.
    TlsChannel(const Endpoint& endpoint, const TlsFiles& files, Loop& loop);
    ~TlsChannel() override;
    TlsChannel(const TlsChannel&) = delete;
    TlsChannel& operator=(const TlsChannel&) = delete;

    Task<Io> open(SteadyTime deadline) override;
    void close() override;

    bool isOpen() const override { return tcp_.isOpen(); }

    Task<Io> send(ByteView bytes, SteadyTime deadline) override;
    Task<Io> receive(Bytes& into, SteadyTime deadline) override;

    const std::string& why() const override { return why_; }

private:
    struct Free {
        void operator()(ssl_st* session) const;
        void operator()(ssl_ctx_st* context) const;
    };

    /// Waits for what TLS wants next; `result` is what the last call returned.
    Task<Io> proceed(int result, SteadyTime deadline);
    int take(Bytes& into);
    Io broken(std::string why);

    TcpChannel tcp_;
    std::string name_;
    std::unique_ptr<ssl_ctx_st, Free> context_;
    std::unique_ptr<ssl_st, Free> session_;
    std::string why_;
};

} // namespace historian::modbus

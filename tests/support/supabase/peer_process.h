#pragma once

#include <sys/types.h>

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace historian::testing {

/// The real peer (serve.py) as a child process: PostgreSQL, PostgREST and the gateway with faults.
/// The constructor waits until it is ready and throws if it does not start. Every command throws
/// what the peer answers as an error.
/// Threads: one thread at a time.
class PeerProcess {
public:
    PeerProcess();
    ~PeerProcess();
    PeerProcess(const PeerProcess&) = delete;
    PeerProcess& operator=(const PeerProcess&) = delete;

    const std::string& url() const { return url_; }

    /// The same over TLS, on localhost, and the authority that vouches for it.
    const std::string& tlsUrl() const { return tlsUrl_; }

    const std::string& authority() const { return authority_; }

    /// Runs statements as the owner; what they print, unaligned.
    std::string sql(std::string_view text);

    /// Sets something of the gateway, `{"faults": [...]}` for example.
    void set(std::string_view json) { (void)command("set", json); }

    /// The requests since the last call, as JSON.
    std::string log() { return command("log", "null"); }

    /// What the official client counts and reads, as JSON (judge.mjs).
    std::string judge() { return command("judge", "null"); }

    /// Other commands of serve.py: install, reload, stop, start.
    void run(std::string_view name) { (void)command(name, "null"); }

    /// A JWT of the project: `{"role": "service_role"}`.
    std::string token(std::string_view json);

private:
    std::string command(std::string_view name, std::string_view argumentJson);
    std::string readLine();

    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };

    pid_t pid_ = 0;
    std::unique_ptr<std::FILE, Close> to_;
    std::unique_ptr<std::FILE, Close> from_;
    std::string url_;
    std::string tlsUrl_;
    std::string authority_;
};

} // namespace historian::testing

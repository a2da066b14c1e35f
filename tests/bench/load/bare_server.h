#pragma once

#include <cstdint>
#include <memory>

namespace historian::load {

/// A stock POCO HTTP server that reads the body and answers 200: the limit of the machine and the
/// library, beside which our own figure is shown.
class BareServer {
public:
    /// Port 0: any free one. Throws Poco::Exception if it cannot listen.
    explicit BareServer(std::uint16_t port);
    ~BareServer();
    BareServer(const BareServer&) = delete;
    BareServer& operator=(const BareServer&) = delete;

    std::uint16_t port() const;

private:
    class Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace historian::load

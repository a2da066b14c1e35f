#pragma once

#include "config/secrets.h"

#include <vector>

namespace historian::config {

/// Where credentials may lie, for who looks from outside the service.
struct SecretPlaces {
    std::vector<std::filesystem::path> handedOver; ///< what systemd gives the service
    std::filesystem::path data;                    ///< the data directory
};

/// For `--check`: says that a secret is missing, or that its file is not as SystemSecrets wants it,
/// without reading it. `--check` may be run by another user, or where there is no data yet: what it
/// cannot look at it believes, with a word to `doubts`. Gives a word for every secret.
/// Threads: one.
class SecretCheck final : public SecretSource {
public:
    /// `doubts` outlives the check.
    SecretCheck(SecretPlaces places, std::vector<std::string>& doubts);

    Result<std::string> resolve(const SecretReference& reference) const override;

private:
    std::optional<std::string> faultOfCredential(const std::string& name) const;
    std::optional<std::string> faultOfFile(const std::filesystem::path& path) const;
    void doubt(const std::string& what, const std::string& why) const;

    SecretPlaces places_;
    std::vector<std::string>& doubts_;
};

} // namespace historian::config

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
/// and gives the others, so that plugins can look at them. `--check` may be run by another user, or
/// where there is no data yet: what it cannot look at it believes, with a word to `doubts`, and
/// gives kUnreadSecret. Threads: one.
class SecretCheck final : public SecretSource {
public:
    /// `doubts` outlives the check.
    SecretCheck(SecretPlaces places, std::vector<std::string>& doubts);

    Result<std::string> resolve(const SecretReference& reference) const override;

private:
    /// A file that is as it must be; empty where it cannot be seen.
    Result<std::filesystem::path> fileOfCredential(const std::string& name) const;
    Result<std::filesystem::path> fileAt(const std::filesystem::path& path) const;
    void doubt(const std::string& what, const std::string& why) const;

    SecretPlaces places_;
    std::vector<std::string>& doubts_;
};

/// The secrets that a check gives, and kUnreadSecret for the others. Threads: one.
class SeenSecrets final : public SecretSource {
public:
    /// `check` outlives this object.
    explicit SeenSecrets(const SecretCheck& check) : check_(check) {}

    Result<std::string> resolve(const SecretReference& reference) const override
    {
        Result<std::string> secret = check_.resolve(reference);
        return secret ? std::move(secret) : std::string(kUnreadSecret);
    }

private:
    const SecretCheck& check_;
};

} // namespace historian::config

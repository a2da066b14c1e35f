#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace historian::base {

/// `site:` of the configuration.
struct SiteSettings {
    std::string id = "site-001";
    std::string name;
    std::string timezone = "UTC"; ///< IANA name
    std::string country;          ///< ISO 3166-1 alpha-2, empty if unknown
    std::optional<double> capacityKw;
};

/// Who may use the web server without a login, where it is not on loopback.
enum class Guest : std::uint8_t { None, Read };

/// `http:` of the configuration.
struct HttpSettings {
    std::string address = "0.0.0.0";
    std::uint16_t port = 5000;                    ///< 0: any free one
    std::vector<std::string> peers = {"private"}; ///< private, any, or CIDR blocks
    std::vector<std::string> names;               ///< host names it answers to, beside addresses
    Guest guest = Guest::None;
    std::filesystem::path certificate; ///< with `key`: HTTPS
    std::filesystem::path key;
    std::vector<std::string> cors; ///< origins that pages may call from
};

/// `clock.trust` of the configuration.
enum class ClockTrust : std::uint8_t { Auto, Always, Never };

/// `carbon:` as far as the estimate of /api/carbon-credits needs it; decimals as written.
struct CarbonSettings {
    std::string exportEfficiency = "0.98";  ///< the predecessor's share of generation exported
    std::string predecessorFactor = "0.81"; ///< tCO2 per MWh, the predecessor's, without a source
    std::string sourcedFactor = "0.660";    ///< tCO2 per MWh, with
    std::string sourcedFactorSource;        ///< who published it, and when
};

} // namespace historian::base

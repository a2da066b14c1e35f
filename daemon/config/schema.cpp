#include "config/schema.h"

#include "config/settings.h"

#include <array>
#include <string_view>

namespace historian::config {
namespace {

constexpr std::array<std::string_view, 1> kAuth{"auto"};
constexpr std::array<std::string_view, 2> kGuest{"none", "read"};
constexpr std::array<std::string_view, 3> kTrust{"auto", "always", "never"};
constexpr std::array<std::string_view, 2> kUnknownDevices{"accept", "reject"};
constexpr std::array<std::string_view, 4> kResolution{"raw", "10s", "1min", "15min"};

constexpr std::array kSite{
    Key{.name = "id",
        .fallback = "site-001",
        .meaning = "Names this site at every destination; never change it."},
    Key{.name = "name", .meaning = "What people call the site."},
    Key{.name = "timezone",
        .fallback = "UTC",
        .meaning = "IANA zone of its calendar days and months."},
    Key{.name = "country", .meaning = "ISO 3166-1 code of two letters."},
    Key{.name = "capacity_kw",
        .type = KeyType::Number,
        .meaning = "Rated power of the whole site.",
        .min = 0,
        .max = 1e7},
};

constexpr std::array kTls{
    Key{.name = "cert", .meaning = "Certificate chain, PEM; with key: HTTPS."},
    Key{.name = "key", .meaning = "Private key, PEM."},
};

constexpr std::array kHttp{
    Key{.name = "address", .fallback = "0.0.0.0", .meaning = "Address to listen on."},
    Key{.name = "port",
        .type = KeyType::Integer,
        .fallback = "5000",
        .meaning = "Port to listen on; 0: any free one.",
        .min = 0,
        .max = 65535},
    Key{.name = "peers",
        .type = KeyType::List,
        .fallback = "[private]",
        .meaning = "Who is answered: private, any, or CIDR blocks."},
    Key{.name = "names", .type = KeyType::List, .meaning = "Host names of this gateway."},
    Key{.name = "auth",
        .type = KeyType::Choice,
        .fallback = "auto",
        .meaning = "Login is needed everywhere but on loopback.",
        .choices = kAuth},
    Key{.name = "guest",
        .type = KeyType::Choice,
        .fallback = "none",
        .meaning = "Whether the page can be looked at without login.",
        .choices = kGuest},
    Key{.name = "tls", .type = KeyType::Map, .meaning = "HTTPS.", .children = kTls},
    Key{.name = "cors", .type = KeyType::List, .meaning = "Origins whose pages may call the API."},
};

constexpr std::array kData{
    Key{.name = "directory",
        .fallback = "/var/lib/historian",
        .meaning = "Where history and state are kept."},
};

constexpr std::array kClock{
    Key{.name = "trust",
        .type = KeyType::Choice,
        .fallback = "auto",
        .meaning = "Whether this machine's clock is believed.",
        .choices = kTrust},
};

constexpr std::array kDevice{
    Key{.name = "id", .meaning = "As the device sends it.", .required = true},
    Key{.name = "profile", .meaning = "A file of etc/devices, without .yaml."},
    Key{.name = "rated_kw",
        .type = KeyType::Number,
        .meaning = "Rated power.",
        .min = 0,
        .max = 1e6},
    Key{.name = "expected_interval",
        .type = KeyType::Duration,
        .meaning = "How often a reading should come.",
        .min = 0.1,
        .max = 86400},
    Key{.name = "serial", .meaning = "Serial number."},
    Key{.name = "address", .meaning = "Network address."},
};

constexpr std::array kPlugins{
    Key{.name = "directories",
        .type = KeyType::List,
        .meaning = "Where to look for plugins, beside the packaged directory."},
};

constexpr std::array kEstimate{
    Key{.name = "factor",
        .fallback = "0.81",
        .meaning = "tCO2/MWh of /api/carbon-credits, as the predecessor had it."},
    Key{.name = "export_factor",
        .fallback = "0.98",
        .meaning = "Share of the generation that is exported."},
    Key{.name = "sourced_factor",
        .fallback = "0.660",
        .meaning = "tCO2/MWh with a published source, shown beside it."},
    Key{.name = "source",
        .fallback = "IFI 2021 v3.1 Morocco, combined margin",
        .meaning = "Who published sourced_factor."},
};

constexpr std::array kCarbon{
    Key{.name = "estimate",
        .type = KeyType::Map,
        .meaning = "The figure that can never become a credit.",
        .children = kEstimate},
};

constexpr std::array kDaemon{
    Key{.name = "version",
        .type = KeyType::Integer,
        .fallback = "1",
        .meaning = "Of this file's layout.",
        .min = 1,
        .max = 1},
    Key{.name = "site", .type = KeyType::Map, .meaning = "The site.", .children = kSite},
    Key{.name = "http",
        .type = KeyType::Map,
        .meaning = "The web server: page, API and HTTP input.",
        .children = kHttp},
    Key{.name = "data",
        .type = KeyType::Map,
        .meaning = "Where everything is kept.",
        .children = kData},
    Key{.name = "clock",
        .type = KeyType::Map,
        .meaning = "This machine's clock.",
        .children = kClock},
    Key{.name = "devices",
        .type = KeyType::List,
        .meaning = "Devices that are approved from the start.",
        .children = kDevice},
    Key{.name = "plugins",
        .type = KeyType::Map,
        .meaning = "Plugins of others.",
        .children = kPlugins},
    Key{.name = "carbon", .type = KeyType::Map, .meaning = "Carbon figures.", .children = kCarbon},
};

constexpr Key kName{.name = "name",
                    .meaning = "Names the instance for good: its position is kept under it.",
                    .required = true};
constexpr Key kStoreName{.name = "name",
                         .meaning = "Names the store; the plugin's name if left out."};
constexpr Key kPlugin{.name = "plugin", .meaning = "Which plugin.", .required = true};

constexpr std::array kInput{
    kName,
    kPlugin,
    Key{.name = "unknown_devices",
        .type = KeyType::Choice,
        .fallback = "accept",
        .meaning = "Whether readings of devices that nobody named are kept, unapproved.",
        .choices = kUnknownDevices},
};

constexpr std::array kStore{kStoreName, kPlugin};

constexpr std::array kOutput{
    kName,
    kPlugin,
    Key{.name = "required",
        .type = KeyType::Boolean,
        .meaning = "Whether raw data waits for this output before it is purged."},
    Key{.name = "start",
        .fallback = "oldest",
        .meaning = "Where a new output begins: oldest, now, or a date."},
    Key{.name = "resolution",
        .type = KeyType::Choice,
        .fallback = "raw",
        .meaning = "raw, or the last reading of each device in every 10s, 1min or 15min of UTC.",
        .choices = kResolution},
    Key{.name = "rate_max",
        .type = KeyType::Number,
        .fallback = "0",
        .meaning = "How many readings a second are delivered at most; 0: no limit.",
        .min = 0},
    Key{.name = "bytes_per_day_max",
        .type = KeyType::Size,
        .fallback = "0",
        .meaning =
            "How much is sent a day at most, from a moment of the gateway's own in the first "
            "hour of the UTC day on; 0: no limit.",
        .min = 0},
};

} // namespace

std::span<const Key> daemonKeys()
{
    return kDaemon;
}

std::span<const Key> commonKeys(Role role)
{
    switch (role) {
    case Role::Input: return kInput;
    case Role::Store: return kStore;
    case Role::Output: return kOutput;
    }
    return kStore;
}

} // namespace historian::config

#pragma once

#include "curl/http_client.h"

#include <historian/companions.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace historian::supabase {

// What a success must bear to be one. Anything else that answers 200, a hotel's log-in page for
// example, does not have these signs.

/// The rows that a table took, if the answer is 200 or 201, honours `resolution` and counts.
std::optional<std::uint64_t> rowsTaken(const curl::Answer& answer, std::string_view resolution);

/// The answer of ingest_readings.
struct IngestReceipt {
    struct Rejected {
        std::uint64_t seq = 0;
        std::string why;
    };

    std::uint64_t received = 0;
    std::uint64_t inserted = 0;
    std::vector<Rejected> rejected;
};

std::optional<IngestReceipt> ingestReceiptOf(std::string_view body);

/// The answer of historian_days.
std::optional<std::vector<DayCount>> daysOf(std::string_view body);

} // namespace historian::supabase

#pragma once

#include "../canned_server.h"
#include "ctl/command_line.h"

#include <string>
#include <utility>
#include <vector>

namespace historian::ctl {

/// A destination "cloud" as the daemon tells of it.
inline std::string cloudJson(const std::string& state, int delivered, const std::string& why = "")
{
    const std::string backlog = state == "caught_up" ? "0" : "1204";
    return R"({"output":"cloud","plugin":"supabase","state":")" + state + R"(","why":")" + why +
           R"(","required":true,"backlog_readings":)" + backlog +
           R"(,"oldest_unsent":"2025-01-20T10:30:00Z",)" +
           R"("oldest_unsent_s":1800,"last_success":null,"next_try":null,"drains_in_s":3720,)" +
           R"("delivered_readings":)" + std::to_string(delivered) +
           R"(,"duplicate_readings":1,"quarantined_readings":2,"dropped_readings":0,"retries":4,)" +
           R"("window_s":60,"thinned_readings":0,)" +
           R"("batch_readings":500,"readings_per_second":12.5,"bytes_today":4000000,)" +
           R"("data_a_day":{"sent_bytes":11900000,"readings":8640,"days_until_full":165.5,)" +
           R"("full_bytes":500000000,"estimate":true},)" +
           R"("positions":[{"store_id":"store-1","done_up_to_seq":7,"newest_seq":9,"ranges":0}]})";
}

inline CommandLine cloudLine(const CannedServer& server,
                             std::vector<std::string> words,
                             std::vector<std::pair<std::string, std::string>> options = {})
{
    CommandLine line;
    line.url = server.url();
    line.words = std::move(words);
    line.options = std::move(options);
    return line;
}

} // namespace historian::ctl

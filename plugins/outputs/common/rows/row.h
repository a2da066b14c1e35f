#pragma once

#include <historian/host.h>
#include <historian/series.h>
#include <historian/store.h>

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace historian::rows {

/// The metrics that have a column of their own, in the order of schema.sql.
inline constexpr std::string_view kTyped[] = {"current",
                                              "voltage",
                                              "power",
                                              "ac_power_kw",
                                              "total_energy_kwh",
                                              "grid_frequency_hz",
                                              "power_factor",
                                              "ambient_temp_c",
                                              "irradiance_w_m2",
                                              "system_status",
                                              "efficiency"};
inline constexpr std::size_t kTypedCount = std::size(kTyped);

/// The columns of energy_readings that a gateway writes, and those that name a row.
inline constexpr std::string_view kReadingColumns =
    "site_id,device_id,time,store_id,seq,current,voltage,power,ac_power_kw,total_energy_kwh,"
    "grid_frequency_hz,power_factor,ambient_temp_c,irradiance_w_m2,system_status,efficiency,"
    "extra,quality,flags,origin";
inline constexpr std::string_view kReadingKey = "site_id,device_id,time,store_id,seq";

/// One reading as energy_readings has it. JSON texts are empty where the column is null.
struct Row {
    std::string_view device = {};
    Time time{};
    std::uint64_t seq = 0;
    unsigned flags = 0;
    std::array<std::optional<double>, kTypedCount> typed = {};
    std::vector<std::pair<std::string_view, std::string>> extra = {}; ///< metric, JSON value
    std::string quality = {};                                         ///< object: metric, reason
    std::string origin = {}; ///< a word, if it is one for all, or an object: metric, word
};

/// The metrics without a column as one JSON object; empty if there are none.
std::string extraOf(const Row& row);

/// Why a reading must not be sent, or nothing: its time lies outside [2020, now + 1 day]. A clock
/// that is not trusted, as after a power cut without a battery, says nothing of what is ahead.
std::optional<std::string> faultOf(const Reading& reading, const Clock& clock);

/// Makes rows of readings. A nan or infinity becomes null with a reason; U+0000 is left out.
/// Threads: one thread at a time.
class RowMaker {
public:
    explicit RowMaker(const Host& host) : host_(host) {}

    Row make(const Batch& batch, const Reading& reading);

private:
    std::string originOf(std::span<const Value> values, Symbol device);
    Origin originOf(Symbol device, Symbol metric);

    const Host& host_;
    std::map<std::pair<Symbol, Symbol>, Origin> origins_; // asked once a batch, not once a value
};

} // namespace historian::rows

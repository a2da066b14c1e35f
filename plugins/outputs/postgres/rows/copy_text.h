#pragma once

#include <historian/host.h>
#include <historian/series.h>
#include <historian/store.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace historian::postgres {

/// The columns of energy_readings that are written, in the order of CopyText.
inline constexpr std::string_view kReadingColumns =
    R"(site_id, device_id, "time", store_id, seq, current, voltage, power, ac_power_kw, )"
    "total_energy_kwh, grid_frequency_hz, power_factor, ambient_temp_c, irradiance_w_m2, "
    "system_status, efficiency, extra, quality, flags, origin";

/// Why a reading must not be sent, or nothing: its time lies before 2020 or more than a day ahead.
std::optional<std::string> faultOf(const Reading& reading, Time now);

/// Readings of one store_id as lines of COPY's text format. Numbers of metrics without a column go
/// to `extra`; a number that is nan or infinite becomes none with a reason; U+0000 is left out of
/// texts. Threads: one.
class CopyText {
public:
    CopyText(const Host& host, std::string_view storeId);

    void add(const Batch& batch, const Reading& reading);

    const std::string& view() const { return text_; }

private:
    void addTyped(const Batch& batch, const Reading& reading);
    void addField(std::string_view field);
    void addFieldOrNull(std::string_view field);
    std::string originOf(Symbol device, std::span<const Value> values);
    Origin originOf(Symbol device, Symbol metric);

    const Host& host_;
    const std::string storeId_;
    std::string text_;
    std::map<std::pair<Symbol, Symbol>, Origin> origins_; ///< asked once a batch, not once a value
};

} // namespace historian::postgres

#include "carbon/estimate_json.h"

#include <historian/codec/json_writer.h>
#include <historian/codec/time_text.h>

#include <cmath>
#include <vector>

namespace historian::carbon {

namespace {

using codec::JsonWriter;
using history::CounterEventKind;

constexpr std::string_view kPredecessorSource =
    "the predecessor's constant; no published source, above every published figure for Morocco";
constexpr std::string_view kPublishedSource =
    "IFI Harmonized Default Grid Factors 2021 v3.1 (UNFCCC), Morocco, combined margin, "
    "intermittent generation";

void writeOptional(JsonWriter& json, std::string_view key, const std::optional<double>& number)
{
    json.key(key);
    if (number)
        json.number(*number);
    else
        json.null();
}

void writeTime(JsonWriter& json, std::string_view key, const std::optional<Time>& time)
{
    json.key(key);
    if (time)
        json.text(codec::timeText(*time));
    else
        json.null();
}

std::string_view locationOf(const base::SiteSettings& site)
{
    return site.country.empty() || site.country == "MA" ? "Morocco"
                                                        : std::string_view(site.country);
}

std::string capacityMw(const state::Device& device)
{
    const auto kilowatts = history::amountOf(device.ratedKw.value_or(1.0));
    return Decimal(kilowatts.value_or(0), 6).shifted(3).text(9);
}

void writeProject(JsonWriter& json, const Estimate& estimate, const base::SiteSettings& site)
{
    json.key("project_info").beginObject();
    json.key("project_name").text("ESP32 Solar Monitor - " + estimate.device.id);
    json.key("project_id").text("VCC-" + estimate.device.id);
    json.key("location").text(locationOf(site));
    json.key("capacity_mw").raw(capacityMw(estimate.device)).endObject();
}

void writeMonitoring(JsonWriter& json, const Estimate& estimate)
{
    json.key("monitoring_data").beginObject();
    json.key("gross_generation_mwh").raw(estimate.grossMwh.text(kDecimalsShown));
    json.key("net_export_mwh").raw(estimate.netMwh.text(kDecimalsShown));
    writeOptional(json, "capacity_factor", utilisationPercent(estimate));
    writeOptional(json, "average_irradiance", estimate.newest.irradiance);
    writeOptional(json, "current_rms", estimate.newest.currentA);
    writeOptional(json, "system_efficiency", estimate.newest.efficiency);
    json.endObject();
}

void writeCalculations(JsonWriter& json, const Estimate& estimate)
{
    const std::string reductions = estimate.reductionsT.text(kDecimalsShown);
    json.key("calculations").beginObject();
    json.key("baseline_emissions_tco2").raw(reductions);
    json.key("project_emissions_tco2").integer(0);
    json.key("emission_reductions_tco2").raw(reductions);
    json.key("carbon_credits_generated").raw(reductions).endObject();
}

void writeFactors(JsonWriter& json, const Estimate& estimate, const base::CarbonSettings& carbon)
{
    json.key("estimate").boolean(true);
    json.key("export_factor").raw(carbon.exportEfficiency);
    json.key("factor").raw(carbon.predecessorFactor);
    json.key("factor_unit").text("tCO2/MWh");
    json.key("factor_source").text(kPredecessorSource);
    json.key("sourced").beginObject();
    json.key("factor").raw(carbon.sourcedFactor);
    json.key("unit").text("tCO2/MWh");
    json.key("source").text(carbon.sourcedFactorSource.empty()
                                ? kPublishedSource
                                : std::string_view(carbon.sourcedFactorSource));
    json.key("emission_reductions_tco2")
        .raw(estimate.sourcedReductionsT.text(kDecimalsShown))
        .endObject();
}

void writePeriod(JsonWriter& json, const Estimate& estimate)
{
    const history::CounterTotal& total = estimate.total;
    const auto timeOf = [](const std::optional<history::CounterSample>& sample) {
        return sample ? std::optional(sample->time) : std::nullopt;
    };
    const Period& period = estimate.period;
    writeTime(json, "period_start", period.from ? period.from : timeOf(total.first));
    writeTime(json, "period_end", period.to ? period.to : timeOf(total.tally.last));
    json.key("energy_basis")
        .text(period.isWholeLife() ? "corrected lifetime counter: first value and all increases"
                                   : "increases of the counter in the period");
}

std::vector<std::string_view> warningsOf(const Estimate& estimate)
{
    std::vector<std::string_view> warnings;
    if (estimate.energyMetric.empty()) warnings.emplace_back("no_energy_counter");
    if (estimate.origin == Origin::Simulated) warnings.emplace_back("simulated");
    if (estimate.origin == Origin::Derived) warnings.emplace_back("derived_energy");
    if (estimate.origin == Origin::Unknown) warnings.emplace_back("origin_unknown");
    if (estimate.device.standing != state::Standing::Approved)
        warnings.emplace_back("device_not_approved");
    if (estimate.total.isUnbounded) warnings.emplace_back("unbounded");
    if (!estimate.device.ratedKw) warnings.emplace_back("rated_power_unknown");
    if (estimate.total.tally.count(CounterEventKind::Bridged) > 0)
        warnings.emplace_back("gaps_bridged");
    return warnings;
}

void writeQuality(JsonWriter& json, const Estimate& estimate)
{
    const history::CounterTally& tally = estimate.total.tally;
    const auto count = [&](std::string_view key, CounterEventKind kind) {
        json.key(key).unsignedInteger(tally.count(kind));
    };
    json.key("data_quality").beginObject();
    json.key("energy_metric").text(estimate.energyMetric);
    json.key("origin").text(nameOf(estimate.origin));
    json.key("standing").text(state::nameOf(estimate.device.standing));
    json.key("samples").unsignedInteger(tally.samples);
    count("resets", CounterEventKind::Reset);
    count("rollovers", CounterEventKind::Rollover);
    count("replacements", CounterEventKind::Replacement);
    count("glitches", CounterEventKind::Glitch);
    count("spikes", CounterEventKind::Spike);
    count("gaps_bridged", CounterEventKind::Bridged);
    json.key("unbounded").boolean(estimate.total.isUnbounded);
    json.key("warnings").beginArray();
    for (const std::string_view warning : warningsOf(estimate)) json.text(warning);
    json.endArray().endObject();
}

} // namespace

std::optional<double> utilisationPercent(const Estimate& estimate)
{
    const auto rated = estimate.device.ratedKw;
    if (!rated || *rated <= 0 || !estimate.newest.powerKw) return std::nullopt;
    return std::round(*estimate.newest.powerKw / *rated * 1e8) / 1e6;
}

std::string estimateJson(const Estimate& estimate,
                         const base::SiteSettings& site,
                         const base::CarbonSettings& carbon)
{
    JsonWriter json;
    json.beginObject();
    json.key("methodology").text("GCCM001_v4");
    writeTime(json, "reporting_period", estimate.newest.time);
    writeProject(json, estimate, site);
    writeMonitoring(json, estimate);
    writeCalculations(json, estimate);
    writeFactors(json, estimate, carbon);
    writePeriod(json, estimate);
    writeQuality(json, estimate);
    json.endObject();
    return json.take();
}

} // namespace historian::carbon

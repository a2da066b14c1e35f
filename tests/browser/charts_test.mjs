// Which charts a device gets, by the metrics that it has.
import assert from "node:assert/strict";
import { test } from "node:test";
import { chartsFor } from "../../web/js/charts/chart_choice.js";

const gauge = (name, unit) => ({ name, unit, kind: "gauge" });
const counter = (name, unit = "kWh") => ({ name, unit, kind: "counter" });
const BOARD = [
    gauge("current", "A"), gauge("voltage", "V"), gauge("power", "W"), gauge("ac_power_kw", "kW"),
    counter("total_energy_kwh"), gauge("ambient_temp_c", "°C"), gauge("irradiance_w_m2", "W/m²"),
];

/** "power: power_w | energy: a, b" */
const said = (metrics) => chartsFor(metrics)
    .map(({ name, lines }) => `${name}: ${lines.map(({ metric }) => metric).join(", ")}`).join(" | ");

test("gives the field board the charts that it always had", () => {
    assert.equal(
        said(BOARD),
        "power: power | energy: total_energy_kwh | environment: ambient_temp_c, irradiance_w_m2"
    );
    const [, , environment] = chartsFor(BOARD);
    assert.deepEqual(environment.lines[1], {
        metric: "irradiance_w_m2", scale: "z", colourName: "irradiance", isDashed: true,
    });
});

test("gives a meter power, both energies, and voltage with current", () => {
    const meter = [
        gauge("voltage_l1_v", "V"), gauge("current_l1_a", "A"), gauge("power_l1_w", "W"), gauge("power_w", "W"),
        counter("energy_import_kwh"), counter("energy_export_kwh"),
    ];
    assert.equal(
        said(meter),
        "power: power_w | energy: energy_export_kwh, energy_import_kwh | electrical: voltage_l1_v, current_l1_a"
    );
});

test("prefers the lifetime total where there is one", () => {
    assert.equal(
        said([counter("energy_import_kwh"), counter("total_energy_kwh")]), "energy: total_energy_kwh"
    );
});

test("draws one energy where there is one", () => {
    assert.equal(said([counter("energy_import_kwh")]), "energy: energy_import_kwh");
    assert.equal(said([counter("yield_today_kwh")]), "energy: yield_today_kwh");
});

test("takes any power but a rated one", () => {
    assert.equal(said([gauge("power_rated_w", "W"), gauge("power_dc_w", "W")]), "power: power_dc_w");
});

test("puts a single series on the first axis", () => {
    const [environment] = chartsFor([gauge("irradiance_w_m2", "W/m²")]);
    assert.deepEqual(environment.lines, [
        { metric: "irradiance_w_m2", scale: "y", colourName: "irradiance" },
    ]);
});

test("draws the first numbers of a device with none of these", () => {
    assert.equal(said([gauge("flow_m3_h", "m³/h"), gauge("level_m", "m"), gauge("third", "")]),
        "values: flow_m3_h, level_m");
});

test("draws nothing of texts and states", () => {
    assert.deepEqual(chartsFor([{ name: "model", unit: "", kind: "text" }, { name: "mode", unit: "", kind: "state" }]), []);
    assert.deepEqual(chartsFor([]), []);
});

// Which charts a device gets: of the metrics that it has, those that say most. Pure.

const isNumber = ({ kind }) => kind === "gauge" || kind === "counter";
const hasUnit = (...units) => ({ unit }) => units.includes(unit);
const isPower = ({ name, unit }) => ["W", "kW"].includes(unit) && !/rated|limit|max/.test(name);
const isEnergy = ({ kind, unit }) => kind === "counter" && ["kWh", "MWh", "Wh"].includes(unit);

/** The first name of `wished` that the device has, else its first metric that fits. */
function pick(metrics, wished, fits) {
    const names = metrics.map(({ name }) => name);
    return wished.find((name) => names.includes(name)) ?? metrics.find(fits)?.name;
}

const line = (metric, colourName, scale = "y") =>
    ({ metric, scale, colourName, ...(scale === "z" && { isDashed: true }) });

/** A chart of what was found: one line, or two with an axis each. */
function chartOf(name, [first, firstColour], [second, secondColour] = []) {
    const found = [[first, firstColour], [second, secondColour]].filter(([metric]) => metric);
    return { name, lines: found.map(([metric, colour], index) => line(metric, colour, index ? "z" : "y")) };
}

function energyOf(metrics) {
    const names = metrics.map(({ name }) => name);
    const [produced, used] = ["energy_export_kwh", "energy_import_kwh"].map((name) => names.includes(name) && name);
    if (names.includes("total_energy_kwh") || !(produced || used))
        return chartOf("energy", [pick(metrics, ["total_energy_kwh"], isEnergy), "energy"]);
    return chartOf("energy", [produced, "energy"], [used, "irradiance"]);
}

/** The charts of a device, each {name, lines}; none if it has no number. */
export function chartsFor(described) {
    const metrics = described.filter(isNumber);
    const power = pick(metrics, ["power", "power_w", "power_ac_w", "ac_power_kw"], isPower);
    const temperature = pick(metrics, ["ambient_temp_c"], hasUnit("°C"));
    const irradiance = pick(metrics, ["irradiance_w_m2"], hasUnit("W/m²"));
    const voltage = pick(metrics, ["voltage", "voltage_l1_v"], hasUnit("V"));
    const current = pick(metrics, ["current", "current_l1_a"], hasUnit("A"));
    const surroundings = chartOf("environment", [temperature, "temperature"], [irradiance, "irradiance"]);
    const electrical = chartOf("electrical", [voltage, "irradiance"], [current, "temperature"]);
    const chosen = [chartOf("power", [power, "power"]), energyOf(metrics),
        surroundings.lines.length > 0 ? surroundings : electrical].filter(({ lines }) => lines.length > 0);
    const others = metrics.slice(0, 2).map(({ name }, index) => [name, index ? "irradiance" : "energy"]);
    return chosen.length > 0 || others.length === 0 ? chosen : [chartOf("values", ...others)];
}

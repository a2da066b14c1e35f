// Numbers, times and ages as text: with unit, in the language's way, in the site's zone.
import { locale } from "./i18n.js";

const made = new Map();

function kept(kind, options) {
    const key = `${kind.name} ${locale()} ${JSON.stringify(options)}`;
    if (!made.has(key)) made.set(key, new kind(locale(), options));
    return made.get(key);
}

/** How the metrics that the page knows are shown; `factor` turns a ratio into per cent. */
const METRICS = {
    power: { digits: 1, unit: "W" },
    current: { digits: 3, unit: "A" },
    total_energy_kwh: { digits: 4, unit: "kWh" },
    efficiency: { digits: 1, unit: "%", factor: 100 },
    ambient_temp_c: { digits: 1, unit: "°C" },
    irradiance_w_m2: { digits: 0, unit: "W/m²" },
    voltage: { digits: 0, unit: "V" },
    power_factor: { digits: 3, unit: "" },
    grid_frequency_hz: { digits: 2, unit: "Hz" },
    system_status: { digits: 0, unit: "" },
};

/** The metrics of a card, in order. */
export const CARD_METRICS = Object.keys(METRICS);

export function number(value, digits) {
    return kept(
        Intl.NumberFormat, { minimumFractionDigits: digits, maximumFractionDigits: digits }
    ).format(value);
}

export function integer(value) {
    return kept(Intl.NumberFormat, { maximumFractionDigits: 0 }).format(value);
}

/** {text, unit} of a value; a number of an unknown metric with at most three decimals. */
export function metricText(metric, value, unit) {
    const known = METRICS[metric];
    if (typeof value !== "number") return { text: String(value), unit: unit ?? "" };
    if (!known) return {
        text: kept(Intl.NumberFormat, { maximumFractionDigits: 3 }).format(value), unit: unit ?? "",
    };
    return {
        text: number(value * (known.factor ?? 1), known.digits),
        unit: known.factor ? known.unit : unit || known.unit,
    };
}

export function unitOf(metric) {
    return METRICS[metric]?.unit ?? "";
}

/** A power with the unit that reads best. */
export function powerText(watts) {
    const size = Math.abs(watts);
    if (size >= 1e7) return { text: number(watts / 1e6, 2), unit: "MW" };
    if (size >= 1e4) return { text: number(watts / 1e3, 2), unit: "kW" };
    return { text: number(watts, 1), unit: "W" };
}

const DURATION_STEPS = [[86400, "day"], [3600, "hour"], [60, "minute"], [1, "second"]];
const BYTE_STEPS = [[1e9, "gigabyte"], [1e6, "megabyte"], [1e3, "kilobyte"], [1, "byte"]];

/** "12 s ago" in words of the language. */
export function ageText(seconds) {
    const ago = kept(Intl.RelativeTimeFormat, { style: "short" });
    const [size, unit] = DURATION_STEPS.find(([step]) => seconds >= step * 2) ?? DURATION_STEPS.at(-1);
    return ago.format(-Math.max(0, Math.floor(seconds / size)), unit);
}

/** How often a second, with two digits that count below 10. */
export function rateText(perSecond) {
    return `${kept(Intl.NumberFormat, { maximumSignificantDigits: perSecond < 10 ? 2 : 3 }).format(perSecond)}/s`;
}

/** "3 h" in words of the language: a duration in the unit that reads best. */
export function durationText(seconds) {
    const [size, unit] = DURATION_STEPS.find(([step]) => seconds >= step * 2) ?? DURATION_STEPS.at(-1);
    return kept(Intl.NumberFormat, { style: "unit", unit, maximumFractionDigits: 0 }).format(seconds / size);
}

/** "4.2 MB", in decimal units. */
export function bytesText(bytes) {
    const [size, unit] = BYTE_STEPS.find(([step]) => bytes >= step) ?? BYTE_STEPS.at(-1);
    const digits = size === 1 ? 0 : 1;
    return kept(Intl.NumberFormat, { style: "unit", unit, maximumFractionDigits: digits }).format(bytes / size);
}

/** A zone this browser knows; the site's if it is one. */
export function knownZone(name) {
    try {
        new Intl.DateTimeFormat("en", { timeZone: name || "UTC" });
        return name || "UTC";
    } catch {
        return "UTC";
    }
}

export function timeText(time, zone) {
    return kept(
        Intl.DateTimeFormat, { dateStyle: "medium", timeStyle: "medium", timeZone: zone }
    ).format(time);
}

/** Only the hour and minute, with the zone's name. */
export function clockText(time, zone, withSeconds = false) {
    const options = { hour: "2-digit", minute: "2-digit", timeZone: zone, timeZoneName: "short" };
    if (withSeconds) options.second = "2-digit";
    return kept(Intl.DateTimeFormat, options).format(time);
}

/** A label of a time axis: as much of the date as the span needs. */
export function axisText(time, zone, spanSeconds) {
    const options = spanSeconds > 2 * 86400
        ? { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }
        : { hour: "2-digit", minute: "2-digit", ...(spanSeconds < 600 && { second: "2-digit" }) };
    return kept(Intl.DateTimeFormat, { ...options, timeZone: zone }).format(time);
}

// Samples of a series as columns for a chart. Pure but for the fetch.
import { api } from "../api.js";

export const POINTS_MAX = 600;
const GAP_MIN_S = 10;
const EXPECTED_GAPS = 3; // a line breaks after three missed readings

/**
 * The longest step that a line still joins. The server sends two points of each slice of the
 * range, so a step of two slices is no gap.
 */
export function gapLimitS(expectedIntervalS, rangeS) {
    return Math.max(GAP_MIN_S, EXPECTED_GAPS * (expectedIntervalS ?? 1), (4 * rangeS) / POINTS_MAX);
}

/** [times in s, values] with a null wherever the line must break. */
export function toColumns(samples, gapS) {
    const times = [];
    const values = [];
    for (const { t, v } of samples) {
        const last = times.at(-1);
        if (last !== undefined && t - last > gapS) {
            times.push((last + t) / 2);
            values.push(null);
        }
        if (t === last) values[values.length - 1] = v;
        else {
            times.push(t);
            values.push(v);
        }
    }
    return [times, values];
}

/** A series with the samples of a range; times in seconds, only numbers. */
export async function loadSeries(device, metric, rangeS, now) {
    const from = new Date(now.getTime() - rangeS * 1000);
    const answer = await api.samples(device, metric, from, POINTS_MAX);
    const samples = answer.samples.filter(({ v }) => typeof v === "number")
        .map(({ t, v, q }) => ({ t: Date.parse(t) / 1000, v, q }));
    return { metric, unit: answer.unit ?? "", samples };
}

/** Adds a live value if it is newer, and drops what left the range. */
export function appendLive(series, time, value, rangeS) {
    const t = time.getTime() / 1000;
    const last = series.samples.at(-1);
    if (typeof value !== "number" || !Number.isFinite(t) || (last && t <= last.t)) return false;
    series.samples.push({ t, v: value, q: "good" });
    while (series.samples.length > 0 && series.samples[0].t < t - rangeS) series.samples.shift();
    return true;
}

/** The values that a summary names, or null. They are values of samples, nothing is computed. */
export function extremesOf(samples) {
    if (samples.length === 0) return null;
    let low = samples[0];
    let high = samples[0];
    for (const sample of samples) {
        if (sample.v < low.v) low = sample;
        if (sample.v > high.v) high = sample;
    }
    return { low, high, last: samples.at(-1) };
}

const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** RFC 4180, as the chart shows it: UTC times, plain decimal points. */
export function toCsv(device, list) {
    const rows = ["time,device,metric,unit,value,quality"];
    for (const { metric, unit, samples } of list)
        for (const { t, v, q } of samples)
            rows.push(
                [new Date(t * 1000).toISOString(), device, metric, unit, String(v), q].map(quoted).join(",")
            );
    return `${rows.join("\r\n")}\r\n`;
}

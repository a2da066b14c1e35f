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

/**
 * Whether the line breaks between two samples: the step is longer than the limit, and longer than
 * the steps beside it allow. A record kept every 15 minutes is sparse, but has no gaps.
 */
function isGap(samples, index, gapS) {
    const stepTo = (at) => (samples[at] && samples[at - 1] ? samples[at].t - samples[at - 1].t : Infinity);
    const step = stepTo(index);
    const usual = Math.min(stepTo(index - 1) || Infinity, stepTo(index + 1) || Infinity);
    return step > gapS && !(step <= EXPECTED_GAPS * usual && usual < Infinity);
}

/** [times in s, values] with a null wherever the line must break. */
export function toColumns(samples, gapS) {
    const times = [];
    const values = [];
    samples.forEach(({ t, v }, index) => {
        const last = times.at(-1);
        if (t === last) {
            values[values.length - 1] = v;
            return;
        }
        if (last !== undefined && isGap(samples, index, gapS)) {
            times.push((last + t) / 2);
            values.push(null);
        }
        times.push(t);
        values.push(v);
    });
    return [times, values];
}

/** Where a value stands alone between breaks: a line alone would not show it. */
export function isolatedOf(values) {
    // What has no sample at the time of another series is undefined, and breaks nothing.
    const known = [...values.keys()].filter((index) => values[index] !== undefined);
    const isBreak = (index) => index === undefined || values[index] === null;
    return known.filter((index, place) => !isBreak(index) && isBreak(known[place - 1]) && isBreak(known[place + 1]));
}

/** A series with the samples of a range; times in seconds, only numbers. */
export async function loadSeries(device, metric, rangeS, now) {
    const from = new Date(now.getTime() - rangeS * 1000);
    const answer = await api.samples(device, metric, from, POINTS_MAX);
    const samples = answer.samples.filter(({ v }) => typeof v === "number")
        .map(({ t, v, q }) => ({ t: Date.parse(t) / 1000, v, q }));
    return { metric, unit: answer.unit ?? "", samples };
}

/** Adds the value of a live reading if it is newer, and drops what left the range. */
export function appendLive(series, time, frame, rangeS) {
    const t = time.getTime() / 1000;
    const last = series.samples.at(-1);
    const value = frame[series.metric];
    const q = frame.q?.[series.metric] ?? "good";
    if (q.startsWith("bad") || typeof value !== "number" || !Number.isFinite(t) || (last && t <= last.t)) return false;
    series.samples.push({ t, v: value, q });
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

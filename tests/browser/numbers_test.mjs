// The pure parts: gaps, live values, CSV, the sum of the site, words of numbers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { appendLive, extremesOf, gapLimitS, isolatedOf, toColumns, toCsv } from "../../web/js/charts/chart_data.js";
import { ageText, knownZone, metricText, powerText } from "../../web/js/format.js";
import { powerNow } from "../../web/js/tiles.js";

const sample = (t, v, q = "good") => ({ t, v, q });

test("breaks the line where readings are missing", () => {
    assert.deepEqual(
        toColumns([sample(0, 1), sample(5, 2), sample(25, 3)], 10), [[0, 5, 15, 25], [1, 2, null, 3]]
    );
});

test("joins a record that is sparse but regular, and breaks it where it is interrupted", () => {
    const sparse = [0, 900, 1800, 2700].map((t) => sample(t, t));
    assert.equal(toColumns(sparse, 24)[1].includes(null), false);
    const outage = [0, 1, 2, 600, 601, 1200].map((t) => sample(t, t));
    assert.deepEqual(toColumns(outage, 24)[1], [0, 1, 2, null, 600, 601, null, 1200]);
    assert.deepEqual(toColumns([sample(0, 1), sample(3000, 2)], 24)[1], [1, null, 2]);
});

test("finds the values that stand alone", () => {
    assert.deepEqual(isolatedOf([1, null, 2, undefined, 3, null, undefined, 4, undefined]), [0, 7]);
    assert.deepEqual(isolatedOf([]), []);
});

test("keeps the later of two values of one instant", () => {
    assert.deepEqual(toColumns([sample(0, 1), sample(0, 2)], 10), [[0], [2]]);
});

test("takes no step for a gap that thinning makes", () => {
    assert.equal(gapLimitS(1, 3600), 24);
    assert.equal(gapLimitS(900, 3600), 2700);
    assert.equal(gapLimitS(null, 60), 10);
});

test("appends only what is newer, and drops what left the range", () => {
    const series = { metric: "power", samples: [sample(100, 1), sample(150, 2)] };
    assert.equal(appendLive(series, new Date(140e3), { power: 9 }, 60), false);
    assert.equal(appendLive(series, new Date(200e3), { power: null }, 60), false);
    assert.equal(appendLive(series, new Date(200e3), { power: 9, q: { power: "bad_device" } }, 60), false);
    assert.equal(appendLive(series, new Date("no time"), { power: 9 }, 60), false);
    assert.equal(appendLive(series, new Date(200e3), { power: 3, q: { power: "uncertain_range" } }, 60), true);
    assert.deepEqual(series.samples, [sample(150, 2), sample(200, 3, "uncertain_range")]);
});

test("names lowest, highest and last", () => {
    assert.equal(extremesOf([]), null);
    const found = extremesOf([sample(0, 2), sample(1, 5), sample(2, 1), sample(3, 4)]);
    assert.deepEqual([found.low.v, found.high.v, found.last.v], [1, 5, 4]);
});

test("writes CSV with plain decimal points and quoted texts", () => {
    const text = toCsv("a,\"b\"", [{ metric: "power", unit: "W", samples: [sample(0, 0.5)] }]);
    assert.equal(
        text,
        "time,device,metric,unit,value,quality\r\n1970-01-01T00:00:00.000Z,\"a,\"\"b\"\"\",power,W,0.5,good\r\n"
    );
});

const device = (id, standing = "approved") => ({ id, standing });
const latest = (
    v, freshness = "fresh", q = "good", origin = "measured"
) => ({ freshness, values: { power: { v, q, origin } } });

test("adds only current, usable power of devices that belong to the site", () => {
    const devices = [
        device("a"), device("b", "unapproved"), device("c", "rejected"), device("d"), device("e"),
        device("f"), device("g"),
    ];
    const readings = new Map([["a", latest(1)], ["b", latest(2)], ["c", latest(4)], ["d", latest(8, "stale")],
        ["e", latest(null, "fresh", "bad_nan")], ["f", { freshness: "fresh", values: {} }]]);
    assert.deepEqual(powerNow(devices, readings), { watts: 3, from: 2, of: 4, isSimulated: false });
});

test("says when a part of the sum is simulated", () => {
    assert.equal(
        powerNow([device("a")], new Map([["a", latest(1, "fresh", "good", "simulated")]])).isSimulated, true
    );
});

test("writes numbers with the decimals of their metric", () => {
    assert.deepEqual(metricText("efficiency", 0.96, "1"), { text: "96.0", unit: "%" });
    assert.deepEqual(metricText("total_energy_kwh", 1.234, "kWh"), { text: "1.2340", unit: "kWh" });
    assert.deepEqual(metricText("voltage_l1_v", 231.23456, "V"), { text: "231.235", unit: "V" });
    assert.deepEqual(metricText("mode", "auto", ""), { text: "auto", unit: "" });
});

test("scales power by its size", () => {
    assert.deepEqual([9999, 12345, -2.5e7].map((watts) => powerText(watts)), [
        { text: "9,999.0", unit: "W" }, { text: "12.35", unit: "kW" }, { text: "-25.00", unit: "MW" }]);
});

test("says an age in the unit that reads best", () => {
    assert.match(ageText(12.9), /^12 sec/);
    assert.match(ageText(150), /^2 min/);
    assert.match(ageText(3 * 86400), /^3 days/);
    assert.match(ageText(-3), /0 sec/);
});

test("falls back to UTC where the browser does not know the zone", () => {
    assert.equal(knownZone("Africa/Casablanca"), "Africa/Casablanca");
    assert.equal(knownZone("Mars/Olympus"), "UTC");
    assert.equal(knownZone(undefined), "UTC");
});

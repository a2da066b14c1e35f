// What can be said of the page without a browser: words, weight, contrast, no address elsewhere.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { sourceFolder, vendorFolder } from "./paths.mjs";

const WEIGHT_MAX = 150 * 1000;
const CONTRAST_MIN = 4.5;

/** Codes of the API that have a word, by family. */
const CODES = {
    connection: ["connecting", "live", "reconnecting", "offline"],
    freshness: ["fresh", "late", "stale", "silent", "never"],
    standing: ["unapproved", "approved", "rejected", "retired"],
    condition: ["starting", "healthy", "degraded", "stuck", "disabled"],
    destination: ["starting", "sending", "caught_up", "retrying", "held", "paused", "unconfigured"],
    kind: ["input", "store", "output"],
    origin: ["derived", "constant", "simulated", "manual"],
    flag: ["arrival", "unsynced", "late", "backfill"],
    quality: ["good", "uncertain_range", "uncertain_last_known", "uncertain_estimated", "bad_no_value", "bad_nan",
        "bad_comm", "bad_device", "bad_sentinel", "bad_parse"],
    status: ["0", "1", "2"],
    theme: ["auto", "light", "dark"],
    range: ["1h", "6h", "24h", "7d"],
    figure: ["power", "energy", "environment", "electrical", "values"],
    column: ["time", "metric", "value", "quality"],
    metric: ["current", "voltage", "power", "ac_power_kw", "total_energy_kwh", "grid_frequency_hz", "power_factor",
        "ambient_temp_c", "irradiance_w_m2", "system_status", "efficiency", "energy_export_kwh", "energy_import_kwh"],
};

const read = (name) => readFileSync(join(sourceFolder, name), "utf8");
const modules = readdirSync(
    join(sourceFolder, "js"), { recursive: true }
).filter((name) => name.endsWith(".js")).map((name) => `js/${name}`);
const strings = (language) => JSON.parse(read(`i18n/${language}.json`));
const matches = (pattern) => new Set(
    modules.flatMap((name) => [...read(name).matchAll(pattern)].map((found) => found[1]))
);
const placeholders = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();

for (const language of ["en", "fr"]) {
    test(`has every word in ${language}, and no word that nobody says`, () => {
        const families = new Set([...matches(/\bword\(\s*"(\w+)"/g), ...matches(/\bsaid\(\w+, "(\w+)"/g)]);
        assert.deepEqual([...families].sort(), Object.keys(CODES).sort());
        const said = [
            ...matches(/\bt\(\s*"([\w.]+)"/g),
            ...Object.entries(CODES).flatMap(([family, codes]) => codes.map((code) => `${family}.${code}`))
        ];
        assert.deepEqual(Object.keys(strings(language)).sort(), [...new Set(said)].sort());
    });
}

test("asks for the same values in every language", () => {
    const [english, french] = [strings("en"), strings("fr")];
    for (const key of Object.keys(english)) assert.deepEqual(
        placeholders(french[key]), placeholders(english[key]), key
    );
});

test("asks for no word by a name that is put together", () => {
    assert.deepEqual(
        [...matches(/\b(t\((?!\s*")[^)]*\))/g)].filter((call) => call !== "t(key, values = {})"), []
    );
});

test("keeps the first load below 150 kB", () => {
    const parts = [
        "index.html", "style.css", "panels.css", "favicon.svg", "i18n/fr.json", ...modules
    ].map(read);
    parts.push(
        ...["uPlot.iife.min.js", "uPlot.min.css"].map(
            (name) => readFileSync(join(vendorFolder, name), "utf8")
        )
    );
    const weight = parts.reduce((sum, part) => sum + gzipSync(part).length, 0);
    assert.ok(weight < WEIGHT_MAX, `${weight} bytes`);
});

test("names no address elsewhere, and makes no markup of text", () => {
    for (const name of ["index.html", "style.css", "panels.css", ...modules]) {
        assert.doesNotMatch(read(name), /https?:\/\/\w/, name);
        assert.doesNotMatch(
            read(name), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(/, name
        );
    }
    assert.doesNotMatch(read("index.html"), /\sstyle=|\son\w+=|<script>/);
});

test("locks each library to a content, not to a host", () => {
    const lock = JSON.parse(read("package-lock.json"));
    for (const [name, entry] of Object.entries(lock.packages)) {
        assert.equal(entry.resolved, undefined, name);
        assert.ok(name === "" || entry.integrity, name);
    }
});

function luminance(hex) {
    const [red, green, blue] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a, b) {
    const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (light + 0.05) / (dark + 0.05);
}

test("keeps a contrast of 4.5 in every theme", () => {
    const themes = [...read("style.css").matchAll(/\{\s*color-scheme: (?:light|dark);([^}]*)\}/g)];
    assert.equal(themes.length, 3);
    for (const [, body] of themes) {
        const colour = Object.fromEntries(
            [...body.matchAll(/--([\w-]+): (#\w{6})/g)].map((found) => [found[1], found[2]])
        );
        const pairs = [["ink", "page"], ["muted", "page"], ["accent", "page"], ["on-accent", "accent"], ["bad", "bad-back"], ["warn", "warn-back"],
            ["accent", "note-back"], ["demo", "demo-back"],
            ...[
                "ink", "muted", "accent", "good", "warn", "bad", "power", "energy", "temperature",
                "irradiance",
            ].map((name) => [name, "surface"])];
        for (const [front, back] of pairs)
            assert.ok(
                contrast(colour[front], colour[back]) >= CONTRAST_MIN,
                `${front} on ${back}: ${contrast(colour[front], colour[back]).toFixed(2)}`
            );
    }
    assert.equal(
        themes[1][1].replace(/\s/g, ""), themes[2][1].replace(/\s/g, ""), "both ways to dark are the same"
    );
});

test("exercises every button", () => {
    const labels = [...matches(/\bbutton\(\s*t\("([\w.]+)"/g), ...matches(/action: \[t\("([\w.]+)"/g), "chart.plot",
        ...["login.submit", "first.submit", "rename.submit"]];
    const tests = ["page_test.mjs", "states_test.mjs", "destinations_test.mjs"].map(
        (name) => readFileSync(join(import.meta.dirname, name), "utf8")
    ).join();
    const english = strings("en");
    for (const key of labels) assert.ok(
        tests.includes(`name: "${english[key]}" }`), `no test presses "${english[key]}"`
    );
});

// One chart as a figure: name, summary, states, table, CSV.
import { appendLive, extremesOf, gapLimitS, loadSeries, toColumns, toCsv } from "./chart_data.js";
import { makeChart } from "./chart_view.js";
import { makeChartTable } from "./chart_table.js";
import { button, el, setText, show } from "../dom.js";
import { originOf } from "../freshness.js";
import { clockText, integer, knownZone, metricText, timeText } from "../format.js";
import { t, word } from "../i18n.js";
import { siteNow, state } from "../state.js";

const DRAW_MS = 500;
const LIVE_SAMPLES_MAX = 5000; // then the range is fetched again, thinned by the server

function save(name, text) {
    const link = el(
        "a", { href: URL.createObjectURL(new Blob([text], { type: "text/csv" })), download: name }
    );
    link.click();
    URL.revokeObjectURL(link.href);
}

function sentence({ metric, unit, samples }) {
    const found = extremesOf(samples);
    if (!found) return t("chart.summary_none", { name: word("metric", metric) });
    const said = ({ v }) => {
        const shown = metricText(metric, v, unit);
        return shown.unit ? `${shown.text}\u00a0${shown.unit}` : shown.text;
    };
    return t(
        "chart.summary",
        {
            name: word("metric", metric), last: said(found.last), low: said(found.low),
            high: said(found.high),
        }
    );
}

function span(list, zone) {
    const samples = list.find((series) => series.samples.length > 0).samples;
    return t("chart.span", {
        from: clockText(samples[0].t * 1000, zone), to: clockText(samples.at(-1).t * 1000, zone),
        count: integer(samples.length),
    });
}

/** What the chart shows, in words. */
function summaryOf(list, zone) {
    return [...list.map(sentence), span(list, zone)].join(" ");
}

function emptyText(device, now) {
    const zone = knownZone(state.status?.site.timezone);
    const from = timeText(now.getTime() - state.rangeS * 1000, zone);
    const empty = t("chart.empty", { from, to: timeText(now, zone) });
    if (!device.last_time) return empty;
    return `${empty} ${t("chart.nearest", { time: timeText(new Date(device.last_time), zone) })}`;
}

export function makeChartPanel({ name, lines }) {
    const holder = el(
        "div", { class: "plot", tabindex: "0", role: "img", "aria-label": word("figure", name) }
    );
    const summary = el("p", { class: "summary" });
    const origin = el("span", { class: "origin" });
    const note = el("p", { class: "empty" });
    const table = makeChartTable();
    const toggle = button(
        t("chart.table"), () => showTable(!isTable), { "aria-pressed": "false", class: "quiet" }
    );
    const csv = button(
        t("chart.csv"), () => save(`${state.device}-${name}.csv`, toCsv(state.device, list)),
        { class: "quiet" }
    );
    const element = el("figure", { class: `panel chart ${name}`, "data-chart": name },
        el(
            "figcaption", {}, el("h3", { text: word("figure", name) }), origin,
            el("div", { class: "actions" }, toggle, csv)
        ),
        summary, note, holder, table.element);
    let chart = null;
    let list = [];
    let isTable = false;
    let turn = 0;
    let drawTimer = 0;
    holder.addEventListener("keydown", (event) => {
        if (chart?.move(event.key)) event.preventDefault();
    });

    function showTable(wished) {
        isTable = wished;
        toggle.setAttribute("aria-pressed", String(isTable));
        setText(toggle, isTable ? t("chart.plot") : t("chart.table"));
        draw();
    }

    function range() {
        const now = (siteNow() ?? new Date()).getTime() / 1000;
        return [now - state.rangeS, now];
    }

    function say(text) {
        setText(note, text);
        show(note, text !== "");
    }

    function draw() {
        drawTimer = 0;
        const zone = knownZone(state.status?.site.timezone);
        const has = list.some(({ samples }) => samples.length > 0);
        show(holder, has && !isTable);
        show(table.element, has && isTable);
        toggle.disabled = csv.disabled = !has;
        setText(summary, has ? summaryOf(list, zone) : "");
        if (!has) return;
        if (isTable) return table.update(list, zone);
        const unitOf = (metric) => list.find((series) => series.metric === metric)?.unit;
        const withUnits = lines.map((line) => ({ ...line, unit: unitOf(line.metric) }));
        chart ??= makeChart(holder, withUnits, zone, range);
        const device = state.devices?.find(({ id }) => id === state.device);
        const gapS = gapLimitS(device?.expected_interval_s, state.rangeS);
        chart.set(list.map(({ samples }) => toColumns(samples, gapS)));
    }

    function drawSoon() {
        drawTimer ||= setTimeout(draw, DRAW_MS);
    }

    function forget() {
        chart?.destroy();
        chart = null;
    }

    function markOrigin(device) {
        const found = device.metrics.filter((metric) => lines.some((line) => line.metric === metric.name))
            .map((metric) => originOf(metric.origin)).filter(Boolean);
        setText(origin, [...new Set(found)].join(", "));
    }

    async function load(device) {
        const mine = ++turn;
        const now = siteNow() ?? new Date();
        markOrigin(device);
        element.setAttribute("aria-busy", "true");
        const slow = setTimeout(() => say(t("page.loading")), 150);
        try {
            const loaded = await Promise.all(
                lines.map(({ metric }) => loadSeries(device.id, metric, state.rangeS, now))
            );
            if (mine !== turn) return;
            list = loaded;
            clearTimeout(slow);
            say(list.some(({ samples }) => samples.length > 0) ? "" : emptyText(device, now));
            draw();
        } catch (error) {
            if (mine === turn) say(t("chart.failed", { detail: error.message }));
        } finally {
            clearTimeout(slow);
            element.removeAttribute("aria-busy");
        }
    }

    return {
        element, load, forget, draw,
        /** Before it leaves the page: what is still on its way is drawn no more. */
        close() {
            ++turn;
            clearTimeout(drawTimer);
            forget();
        },
        /** A live reading of the device that is shown; answers whether it is time to load anew. */
        take(time, frame) {
            for (const series of list)
                if (appendLive(series, time, frame, state.rangeS)) say("");
            drawSoon();
            return list.some(({ samples }) => samples.length > LIVE_SAMPLES_MAX);
        },
    };
}

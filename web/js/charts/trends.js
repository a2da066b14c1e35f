// The charts of one device over a chosen range: stored history first, live values appended.
import { chartsFor } from "./chart_choice.js";
import { makeChartPanel } from "./chart_panel.js";
import { button, el, show } from "../dom.js";
import { t, word } from "../i18n.js";
import { onReading } from "../live.js";
import { change, state } from "../state.js";
import { onThemeChange } from "../theme.js";

const RANGES = { "1h": 3600, "6h": 6 * 3600, "24h": 24 * 3600, "7d": 7 * 86400 };

/** The view lives in the address, so that it can be kept and sent. */
function readAddress() {
    const view = new URLSearchParams(location.hash.slice(1));
    state.device = view.get("device") ?? state.device;
    state.rangeS = RANGES[view.get("range")] ?? state.rangeS;
}

function writeAddress() {
    const range = Object.keys(RANGES).find((name) => RANGES[name] === state.rangeS);
    const address = new URL(location.href);
    address.hash = new URLSearchParams({ device: state.device, range }).toString();
    history.replaceState(null, "", address);
}

function makeRanges() {
    const choose = (rangeS) => change({ rangeS });
    const buttons = Object.entries(RANGES).map(([name, seconds]) =>
        [seconds, button(word("range", name), () => choose(seconds), { "data-range": name })]);
    return {
        element: el(
            "div", { class: "ranges", role: "group", "aria-label": t("trends.range") },
            ...buttons.map(([, node]) => node)
        ),
        update() {
            for (const [seconds, node] of buttons)
                node.setAttribute("aria-pressed", String(seconds === state.rangeS));
        },
    };
}

function updateChoice(select, devices) {
    const key = devices.map(({ id, label }) => `${id}=${label}`).join();
    if (select.dataset.key !== key) {
        const optionOf = ({ id, label }) => el("option", { value: id, text: label ? `${label} (${id})` : id });
        select.replaceChildren(...devices.map(optionOf));
        select.dataset.key = key;
    }
    select.value = state.device;
}

export function makeTrends() {
    readAddress();
    const select = el("select", { on: { change: () => change({ device: select.value }) } });
    const ranges = makeRanges();
    const holder = el("div", { class: "charts" });
    const none = el("p", { class: "note", text: t("trends.none") });
    const element = el("section", { class: "trends", "aria-label": t("trends.title") },
        el("div", { class: "bar" }, el("h2", { text: t("trends.title") }),
            el("label", {}, el("span", { class: "note", text: t("trends.device") }), select),
            ranges.element),
        none, holder);
    let charts = [];
    let chosen = "";
    let shown = "";
    let devicesNow = [];

    /** Makes the charts anew if this device has others. */
    function choose(device) {
        const wished = chartsFor(device.metrics);
        if (JSON.stringify(wished) === chosen) return;
        chosen = JSON.stringify(wished);
        for (const chart of charts) chart.close();
        charts = wished.map(makeChartPanel);
        holder.replaceChildren(...charts.map((chart) => chart.element));
        show(none, charts.length === 0);
    }

    function load(isAnew) {
        const device = devicesNow.find(({ id }) => id === state.device);
        if (!device) return;
        if (isAnew) for (const chart of charts) chart.forget();
        for (const chart of charts) chart.load(device);
    }

    onReading((id, time, frame) => {
        if (id !== state.device) return;
        if (charts.map((chart) => chart.take(time, frame)).includes(true)) load(false);
    });
    onThemeChange(() => charts.forEach((chart) => { chart.forget(); chart.draw(); }));

    return {
        element,
        update() {
            devicesNow = state.devices ?? [];
            show(element, devicesNow.length > 0);
            if (devicesNow.length === 0) return;
            if (!devicesNow.some(({ id }) => id === state.device)) state.device = devicesNow[0].id;
            updateChoice(select, devicesNow);
            ranges.update();
            // Again after each connection: what came meanwhile is in the store.
            choose(devicesNow.find(({ id }) => id === state.device));
            const wished = `${state.device} ${state.rangeS} ${state.connections} ${chosen}`;
            if (wished === shown || state.connection === "connecting") return;
            shown = wished;
            writeAddress();
            load(true);
        },
    };
}

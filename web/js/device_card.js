// One device: its values with unit, quality and origin, how old they are, and what was decided.
import { button, el, keyed, mark, setText, show } from "./dom.js";
import { freshnessOf, originOf, qualityOf, standingOf } from "./freshness.js";
import { ageText, CARD_METRICS, knownZone, metricText, timeText, unitOf } from "./format.js";
import { t, word } from "./i18n.js";
import { chartsFor } from "./charts/chart_choice.js";
import { makeCarbonLine } from "./carbon_line.js";
import { ageOf, mayOperate, state } from "./state.js";

const MANY_DEVICES = 12;
const FIRST_SHOWN = 2;

/** Whether there are so many devices that each gets less room. */
export const isMany = (devices) => (devices?.length ?? 0) > MANY_DEVICES;

/**
 * The metrics of a device to show: those of the predecessor's card that it has, or those of its
 * charts; then its others. Of many devices only the first few, so that a page is still a page.
 */
export function metricsOf(device, reading) {
    const own = new Set([...device.metrics.map(({ name }) => name), ...Object.keys(reading?.values ?? {})]);
    const charted = chartsFor(device.metrics).flatMap(({ lines }) => lines.map(({ metric }) => metric));
    const usual = CARD_METRICS.filter((name) => own.has(name));
    const known = (usual.length > 0 ? usual : charted).slice(0, isMany(state.devices) ? FIRST_SHOWN : undefined);
    return { known, others: [...own].filter((name) => !known.includes(name)).sort() };
}

function labelOf(metric) {
    return word("metric", metric);
}

function makeMetricRow(name) {
    const number = el("span", { class: "number" });
    const unit = el("span", { class: "unit" });
    const origin = el("span", { class: "origin" });
    const shape = mark("");
    const reason = el("span");
    const quality = el("span", { class: "quality" }, shape, reason);
    const element = el("div", { class: "metric", "data-metric": name },
        el("dt", {}, el("span", { text: labelOf(name) }), origin), el("dd", {}, number, unit, quality));
    return {
        element,
        update({ value, unitKnown, originKnown }) {
            const has = value && value.v !== null && value.v !== undefined;
            const shown = !has ? { text: "–", unit: "" }
                : name === "system_status" ? { text: word("status", value.v), unit: "" }
                    : metricText(name, value.v, value.unit || unitKnown || unitOf(name));
            setText(number, shown.text);
            setText(unit, shown.unit ? `\u00a0${shown.unit}` : "");
            setText(origin, originOf(value?.origin ?? originKnown));
            const said = qualityOf(value ? value.q : "bad_no_value");
            element.dataset.quality = said ? (value?.q ?? "bad_no_value").split("_")[0] : "good";
            setText(shape, said?.shape ?? "");
            setText(reason, said?.text ?? "");
        },
    };
}

function updateMetrics(list, names, device, reading) {
    const described = new Map(device.metrics.map((metric) => [metric.name, metric]));
    const rows = names.map((name) => ({
        name, value: reading?.values[name], unitKnown: described.get(name)?.unit,
        originKnown: described.get(name)?.origin,
    }));
    keyed(list, rows, (row) => row.name, (row) => makeMetricRow(row.name));
}

function makeActions(id, actions) {
    const approve = button(t("device.approve"), () => actions.decide(id, "approve"), { class: "strong" });
    const reject = button(t("device.reject"), () => actions.decide(id, "reject"));
    const rename = button(t("device.rename"), () => actions.rename(id));
    const charts = button(t("device.charts"), () => actions.showCharts(id));
    return {
        element: el("div", { class: "actions" }, charts, approve, reject, rename),
        update({ standing }) {
            show(approve, standing !== "approved");
            show(reject, standing === "unapproved" || standing === "approved");
            for (const control of [approve, reject, rename]) control.disabled = !mayOperate();
        },
    };
}

function makeTitle(device) {
    const name = el("bdi");
    const id = el("bdi", { class: "id" });
    const standing = el("span", { class: "standing" });
    const shape = mark("");
    return {
        element: el(
            "div", { class: "title" }, el("h3", {}, name), id,
            el("span", { class: "chip" }, shape, standing)
        ),
        update(now) {
            const { shape: sign, text } = standingOf(now.standing);
            setText(name, now.label || now.id);
            setText(id, now.label ? device.id : "");
            setText(shape, sign);
            setText(standing, text);
        },
    };
}

function makeAge() {
    const shape = mark("");
    const text = el("span");
    const flags = el("span", { class: "flags" });
    const element = el("p", { class: "age" }, shape, text, flags);
    return {
        element,
        update(device, reading) {
            const said = freshnessOf(reading?.freshness ?? device.freshness);
            setText(shape, said.shape);
            setText(text, reading ? `${said.text} · ${ageText(ageOf(reading))}` : said.text);
            const told = (reading?.flags ?? []).filter((flag) => flag !== "unapproved"); // the chip says it
            setText(flags, told.map((flag) => word("flag", flag)).join(", "));
            const zone = knownZone(state.status?.site.timezone);
            element.title = reading ? timeText(new Date(reading.time), zone) : "";
        },
    };
}

export function makeDeviceCard(device, actions) {
    const title = makeTitle(device);
    const age = makeAge();
    const metrics = el("dl", { class: "metrics" });
    const others = el("dl", { class: "metrics" });
    const more = el("details", {}, el("summary", { text: t("device.more") }), others);
    const carbon = makeCarbonLine();
    const buttons = makeActions(device.id, actions);
    const element = el("article", { class: "card", "data-device": device.id },
        title.element, age.element, metrics, more, carbon.element, buttons.element);
    return {
        element,
        update(now) {
            const reading = state.readings.get(now.id);
            const names = metricsOf(now, reading);
            element.dataset.freshness = reading?.freshness ?? now.freshness;
            element.dataset.standing = now.standing;
            title.update(now);
            age.update(now, reading);
            updateMetrics(metrics, names.known, now, reading);
            updateMetrics(others, names.others, now, reading);
            show(more, names.others.length > 0);
            carbon.update(state.carbon.get(now.id));
            buttons.update(now);
        },
    };
}

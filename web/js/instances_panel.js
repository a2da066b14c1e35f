// The plugins of this daemon: how each does, and why.
import { el, keyed, mark, setText, show } from "./dom.js";
import { conditionOf } from "./freshness.js";
import { integer, knownZone, rateText, timeText } from "./format.js";
import { t, word } from "./i18n.js";
import { keyOfInstance } from "./rates.js";
import { state } from "./state.js";

/** "received 1,204 (2.5/s) · …" */
function countersText(instance) {
    const rates = state.rates.get(keyOfInstance(instance)) ?? {};
    return Object.entries(instance.counters ?? {}).filter(([, value]) => value > 0)
        .map(([name, value]) => `${name.replaceAll("_", " ")} ${integer(value)}${rates[name] ? ` (${rateText(rates[name])})` : ""}`)
        .join(" · ");
}

/** Why it is not well; what is wrong with several units or connections stands in a line each. */
const whyText = ({ why }) => (why ?? "").replaceAll(/; (?=unit \d|(?:tcp|rtutcp|tls|rtu):)/g, "\n");

function makeInstance(first) {
    const shape = mark("");
    const condition = el("span");
    const why = el("p", { class: "why" });
    const kind = word("kind", first.kind);
    const counters = el("p", { class: "note" });
    const last = el("p", { class: "note" });
    const element = el("li", { "data-instance": first.name },
        el("p", { class: "row" },
            el("span", { class: "who" }, el("bdi", { text: first.name }),
                el("span", { class: "note", text: ` ${kind} · ${first.plugin} ${first.version ?? ""}` })),
            el("span", { class: "chip" }, shape, condition)),
        why, last, counters);
    return {
        element,
        update(instance) {
            const said = conditionOf(instance.condition);
            element.dataset.condition = instance.condition;
            setText(shape, said.shape);
            setText(condition, said.text);
            setText(why, whyText(instance));
            show(why, Boolean(instance.why));
            setText(counters, countersText(instance));
        },
        at(zone, instance) {
            const { last_data: time } = instance;
            setText(last, time ? t("instances.last", { time: timeText(new Date(time), zone) }) : "");
            show(last, Boolean(time));
            element.title = instance.since
                ? t("instances.since", { time: timeText(new Date(instance.since), zone) }) : "";
        },
    };
}

export function makeInstancesPanel() {
    const list = el("ul", { class: "rows" });
    const element = el(
        "section", { class: "panel instances" }, el("h2", { text: t("instances.title") }), list
    );
    return {
        element,
        update({ status }) {
            show(element, Boolean(status?.instances?.length));
            if (!status?.instances) return;
            keyed(list, status.instances, keyOfInstance, makeInstance);
            const zone = knownZone(status.site.timezone);
            for (const instance of status.instances) list.rows.get(keyOfInstance(instance)).at(zone, instance);
        },
    };
}

// The carbon figure of a device: the predecessor's estimate, and beside it the one with a factor
// that has a source. Both are the server's; the page computes none of it.
import { el, setText, show } from "./dom.js";
import { number } from "./format.js";
import { t } from "./i18n.js";

const tonnes = (value) => `${number(Number(value), 6)}\u00a0t`;

export function makeCarbonLine() {
    const estimate = el("span", { class: "number" });
    const sourced = el("span", { class: "number" });
    const beside = el("p", { class: "sourced" }, el("span", { text: t("carbon.sourced") }), sourced);
    const element = el("div", { class: "carbon", hidden: true },
        el("p", {}, el("span", { text: t("carbon.avoided") }), estimate), beside);
    return {
        element,
        update(answer) {
            const isCounted = Boolean(answer) && answer.data_quality?.energy_metric !== "";
            show(element, isCounted);
            if (!isCounted) return;
            setText(estimate, tonnes(answer.calculations.emission_reductions_tco2));
            const other = answer.sourced?.emission_reductions_tco2;
            show(beside, other !== undefined);
            if (other === undefined) return;
            setText(sourced, tonnes(other));
            beside.title = t(
                "carbon.source",
                { factor: String(answer.sourced.factor), source: answer.sourced.source ?? "" }
            );
        },
    };
}

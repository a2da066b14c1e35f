// The samples of a chart as a table, newest first.
import { el, setText, show } from "../dom.js";
import { integer, metricText, timeText } from "../format.js";
import { t, word } from "../i18n.js";
import { qualityOf } from "../freshness.js";

const ROWS_MAX = 200;

function rowOf({ metric, unit, t: time, v, q }, zone) {
    const shown = metricText(metric, v, unit);
    return el("tr", {},
        el("td", { text: timeText(time * 1000, zone) }), el("td", { text: word("metric", metric) }),
        el("td", { class: "number", text: `${shown.text} ${shown.unit}` }),
        el("td", { text: qualityOf(q)?.text ?? word("quality", "good") }));
}

export function makeChartTable() {
    const body = el("tbody");
    const note = el("p", { class: "note" });
    const named = { role: "region", "aria-label": t("chart.table"), tabindex: "0" };
    const element = el("div", { class: "table", ...named, hidden: true },
        el("table", {},
            el("thead", {}, el("tr", {}, ...["time", "metric", "value", "quality"].map((name) =>
                el("th", { scope: "col", text: word("column", name) })))), body), note);
    return {
        element,
        update(list, zone) {
            const rows = list.flatMap(({ metric, unit, samples }) =>
                samples.map((sample) => ({ ...sample, metric, unit })));
            rows.sort((a, b) => b.t - a.t);
            body.replaceChildren(...rows.slice(0, ROWS_MAX).map((row) => rowOf(row, zone)));
            show(note, rows.length > ROWS_MAX);
            setText(note, t("chart.table_part", { shown: integer(ROWS_MAX), total: integer(rows.length) }));
        },
    };
}

// What devices sent and the historian did not take, newest first, and why.
import { el, keyed, setText, show } from "./dom.js";
import { integer, knownZone, timeText } from "./format.js";
import { t } from "./i18n.js";
import { state } from "./state.js";

const SHOWN_MAX = 20;

function makeEntry(entry) {
    const zone = knownZone(state.status?.site.timezone);
    const where = [entry.device, entry.field, entry.address].filter(Boolean).join(" · ");
    return {
        element: el("li", {},
            el("p", { class: "row" },
                el("span", { class: "who" }, el("bdi", { text: entry.message || entry.code })),
                el(
                    "time", { class: "note", datetime: entry.at, text: timeText(new Date(entry.at), zone) }
                )),
            el("p", { class: "note" }, el("bdi", { text: `${entry.code}${where ? ` · ${where}` : ""}` })),
            entry.excerpt ? el("details", {}, el("summary", { text: t("rejected.sent") }),
                el("pre", { tabindex: "0" }, el("code", { text: entry.excerpt }))) : null),
        update() {},
    };
}

export function makeRejectedPanel() {
    const list = el("ul", { class: "rows" });
    const note = el("p", { class: "note" });
    const element = el(
        "section", { class: "panel rejected" }, el("h2", { text: t("rejected.title") }), note, list
    );
    return {
        element,
        update({ rejected }) {
            show(element, Boolean(rejected));
            if (!rejected) return;
            const shown = rejected.rejected.slice(0, SHOWN_MAX).map((entry, index) => ({
                ...entry, key: JSON.stringify([entry.at, entry.device, entry.field, entry.excerpt, index]),
            }));
            // The list outlives a restart, the count does not.
            const total = Math.max(rejected.total, rejected.rejected.length);
            setText(note, total === 0 ? t("rejected.none")
                : t("rejected.note", { shown: integer(shown.length), total: integer(total) }));
            keyed(list, shown, (entry) => entry.key, makeEntry);
        },
    };
}

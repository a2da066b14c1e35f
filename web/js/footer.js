// Which daemon and which store this is.
import { el, setText } from "./dom.js";
import { integer, knownZone, timeText } from "./format.js";
import { t } from "./i18n.js";

export function makeFooter() {
    const line = el("p");
    return {
        element: el("footer", {}, line),
        update({ status }) {
            if (!status) return;
            const zone = knownZone(status.site.timezone);
            setText(line, t("footer.line", {
                version: status.version, started: timeText(new Date(status.started), zone), zone,
                store: status.store.store_id ?? "", readings: integer(status.store.readings),
            }));
        },
    };
}

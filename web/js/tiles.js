// The first row: what a person wants to know before anything else.
import { el, setText } from "./dom.js";
import { isCurrent } from "./freshness.js";
import { ageText, integer, number, powerText } from "./format.js";
import { t, word } from "./i18n.js";
import { siteNow } from "./state.js";

const NONE = { text: "–", unit: "" };

/**
 * The power of the site this moment: the sum of current, usable values, and of how many devices.
 * Rejected and retired devices are no part of the site. Pure.
 */
export function powerNow(devices, readings) {
    const counted = devices.filter(({ standing }) => standing === "approved" || standing === "unapproved");
    const sum = { watts: 0, from: 0, of: 0, isSimulated: false };
    for (const { id } of counted) {
        const reading = readings.get(id);
        const power = reading?.values.power;
        if (!power) continue;
        sum.of++;
        if (!isCurrent(reading) || typeof power.v !== "number" || power.q.startsWith("bad")) continue;
        sum.watts += power.v;
        sum.from++;
        sum.isSimulated ||= power.origin === "simulated";
    }
    return sum;
}

function makeTile(label) {
    const value = el("strong", { class: "value", text: "–" });
    const unit = el("span", { class: "unit" });
    const note = el("p", { class: "note" });
    return {
        element: el(
            "section", { class: "tile" }, el("h2", { text: label }), el("p", {}, value, unit), note
        ),
        set(shown, text) {
            setText(value, shown.text);
            setText(unit, shown.unit ? `\u00a0${shown.unit}` : "");
            setText(note, text);
        },
    };
}

function setPower(tile, state) {
    const sum = powerNow(state.devices, state.readings);
    const note = sum.of === 0 ? t("tile.power_none") : t(
        "tile.power_note", { from: integer(sum.from), of: integer(sum.of) }
    );
    tile.set(
        sum.from === 0 ? NONE : powerText(sum.watts),
        sum.isSimulated ? `${note} · ${word("origin", "simulated")}` : note
    );
}

function setDevices(tile, state) {
    const shown = state.devices.filter(({ standing }) => standing !== "retired");
    const fresh = shown.filter(
        ({ id, freshness }) => (state.readings.get(id)?.freshness ?? freshness) === "fresh"
    ).length;
    tile.set({ text: `${integer(fresh)} / ${integer(shown.length)}`, unit: "" }, t("tile.devices_note"));
}

function setStored(tile, { store, intake }) {
    const space = typeof store.days_left === "number" ? t(
        "tile.days_left", { days: integer(Math.floor(store.days_left)) }
    ) : "";
    const last = intake.last_commit ? ageText(
        Math.max(0, (siteNow() - Date.parse(intake.last_commit)) / 1000)
    ) : "";
    tile.set(
        { text: integer(store.readings), unit: "" },
        [last && t("tile.last_commit", { age: last }), space].filter(Boolean).join(" · ")
    );
}

function setRefused(tile, { intake }) {
    tile.set({ text: integer(intake.rejected + intake.refusals), unit: "" },
        t("tile.refused_note", { duplicates: integer(intake.duplicates) }));
}

function setCapacity(tile, { site }) {
    const has = typeof site.capacity_kw === "number" && site.capacity_kw > 0;
    tile.set(has ? { text: number(site.capacity_kw, site.capacity_kw % 1 ? 1 : 0), unit: "kWp" } : NONE,
        has ? t("tile.capacity_note") : t("tile.capacity_unset"));
}

export function makeTiles() {
    const tiles = {
        power: makeTile(t("tile.power")), devices: makeTile(t("tile.devices")),
        stored: makeTile(t("tile.stored")),
        refused: makeTile(t("tile.refused")), capacity: makeTile(t("tile.capacity")),
    };
    tiles.power.element.classList.add("first");
    const element = el("div", { class: "tiles" }, ...Object.values(tiles).map((tile) => tile.element));
    return {
        element,
        update(state) {
            if (!state.status || !state.devices) return;
            setPower(tiles.power, state);
            setDevices(tiles.devices, state);
            setStored(tiles.stored, state.status);
            setRefused(tiles.refused, state.status);
            setCapacity(tiles.capacity, state.status);
        },
    };
}

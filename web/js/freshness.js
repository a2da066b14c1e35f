// Freshness, quality and approval as shape and word; never by colour alone.
import { word } from "./i18n.js";

const FRESHNESS = { fresh: "●", late: "◐", stale: "○", silent: "◌", never: "◌" };
const STANDING = { approved: "✓", unapproved: "?", rejected: "✕", retired: "–" };
const CONDITION = { healthy: "●", starting: "◌", degraded: "◐", stuck: "✕", disabled: "✕" };
const DESTINATION = { caught_up: "●", sending: "◐", starting: "◌", retrying: "◔", held: "✕", paused: "‖", unconfigured: "–" };

const said = (shapes, family) => (code) => ({ shape: shapes[code] ?? "?", text: word(family, code) });

export const freshnessOf = said(FRESHNESS, "freshness");
export const standingOf = said(STANDING, "standing");
export const conditionOf = said(CONDITION, "condition");
export const destinationOf = said(DESTINATION, "destination");

/** Nothing for a good value: what is as it should be needs no mark. */
export function qualityOf(code) {
    if (!code || code === "good") return null;
    return { shape: code.startsWith("uncertain") ? "◒" : "✕", text: word("quality", code) };
}

/** Only origins that a reader must know of; a measured value is the normal case. */
export function originOf(code) {
    return ["simulated", "derived", "constant", "manual"].includes(code) ? word("origin", code) : "";
}

/** The bars of the site: does the reading of a device count as current? */
export function isCurrent(reading) {
    return reading.freshness === "fresh" || reading.freshness === "late";
}

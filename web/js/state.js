// What the page knows, in one place. Panels are told when it changes and read from it; nobody but
// refresh.js and live.js writes readings.

export const state = {
    connection: "connecting", // connecting | live | reconnecting | offline
    connections: 0,           // how often it was made
    since: null,              // when the connection was lost
    starting: null,           // what a daemon that recovers says
    session: null,
    status: null,
    statusAt: 0,              // when it came, by this browser's clock
    devices: null,
    readings: new Map(),      // device id -> as /api/v1/latest has it
    readingsAt: new Map(),    // device id -> when it came
    carbon: new Map(),        // device id -> as /api/carbon-credits has it; null: it has none
    rejected: null,
    destinations: null,
    rates: new Map(),         // instance -> {counter: per second}, between the last two answers
    problem: null,            // what the last refresh failed with
    device: null,             // shown in the charts
    rangeS: 3600,
};

const listeners = new Set();
let isDue = false;

function tell() {
    isDue = false;
    for (const listener of listeners) listener(state);
}

/** Calls back after changes, at most once a frame. */
export function subscribe(listener) {
    listeners.add(listener);
}

/** Forgets all panels, before the page is made again in another language. */
export function forgetListeners() {
    listeners.clear();
}

export function changed() {
    if (isDue) return;
    isDue = true;
    // A timer, not an animation frame: a page in the background must stay right too.
    setTimeout(tell, 16);
}

export function change(patch) {
    Object.assign(state, patch);
    changed();
}

/** How old the newest reading of a device is now; the server's figure, carried on. */
export function ageOf(reading) {
    const came = state.readingsAt.get(reading.device_id);
    return (reading.age_s ?? 0) + (Date.now() - came) / 1000;
}

/** The site's time now: the server's clock, not this browser's. */
export function siteNow() {
    if (!state.status) return null;
    return new Date(Date.parse(state.status.server_time) + Date.now() - state.statusAt);
}

/** Whether what is shown may have changed meanwhile. */
export function isCut() {
    return state.connection === "offline" || state.connection === "reconnecting";
}

/** Whether this browser may change something now. */
export function mayOperate() {
    return !isCut() && Boolean(state.session?.loopback || state.session?.scopes?.includes("operate"));
}

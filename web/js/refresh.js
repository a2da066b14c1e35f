// What is fetched, and when: all at each connection, then every few seconds what the WebSocket does
// not tell (quality, freshness, approval, counts).
import { api, Problem, Unreachable } from "./api.js";
import { doubt } from "./live.js";
import { ratesBetween } from "./rates.js";
import { change, state } from "./state.js";

const TICK_MS = 5000;
const CARBON_TICKS = 6;

let isFetching = false;
let ticks = 0;
let askForLogin = () => {};

function takeReadings(readings) {
    const now = Date.now();
    for (const reading of readings) {
        const shown = state.readings.get(reading.device_id);
        // A frame may have overtaken this answer.
        if (shown && Date.parse(shown.time) > Date.parse(reading.time)) continue;
        state.readings.set(reading.device_id, reading);
        state.readingsAt.set(reading.device_id, now);
    }
}

async function fetchCarbon() {
    await Promise.all(state.devices.map(async ({ id }) => {
        try {
            state.carbon.set(id, await api.carbon(id));
        } catch (error) {
            if (!(error instanceof Problem)) throw error;
            state.carbon.set(id, null); // no reading of it yet; asked again at its turn
        }
    }));
}

async function fetchAll() {
    const [status, devices, readings, rejected, destinations] = await Promise.all(
        [api.status(), api.devices(), api.latest(), api.rejected(), api.destinations()]
    );
    takeReadings(readings);
    state.rates = ratesBetween(state.status, status) ?? state.rates;
    const statusAt = Date.now();
    change({ status, statusAt, devices, rejected, destinations, problem: null, starting: null });
    if (ticks++ % CARBON_TICKS === 0 || devices.length > state.carbon.size) {
        await fetchCarbon();
        change({});
    }
}

function onFailure(error) {
    if (error instanceof Unreachable) doubt();
    else if (error.status === 401) askForLogin();
    else if (error.status === 503) change({ starting: error.message });
    else change({ problem: error.message });
}

/** Brings everything up to date, unless that is being done. */
export async function refresh() {
    if (isFetching || document.querySelector("dialog.access[open]")) return;
    isFetching = true;
    try {
        await fetchAll();
    } catch (error) {
        onFailure(error);
    } finally {
        isFetching = false;
    }
}

/** Starts the regular turns. `onLogin` is called when the daemon wants to know who asks. */
export function startRefreshing(onLogin) {
    askForLogin = onLogin;
    setInterval(() => {
        if (!document.hidden && state.connection !== "offline") refresh();
    }, TICK_MS);
    document.addEventListener("visibilitychange", () => {
        if (!document.hidden) refresh();
    });
}

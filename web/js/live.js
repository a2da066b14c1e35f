// The WebSocket: live readings, and knowing when the daemon is gone. Lost, it is tried again after
// 1, 2, 4 ... 30 s, and what was missed is fetched.
import { api } from "./api.js";
import { change, changed, state } from "./state.js";

const BACKOFF_MAX_S = 30;
const SILENCE_MAX_MS = 20000; // a daemon that has readings sends a frame every 5 s
const RESERVED = new Set([
    "device_id", "timestamp", "q", "id", "received", "flags", "store_id", "seq", "server_received_at",
]);

const readingListeners = new Set();
let socket = null;
let backoffS = 1;
let retryTimer = 0;
let silenceTimer = 0;
let resync = async () => {};

/** Calls back with each reading that comes in: (device id, Date, frame). */
export function onReading(listener) {
    readingListeners.add(listener);
}

export function forgetReadingListeners() {
    readingListeners.clear();
}

/** A value of a frame, with what was known of its metric; `q` names all that are not good. */
function valueOf(old, value, reason) {
    const q = reason ?? (value === null ? "bad_no_value" : "good");
    return { unit: old?.unit ?? "", origin: old?.origin, v: value, q };
}

/** A reading that says only that the device did not answer. */
function isSilence(frame) {
    const metrics = Object.keys(frame).filter((key) => !RESERVED.has(key));
    return metrics.length > 0 && metrics.every((metric) => frame.q?.[metric] === "bad_comm");
}

function takeLatest(frame) {
    const known = state.readings.get(frame.device_id);
    // What was sent after the fact is history, not news.
    if (known && Date.parse(known.time) > Date.parse(frame.timestamp)) return;
    const values = { ...known?.values };
    for (const [metric, value] of Object.entries(frame))
        if (!RESERVED.has(metric)) values[metric] = valueOf(values[metric], value, frame.q?.[metric]);
    state.readings.set(frame.device_id, {
        device_id: frame.device_id, time: frame.timestamp, age_s: 0,
        freshness: isSilence(frame) ? "silent" : "fresh", flags: known?.flags ?? [], values,
    });
    state.readingsAt.set(frame.device_id, Date.now());
}

function take(frame) {
    takeLatest(frame);
    for (const listener of readingListeners) listener(frame.device_id, new Date(frame.timestamp), frame);
}

function onFrame(event) {
    watchSilence();
    const frame = JSON.parse(event.data);
    if (frame.type !== "energy_reading") return;
    take(frame.data);
    changed();
    if (!state.devices?.some((device) => device.id === frame.data.device_id)) resync();
}

function watchSilence() {
    clearTimeout(silenceTimer);
    silenceTimer = setTimeout(() => socket?.close(), SILENCE_MAX_MS);
}

function onOpen() {
    backoffS = 1;
    change({ connection: "live", connections: state.connections + 1, since: null, starting: null });
    resync();
}

async function onClose() {
    clearTimeout(silenceTimer);
    socket = null;
    lost("reconnecting");
    scheduleRetry();
    if (!(await api.isHealthy()) && state.connection !== "live") lost("offline");
}

/** A request got no answer: the connection, if it still looks open, must prove itself anew. */
export function doubt() {
    if (socket) socket.close();
    else lost("offline");
}

/** Notes that the daemon does not answer; the time of the first loss is kept. */
export function lost(connection) {
    change({ connection, since: state.since ?? new Date() });
}

function scheduleRetry() {
    clearTimeout(retryTimer);
    retryTimer = setTimeout(connect, backoffS * 1000 * (0.75 + Math.random() / 2));
    backoffS = Math.min(backoffS * 2, BACKOFF_MAX_S);
}

/** Tries now, without waiting for the next turn. */
export function connect() {
    clearTimeout(retryTimer);
    if (socket) return;
    socket = new WebSocket(new URL("ws", document.baseURI).href.replace(/^http/, "ws"));
    socket.addEventListener("open", onOpen);
    socket.addEventListener("message", onFrame);
    socket.addEventListener("close", onClose);
}

/** Starts; `fetchAll` brings the page up to date after each connection. */
export function startLive(fetchAll) {
    resync = fetchAll;
    addEventListener("online", connect);
    connect();
}

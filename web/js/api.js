// Requests to the daemon this page came from. Addresses are relative, so that the page also works
// behind a prefix and under HTTPS.

let csrf = null;

/** The daemon answered, but not with what was asked for. */
export class Problem extends Error {
    constructor(status, body) {
        super(body.detail || body.title || `HTTP ${status}`);
        this.status = status;
        this.code = body.code ?? "";
    }
}

/** The daemon could not be reached, or not in time. */
export class Unreachable extends Error {}

const TIMEOUT_MS = 10000;

async function bodyOf(answer) {
    try {
        return await answer.json();
    } catch {
        return {};
    }
}

async function request(path, { method = "GET", body } = {}) {
    const headers = { Accept: "application/json" };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (csrf && method !== "GET") headers["X-CSRF-Token"] = csrf;
    let answer;
    try {
        answer = await fetch(path, {
            method, headers, cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS),
            body: body === undefined ? undefined : JSON.stringify(body),
        });
    } catch (error) {
        throw new Unreachable(error.message);
    }
    const content = await bodyOf(answer);
    if (!answer.ok) throw new Problem(answer.status, content);
    return content;
}

const device = (id) => `api/v1/devices/${encodeURIComponent(id)}`;
const destination = (output) => `api/v1/destinations/${encodeURIComponent(output)}`;

export const api = {
    isHealthy: () => fetch("healthz", { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS) })
        .then((answer) => answer.ok, () => false),
    status: () => request("api/v1/status"),
    devices: () => request("api/v1/devices").then((body) => body.devices),
    latest: () => request("api/v1/latest").then((body) => body.readings),
    rejected: () => request("api/v1/rejected"),
    destinations: () => request("api/v1/destinations").then((body) => body.destinations),
    turn: (output, verb) => request(`${destination(output)}/${verb}`, { method: "POST" }),
    retryQuarantine: (output) => request(
        `${destination(output)}/quarantine/retry`, { method: "POST", body: { all: true } }
    ),
    carbon: (id) => request(`api/carbon-credits/${encodeURIComponent(id)}`),
    samples: (id, metric, from, pointsMax) => request(`api/v1/samples?${new URLSearchParams({
        device: id, metric, from: from.toISOString(), max_points: pointsMax,
    })}`),
    decide: (id, decision) => request(`${device(id)}/${decision}`, { method: "POST" }),
    rename: (id, label) => request(`${device(id)}/rename`, { method: "POST", body: { label } }),

    async session() {
        const session = await request("api/v1/session");
        csrf = session.csrf ?? null;
        return session;
    },
    setUp: (code, password) => request("api/v1/setup", { method: "POST", body: { code, password } }),
    logIn: (password) => request("api/v1/login", { method: "POST", body: { password } }),
    logOut: () => request("api/v1/logout", { method: "POST" }),
};

// A daemon that can be told to be in the states that are hard to make with the real one: gone,
// starting, locked, with hostile device ids. It keeps readings in memory and has the same routes.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join, normalize } from "node:path";
import { pageFolder, vendorFolder } from "./paths.mjs";

const TYPES = {
    html: "text/html", css: "text/css", js: "text/javascript", json: "application/json",
    svg: "image/svg+xml",
};
const UNITS = {
    power: "W", current: "A", voltage: "V", total_energy_kwh: "kWh", ambient_temp_c: "°C",
    irradiance_w_m2: "W/m²",
    grid_frequency_hz: "Hz", efficiency: "", power_factor: "", system_status: "", ac_power_kw: "kW",
    power_w: "W", voltage_l1_v: "V", current_l1_a: "A", energy_import_kwh: "kWh", energy_export_kwh: "kWh",
};
const COUNTERS = ["total_energy_kwh", "energy_import_kwh", "energy_export_kwh"];
const ORIGINS = {
    irradiance_w_m2: "simulated", ambient_temp_c: "simulated", power: "derived", voltage: "constant",
};

/** One unmasked text frame (RFC 6455, 5.2). */
function textFrame(text) {
    const body = Buffer.from(text);
    if (body.length < 126) return Buffer.concat([Buffer.from([0x81, body.length]), body]);
    const head = Buffer.from([0x81, 126, 0, 0]);
    head.writeUInt16BE(body.length, 2);
    return Buffer.concat([head, body]);
}

export class FakeHistorian {
    devices = new Map();
    stored = new Map(); // id -> [{time, values}]
    rejected = [];
    rejectedSinceStart; // fewer than are listed, after a restart
    destinations = []; // as /api/v1/destinations has them
    session = {
        authenticated: false, loopback: true, set_up: true, csrf: null, scopes: ["read", "operate"],
    };
    status = { demo: false, clock: { trusted: true } };
    startingWith = null;
    carbon = CARBON; // null: none yet
    password = "right password";
    decisions = [];
    #started = new Date().toISOString();
    #sockets = new Set();
    #server = null;
    port = 0;

    get url() { return `http://127.0.0.1:${this.port}/`; }

    async start() {
        this.#server = createServer((request, response) => this.#answer(request, response));
        this.#server.on("upgrade", (request, socket) => this.#upgrade(request, socket));
        await new Promise((resolve) => this.#server.listen(this.port, "127.0.0.1", resolve));
        this.port = this.#server.address().port;
        return this;
    }

    async stop() {
        for (const socket of this.#sockets) socket.destroy();
        this.#server.closeAllConnections();
        await new Promise((resolve) => this.#server.close(resolve));
    }

    /** Stores a reading, and tells everyone who listens. */
    post(reading, quality = {}, time = new Date()) {
        const { device_id: id, timestamp, ...metrics } = reading;
        if (!this.devices.has(id)) this.devices.set(id, this.#newDevice(id, metrics));
        if (!this.stored.has(id)) this.stored.set(id, []);
        this.stored.get(id).push({ time, metrics, quality });
        this.#tell({
            type: "energy_reading",
            data: { device_id: id, timestamp: time.toISOString(), ...metrics, q: quality },
        });
    }

    #newDevice(id, metrics) {
        return {
            id, label: "", standing: "unapproved", configured: false, profile: "esp32-scada", rated_kw: 1,
            expected_interval_s: 1,
            address: "10.0.0.7", first_seen: new Date().toISOString(), age_s: 0, freshness: "fresh",
            metrics: Object.keys(metrics).map(
                (name) => ({
                    name, unit: UNITS[name] ?? "", kind: COUNTERS.includes(name) ? "counter" : "gauge",
                    origin: ORIGINS[name] ?? "measured",
                })
            ),
        };
    }

    #tell(frame) {
        for (const socket of this.#sockets) socket.write(textFrame(JSON.stringify(frame)));
    }

    #upgrade(request, socket) {
        const accept = createHash("sha1").update(
            `${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
        ).digest("base64");
        socket.write(
            `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`
        );
        this.#sockets.add(socket);
        socket.on("data", (bytes) => { if ((bytes[0] & 15) === 8) socket.end(); });
        socket.on("close", () => this.#sockets.delete(socket));
        socket.on("error", () => socket.destroy());
    }

    async #answer(request, response) {
        const url = new URL(request.url, this.url);
        const chunks = [];
        for await (const chunk of request) chunks.push(chunk);
        const [status, body, type] = await this.#route(request, url, Buffer.concat(chunks).toString());
        response.writeHead(status, {
            "Content-Type": type ?? "application/json",
            "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
        });
        response.end(type ? body : JSON.stringify(body));
    }

    async #route(request, url, body) {
        const path = decodeURIComponent(url.pathname);
        if (!path.startsWith("/api/") && path !== "/healthz") return this.#file(path);
        if (this.startingWith) return [503, { code: "starting", detail: this.startingWith }];
        if (path === "/healthz") return [200, { status: "ok" }];
        if (path === "/api/v1/session") return [200, this.session];
        if (path === "/api/v1/login") return this.#logIn(JSON.parse(body).password);
        if (path === "/api/v1/setup") return this.#logIn(this.password, this.session.set_up = true);
        if (path === "/api/v1/logout") return [
            200, this.session = { ...this.session, authenticated: false, scopes: [] },
        ];
        if (path === "/api/energy-data") return this.#ingest(JSON.parse(body));
        if (path === "/api/v1/readings") return [200, this.post(JSON.parse(body)) ?? { accepted: 1 }];
        if (!this.session.scopes.includes("read")) return [401, { code: "login_needed", detail: "log in" }];
        if (request.method === "POST" && path.startsWith("/api/v1/destinations/"))
            return this.#turn(request, path.split("/").slice(4), body);
        if (request.method === "POST") return this.#decide(request, path.split("/").slice(-2), body);
        return this.#read(path, url.searchParams);
    }

    #ingest(reading) {
        if (!("power" in reading)) {
            const why = {
                code: "missing_field", message: "power is missing", device: reading.device_id,
                field: "power",
            };
            this.rejected.unshift({
                ...why, at: new Date().toISOString(), address: "127.0.0.1", excerpt: JSON.stringify(reading),
            });
            return [400, { detail: "Missing required fields: ['power']" }];
        }
        this.post(reading);
        return [200, { status: "success" }];
    }

    #logIn(password) {
        if (password !== this.password) return [401, { code: "wrong_password", detail: "wrong password" }];
        this.session = {
            ...this.session, authenticated: true, csrf: "token-of-the-session", scopes: ["read", "operate"],
        };
        return [200, { csrf: this.session.csrf }];
    }

    #turn(request, [output, ...verb], body) {
        if (!this.#isProtected(request)) return NO_CSRF;
        const destination = this.destinations.find((known) => known.output === output);
        this.decisions.push([output, verb.join("/"), body]);
        if (verb[0] === "pause") destination.state = "paused";
        if (verb[0] === "resume") destination.state = "sending";
        if (verb[1] === "retry") destination.quarantined_readings = 0;
        return [200, verb[1] ? { output, readings: 2 } : destination];
    }

    #isProtected(request) {
        return !this.session.csrf || request.headers["x-csrf-token"] === this.session.csrf;
    }

    #decide(request, [id, decision], body) {
        if (!this.#isProtected(request)) return NO_CSRF;
        const device = this.devices.get(id);
        this.decisions.push([id, decision]);
        if (decision === "rename") device.label = JSON.parse(body).label;
        else device.standing = { approve: "approved", reject: "rejected" }[decision];
        return [200, device];
    }

    #read(path, query) {
        if (path === "/api/v1/devices") return [200, { devices: [...this.devices.values()] }];
        if (path === "/api/v1/latest") return [
            200, { readings: [...this.stored.keys()].map((id) => this.#latest(id)) },
        ];
        if (path === "/api/v1/rejected") return [
            200, { total: this.rejectedSinceStart ?? this.rejected.length, rejected: this.rejected },
        ];
        if (path === "/api/v1/destinations") return [
            200, { server_time: new Date().toISOString(), destinations: this.destinations },
        ];
        if (path === "/api/v1/samples") return this.#samples(query);
        if (path === "/api/v1/status") return [200, this.#statusNow()];
        if (path.startsWith("/api/carbon-credits/"))
            return this.carbon ? [200, this.carbon] : [404, { detail: "no reading yet" }];
        return [404, { code: "not_found", detail: path }];
    }

    #latest(id) {
        const { time, metrics, quality } = this.stored.get(id).at(-1);
        const values = Object.fromEntries(Object.entries(metrics).map(([name, v]) => [name, {
            v, unit: UNITS[name] ?? "", q: quality[name] ?? (v === null ? "bad_no_value" : "good"),
            origin: ORIGINS[name] ?? "measured",
        }]));
        const device = this.devices.get(id);
        return {
            device_id: id, time, received: time, age_s: (Date.now() - time) / 1000,
            freshness: device.freshness, flags: ["arrival"], values,
        };
    }

    #samples(query) {
        const device = query.get("device");
        const metric = query.get("metric");
        const from = new Date(query.get("from"));
        if (!this.devices.get(device)?.metrics.some(({ name }) => name === metric))
            return [404, { code: "unknown_metric", detail: `device '${device}' has no metric '${metric}'` }];
        const samples = (this.stored.get(device) ?? []).filter(
            ({ time, metrics }) => time >= from && typeof metrics[metric] === "number"
        )
            .map(({ time, metrics }) => ({ t: time.toISOString(), v: metrics[metric], q: "good" }));
        return [200, { device, metric, unit: UNITS[metric] ?? "", samples, next_cursor: null }];
    }

    #statusNow() {
        const readings = [...this.stored.values()].reduce((sum, list) => sum + list.length, 0);
        const now = new Date().toISOString();
        return {
            version: "0.1.0", started: this.#started, server_time: now,
            site: {
                id: "site-001", name: "Ouarzazate roof", timezone: "Africa/Casablanca", country: "MA",
                capacity_kw: 100,
            },
            intake: {
                received: readings, stored: readings, duplicates: 2, rejected: this.rejected.length,
                refusals: 0, last_commit: now,
            },
            store: { store_id: "0f3c-9a", readings, days_left: 412 },
            instances: [
                {
                    kind: "input", name: "http", plugin: "http", version: "0.1.0", condition: "healthy",
                    why: "", since: now, last_data: readings > 0 ? now : null,
                    counters: { received: readings },
                },
                {
                    kind: "store", name: "store", plugin: "sqlite", version: "0.1.0", condition: "healthy",
                    why: "", since: now, counters: { commits: 12 },
                },
                {
                    kind: "input", name: "usb", plugin: "serial", version: "0.1.0", condition: "degraded",
                    why: "serial /dev/ttyUSB0: no such device; next try in 8 s", since: now, counters: {},
                },
            ],
            web: { connections: 1, live: 1, refused_peers: 0, peers_setting: "http.peers" },
            ...this.status,
        };
    }

    async #file(path) {
        const name = normalize(path === "/" ? "/index.html" : path);
        const ending = name.split(".").at(-1);
        const file = name.startsWith("/vendor/") ? join(
            vendorFolder, name.slice(8)
        ) : join(pageFolder, name);
        try {
            return [200, await readFile(file), TYPES[ending] ?? "text/plain"];
        } catch {
            return [404, "", "text/plain"];
        }
    }
}

const NO_CSRF = [403, { code: "csrf", detail: "no CSRF token" }];

/** A destination that does not answer, with a backlog. */
export const cloud = (output = "cloud") => ({
    output, plugin: "supabase", state: "retrying", why: "no route to host; tried again in 8 s",
    required: true, backlog_readings: 1204, oldest_unsent: "2025-01-20T10:30:00Z",
    oldest_unsent_s: 3 * 3600 + 60, last_success: "2025-01-20T10:29:58Z", next_try: null,
    drains_in_s: 7300, delivered_readings: 90000, duplicate_readings: 0, quarantined_readings: 2,
    dropped_readings: 0, window_s: 0, thinned_readings: 0, retries: 7, batch_readings: 500, readings_per_second: 0,
    bytes_today: 4250000, positions: [],
    data_a_day: { sent_bytes: 11.9e6, readings: 8640, days_until_full: 165, full_bytes: 5e8, estimate: true },
});

const CARBON = {
    methodology: "GCCM001_v4", estimate: true,
    calculations: {
        baseline_emissions_tco2: 0.000979, project_emissions_tco2: 0, emission_reductions_tco2: 0.000979,
    },
    sourced: {
        factor: 0.66, source: "IFI Harmonized Default Grid Factors 2021 v3.1",
        emission_reductions_tco2: 0.000798,
    },
};

// Starts what a test looks at: the real daemon if HISTORIAND names one, else the fake.
import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FakeHistorian } from "./fake_historian.mjs";

export const isReal = Boolean(process.env.HISTORIAND);

// Below those that the kernel gives to outgoing connections, so that none takes it while the daemon is down.
async function freePort() {
    for (;;) {
        const port = randomInt(20_000, 32_768);
        const probe = createServer();
        const isFree = await new Promise((resolve) => {
            probe.once("error", () => resolve(false));
            probe.listen(port, "127.0.0.1", () => resolve(true));
        });
        if (!isFree) continue;
        await new Promise((resolve) => probe.close(resolve));
        return port;
    }
}

class RealHistorian {
    #child = null;

    static async make(configuration) {
        const made = new RealHistorian();
        made.folder = await mkdtemp(join(tmpdir(), "historian-page-"));
        made.port = await freePort();
        made.url = `http://127.0.0.1:${made.port}/`;
        await writeFile(join(made.folder, "historian.yaml"), configuration);
        return made.start();
    }

    async start() {
        this.#child = spawn(process.env.HISTORIAND, ["--config", join(this.folder, "historian.yaml"),
            "--data", join(this.folder, "data"), "--port", String(this.port)], {
                stdio: ["ignore", "ignore", "pipe"],
            });
        let log = "";
        this.#child.stderr.on("data", (bytes) => { log += bytes; });
        for (;;) {
            if (this.#child.exitCode !== null) throw new Error(
                `historiand ended with ${this.#child.exitCode}:\n${log}`
            );
            const isReady = await fetch(`${this.url}readyz`).then((answer) => answer.ok, () => false);
            if (isReady) return this;
            await new Promise((resolve) => setImmediate(resolve));
        }
    }

    async stop() {
        const ended = new Promise((resolve) => this.#child.on("exit", resolve));
        this.#child.kill();
        await ended;
    }
}

/**
 * A historian without a device: {url, post(reading), postAny(reading), stop(), start(), remove()}.
 * The fake takes no configuration.
 */
export async function startHistorian(configuration = "") {
    const made = isReal ? await RealHistorian.make(configuration) : await new FakeHistorian().start();
    async function postTo(path, reading) {
        const answer = await fetch(`${made.url}${path}`, {
            method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(reading),
        });
        if (!answer.ok) throw new Error(`post: ${answer.status} ${await answer.text()}`);
    }
    return {
        get url() { return made.url; },
        start: () => made.start(),
        stop: () => made.stop(),
        /** As a board posts. */
        post: (reading) => postTo("api/energy-data", reading),
        /** Of any device, with any metrics. */
        postAny: (reading) => postTo("api/v1/readings", reading),
        async remove() {
            await made.stop();
            if (isReal) await rm(made.folder, { recursive: true });
        },
    };
}

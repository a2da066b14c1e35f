// How the page shows inputs whose devices are away: the real daemon, Modbus devices by pymodbus.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { after, afterEach, before, test } from "node:test";
import { connection, launch, open } from "./browser.mjs";
import { isReal, startHistorian } from "./historian.mjs";

const WORDS_MS = 120_000; // polls, back-off and the page's own turn, on a busy machine
const options = { skip: !isReal && "HISTORIAND names no daemon" };

let browser;
let historian;
let page;
let server;

before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(async () => {
    await page?.context().close();
    await historian?.remove();
    server?.kill();
    [page, historian, server] = [];
});

/** A Modbus server with these units; answers its port. */
async function startPymodbus(units) {
    server = spawn("/usr/bin/python3", [process.env.HISTORIAN_PYMODBUS, "tcp", JSON.stringify(units)],
        { stdio: ["pipe", "pipe", "inherit"] });
    for await (const line of createInterface({ input: server.stdout })) return line;
    throw new Error("pymodbus does not start: apt install python3-pymodbus");
}

async function openWith(...inputs) {
    historian = await startHistorian(`inputs:\n  - {name: boards, plugin: http}\n${inputs.join("\n")}\n`);
    page = await open(browser, historian.url);
    await connection(page, "live");
}

const unit = (id, device) => `      - {id: ${id}, device: ${device}, registers: [{metric: power_w, address: 0}]}`;
const modbus = (name, at, ...units) => [`  - name: ${name}`, "    plugin: modbus", `    connection: ${at}`,
    "    timeout: 2s", "    units:", ...units].join("\n");
const instance = (name) => page.locator(`.instances [data-instance="${name}"]`);
const says = (name, text) => instance(name).filter({ hasText: text }).waitFor({ timeout: WORDS_MS });

test("says of a serial port that nothing is plugged in", options, async () => {
    await openWith("  - {name: usb, plugin: serial, device: /dev/serial/by-id/usb-none}");
    await says("usb", "serial /dev/serial/by-id/usb-none: unplugged, waiting");
    assert.equal(await instance("usb").getAttribute("data-condition"), "degraded");
    await says("usb", "degraded");
    await says("boards", "running");
});

test("says of a Modbus connection that it cannot be made", options, async () => {
    await openWith(modbus("roof", "tcp://127.0.0.1:1", unit(1, "inverter-1")));
    await says("roof", "tcp://127.0.0.1:1: cannot connect: Connection refused");
    assert.equal(await instance("roof").getAttribute("data-condition"), "degraded");
    const card = page.locator('[data-device="inverter-1"]');
    await card.filter({ hasText: "device did not answer" }).waitFor();
    await page.waitForSelector('[data-device="inverter-1"][data-freshness="silent"]');
});

test("names the unit that is away, shows the one that is there, with rates and last data", options, async () => {
    const port = await startPymodbus({ 1: { hr: { 0: 1500 } } });
    await openWith(modbus("meters", `tcp://127.0.0.1:${port}`, unit(1, "meter-1"), unit(2, "meter-2")));
    const named = instance("meters").filter({ hasText: "unit 2 (meter-2): no reply in time" });
    await named.filter({ hasNotText: "meter-1" }).waitFor({ timeout: WORDS_MS });
    await says("meters", /polls total [\d,]+ \([\d.]+\/s\)/);
    await says("meters", "Last data");
    await page.locator('[data-device="meter-1"]').filter({ hasText: "1,500" }).waitFor();
    await page.locator('[data-device="meter-2"]').filter({ hasText: "device did not answer" }).waitFor();
    // The browser itself says that there is no carbon estimate of a device without values.
    assert.deepEqual(page.trouble.filter((text) => !text.includes("404")), []);
});

test("names every unit that is away, each on its own", options, async () => {
    const port = await startPymodbus({ 7: { hr: { 0: 1 } } });
    await openWith(modbus("meters", `tcp://127.0.0.1:${port}`, unit(1, "meter-1"), unit(2, "meter-2")));
    await says("meters", "unit 1 (meter-1): no reply");
    await says("meters", "unit 2 (meter-2): no reply");
    const why = instance("meters").locator(".why");
    assert.match(await why.textContent(), /^unit 1 \(meter-1\): .*\nunit 2 \(meter-2\): .*$/);
});

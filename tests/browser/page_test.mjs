// What a person does with the page. Runs against the real daemon where there is one.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { connection, launch, metric, open } from "./browser.mjs";
import { startHistorian } from "./historian.mjs";
import { FIRST, meterReading, reading, SECOND } from "./readings.mjs";

let browser;
let historian;
let page;

before(async () => { browser = await launch(); });
after(() => browser.close());
beforeEach(async () => { historian = await startHistorian(); });
afterEach(async () => {
    await page?.context().close();
    await historian.remove();
});

async function openWith(...readings) {
    for (const one of readings) await historian.post(one);
    page = await open(browser, historian.url);
    await connection(page, "live");
    if (readings.length > 0) await page.waitForSelector(`[data-device="${readings.at(-1).device_id}"]`);
}

test("loads with no request to elsewhere and no console error", async () => {
    await openWith(reading(FIRST));
    await page.waitForSelector(".chart.environment .u-over");
    const origin = new URL(historian.url).origin;
    assert.deepEqual(page.asked.filter((url) => !url.startsWith(`${origin}/`)), []);
    assert.deepEqual(page.trouble, []);
});

test("says where to post to until the first device does, and then shows it", async () => {
    await openWith();
    await page.getByText("Waiting for the first device").waitFor();
    assert.ok(await page.getByText(`POST ${historian.url}api/energy-data`, { exact: true }).isVisible());
    await historian.post(reading(FIRST));
    await metric(page, FIRST, "power", "550.0");
    assert.equal(await page.getByText("Waiting for the first device").isVisible(), false);
});

test("shows the predecessor's eight metrics, frequency and status, with units", async () => {
    await openWith(reading(FIRST));
    const shown = { power: "550.0 W", current: "2.500 A", total_energy_kwh: "1.2340 kWh", efficiency: "96.0 %",
        ambient_temp_c: "25.5 °C", irradiance_w_m2: "850 W/m²", voltage: "220 V", power_factor: "0.950",
        grid_frequency_hz: "50.00 Hz", system_status: "Online" };
    for (const [name, text] of Object.entries(shown)) await metric(page, FIRST, name, text);
});

test("shows two devices and changes the one that posts", async () => {
    await openWith(reading(FIRST, 550), reading(SECOND, 300));
    await metric(page, FIRST, "power", "550.0");
    // From here on only the WebSocket brings values.
    await page.route("**/api/v1/latest", (route) => route.fulfill({ json: { readings: [] } }));
    await historian.post(reading(SECOND, 321.5));
    await metric(page, SECOND, "power", "321.5");
    await metric(page, FIRST, "power", "550.0");
    await page.locator(".tile.first").filter({ hasText: "871.5" }).waitFor();
});

test("shows a missing value as a dash with its reason and goes on", async () => {
    await openWith(reading(FIRST, 550), reading(FIRST, 551, { efficiency: null }));
    await metric(page, FIRST, "efficiency", "no value sent");
    await historian.post(reading(FIRST, 552, { efficiency: 0.5 }));
    await metric(page, FIRST, "efficiency", "50.0 %");
});

test("keeps history over a reload", async () => {
    await openWith(reading(FIRST, 111), reading(FIRST, 222), reading(FIRST, 333));
    await page.reload();
    const summary = page.locator(".chart.power .summary");
    await summary.filter({ hasText: "between 111.0 W and 333.0 W" }).waitFor();
    await summary.filter({ hasText: "samples: 3" }).waitFor();
});

test("appends live values to the chart", async () => {
    await openWith(reading(FIRST, 111));
    await page.locator(".chart.power .summary").filter({ hasText: "last 111.0 W" }).waitFor();
    await historian.post(reading(FIRST, 987));
    await page.locator(".chart.power .summary").filter({ hasText: "last 987.0 W" }).waitFor();
});

test("says that the daemon is gone, greys what it shows, and comes back by itself", async () => {
    await openWith(reading(FIRST, 550));
    await page.clock.install(); // the page's clock is ours from the next load on
    await page.reload();
    await connection(page, "live");
    await historian.stop();
    await connection(page, "offline");
    await page.locator(".banner.bad").filter({ hasText: "Not connected since" }).waitFor();
    await page.locator(`[data-device="${FIRST}"]`).getByRole("button", { name: "Rename", disabled: true }).waitFor();
    await page.clock.pauseAt(Date.now() + 60_000); // it would try by itself, and be there before the click
    await historian.start();
    await page.getByRole("button", { name: "Try now" }).click();
    await page.clock.resume();
    await connection(page, "live");
    await page.locator(".banner.bad").waitFor({ state: "detached" });
    await historian.post(reading(FIRST, 640));
    await metric(page, FIRST, "power", "640.0");
});

test("approves, renames and rejects a device", async () => {
    await openWith(reading(FIRST));
    const card = page.locator(`[data-device="${FIRST}"]`);
    await page.getByText(`${FIRST} waits for approval`).waitFor();
    await card.getByRole("button", { name: "Approve" }).click();
    await card.locator(".chip").filter({ hasText: "approved" }).waitFor();
    await card.getByRole("button", { name: "Rename" }).click();
    await page.getByLabel("Name on this page").fill("Roof east");
    await page.locator("dialog").getByRole("button", { name: "Rename" }).click();
    await card.getByRole("heading", { name: "Roof east" }).waitFor();
    await card.getByRole("button", { name: "Reject" }).click();
    await card.locator(".chip").filter({ hasText: "rejected" }).waitFor();
    assert.equal(await page.locator("dialog").count(), 0);
});

test("leaves the name as it is when renaming is cancelled", async () => {
    await openWith(reading(FIRST));
    await page.getByRole("button", { name: "Rename" }).click();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.locator("dialog").waitFor({ state: "detached" });
    await page.getByRole("heading", { name: FIRST }).waitFor();
});

test("chooses device and range of the charts, and keeps both in the address", async () => {
    await openWith(reading(FIRST), reading(SECOND, 300));
    await page.locator(`[data-device="${SECOND}"]`).getByRole("button", { name: "Charts" }).click();
    await page.locator(".chart.power .summary").filter({ hasText: "300.0 W" }).waitFor();
    assert.equal(await page.locator(".trends select").inputValue(), SECOND);
    for (const range of ["6h", "24h", "7d", "1h"]) {
        await page.locator(`[data-range="${range}"]`).click();
        await page.waitForFunction((wished) => location.hash.endsWith(`range=${wished}`), range);
        assert.equal(await page.locator(`[data-range="${range}"]`).getAttribute("aria-pressed"), "true");
    }
    await page.reload();
    await page.locator(".chart.power .summary").filter({ hasText: "300.0 W" }).waitFor();
});

test("draws the charts of a meter from the metrics that it has", async () => {
    await historian.postAny(meterReading("meter-1", 1500));
    await historian.postAny(meterReading("meter-1", 1600, { energy_export_kwh: 120.75 }));
    await openWith();
    const summary = (name) => page.locator(`.chart.${name} .summary`);
    await summary("power").filter({ hasText: "last 1,600 W, between 1,500 W and 1,600 W" }).waitFor();
    await summary("energy").filter({ hasText: "Energy exported: last 120.75 kWh" }).waitFor();
    await summary("energy").filter({ hasText: "Energy imported: last 3.25 kWh" }).waitFor();
    await summary("electrical").filter({ hasText: "last 230.1 V" }).waitFor();
    await page.locator(".chart.electrical .u-over").waitFor();
    assert.equal(await page.locator(".chart").count(), 3);
    assert.ok(await page.locator('[data-device="meter-1"] [data-metric="power_w"]').isVisible());
    assert.equal(await page.getByText("could not be loaded").count(), 0);
    assert.deepEqual(page.trouble, []);
});

test("changes the charts with the device, and keeps them live", async () => {
    await historian.postAny(meterReading("meter-1", 1500));
    await openWith(reading(FIRST));
    const choice = page.locator(".trends select");
    await choice.selectOption(FIRST);
    await page.locator(".chart.environment .summary").filter({ hasText: "25.5" }).waitFor();
    await choice.selectOption("meter-1");
    await page.locator(".chart.electrical .summary").filter({ hasText: "6.5 A" }).waitFor();
    assert.equal(await page.locator(".chart.environment").count(), 0);
    await historian.postAny(meterReading("meter-1", 1750));
    await page.locator(".chart.power .summary").filter({ hasText: "last 1,750 W" }).waitFor();
    await choice.selectOption(FIRST);
    await page.locator(".chart.environment .u-over").waitFor();
    assert.deepEqual(page.trouble, []);
});

test("says that a device without numbers has no chart", async () => {
    await historian.postAny({ device_id: "door-1", state: "open" });
    await openWith();
    const words = /This device has sent no number yet\.|No data between/;
    await page.locator(".note:visible, .chart .empty:visible").filter({ hasText: words }).first().waitFor();
});

test("shows a chart as a table and saves it as CSV", async () => {
    await openWith(reading(FIRST, 550));
    const chart = page.locator(".chart.power");
    await chart.getByRole("button", { name: "View as table" }).click();
    await chart.getByRole("cell", { name: "550.0 W" }).waitFor();
    const [saved] = await Promise.all([
        page.waitForEvent("download"), chart.getByRole("button", { name: "Save CSV" }).click(),
    ]);
    const lines = (await readFile(await saved.path(), "utf8")).split("\r\n");
    assert.equal(lines[0], "time,device,metric,unit,value,quality");
    assert.match(lines[1], /^\d{4}-\d\d-\d\dT[\d:.]+Z,ESP32-001,power,W,550,good$/);
    await chart.getByRole("button", { name: "View as chart" }).click();
    await chart.locator(".u-over").waitFor();
});

test("moves the crosshair with the arrow keys", async () => {
    await openWith(reading(FIRST, 111), reading(FIRST, 222));
    const plot = page.locator(".chart.power .plot");
    await plot.locator(".u-over").waitFor();
    await plot.focus();
    await plot.press("Home");
    await plot.locator(".u-legend").filter({ hasText: "111.0 W" }).waitFor();
    await plot.press("ArrowRight");
    await plot.locator(".u-legend").filter({ hasText: "222.0 W" }).waitFor();
});

test("changes language and theme, and remembers both", async () => {
    await openWith(reading(FIRST));
    await page.getByLabel("Language").selectOption("fr");
    await page.getByRole("heading", { name: "Appareils" }).first().waitFor();
    await metric(page, FIRST, "power", "550,0");
    await page.getByLabel("Thème").selectOption("dark");
    await page.reload();
    await page.getByRole("heading", { name: "Tendances" }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
    assert.equal(await page.evaluate(() => document.documentElement.lang), "fr");
});

test("shows what was refused, and why", async () => {
    await openWith(reading(FIRST));
    await assert.rejects(historian.post({ device_id: "ESP32-003", current: 1, voltage: 220 }), /400/);
    await page.locator(".rejected li").filter({ hasText: "power" }).waitFor();
});

test("fits a phone without scrolling sideways, with targets of 44 pixels", async () => {
    await openWith(reading(FIRST), reading(SECOND, 300));
    await page.setViewportSize({ width: 360, height: 780 });
    await page.waitForSelector(".u-over");
    for (const language of ["en", "fr"]) {
        await page.locator(".choices select").first().selectOption(language);
        await page.waitForFunction((wished) => document.documentElement.lang === wished, language);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 360);
    }
    const small = await page.evaluate(() => [...document.querySelectorAll("button, select, input, summary")]
        .filter(
            (node) => node.offsetParent && (node.offsetHeight < 44 || node.offsetWidth < 44)
        ).map((node) => node.textContent));
    assert.deepEqual(small, []);
});

test("gives every control and every figure a name", async () => {
    await openWith(reading(FIRST));
    await page.waitForSelector(".u-over");
    const nameless = await page.evaluate(() => [...document.querySelectorAll("button, select, input, [role=img], [role=group]")]
        .filter(
            (node) => !(
                node.ariaLabel || node.textContent.trim() && node.tagName === "BUTTON" || node.labels?.length
            )
        )
        .map((node) => node.outerHTML.slice(0, 120)));
    assert.deepEqual(nameless, []);
});

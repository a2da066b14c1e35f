// Destinations and instances on the page, against a fake that is told how they do.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { connection, launch, open } from "./browser.mjs";
import { cloud, FakeHistorian } from "./fake_historian.mjs";
import { startHistorian } from "./historian.mjs";
import { FIRST, reading } from "./readings.mjs";

const HOSTILE = "<img src=x onerror=\"window.harmed=1\">";

let browser;
let fake;
let page;

before(async () => { browser = await launch(); });
after(() => browser.close());
beforeEach(async () => { fake = await new FakeHistorian().start(); });
afterEach(async () => {
    await page?.context().close();
    await fake.stop();
});

const row = (output = "cloud") => page.locator(`[data-destination="${output}"]`);

async function openWith(...destinations) {
    fake.destinations = destinations;
    page = await open(browser, fake.url);
    await connection(page, "live");
}

test("says in words how a destination does, with units and in the site's time", async () => {
    await openWith(cloud());
    for (const text of ["does not answer", "no route to host; tried again in 8 s", "required",
        "Readings to send1,204", "3 hr ago", "20 Jan 2025, 11:29:58", "2 hrs", "4.3 MB", "11.9 MB (estimate)", "500 MB are full in165 days",
        "Readings set aside2"])
        await row().filter({ hasText: text }).waitFor();
});

test("says it in French too", async () => {
    await openWith(cloud());
    await page.getByLabel("Language").selectOption("fr");
    for (const text of ["ne répond pas", "obligatoire", "Mesures à envoyer1.204", "4,3 Mo"])
        await row().filter({ hasText: text }).waitFor();
});

test("says what a resolution leaves of the readings", async () => {
    await openWith({ ...cloud(), window_s: 60, delivered_readings: 90, duplicate_readings: 10, thinned_readings: 5900 });
    await row().filter({ hasText: /Sent per device and 60 sec.*1 of 60/ }).waitFor();
    Object.assign(fake.destinations[0], { window_s: 0 });
    await row().filter({ hasNotText: "Sent per device" }).waitFor();
});

test("follows what changes, without a reload", async () => {
    await openWith(cloud());
    await row().filter({ hasText: "does not answer" }).waitFor();
    Object.assign(fake.destinations[0], {
        state: "caught_up", why: "", backlog_readings: 0, oldest_unsent_s: null, drains_in_s: null,
    });
    await row().filter({ hasText: "has everything" }).filter({ hasText: "Readings to send0" }).waitFor();
    assert.equal(await row().locator(".why").isVisible(), false);
});

test("pauses, resumes and sends again what was set aside", async () => {
    await openWith(cloud());
    await row().getByRole("button", { name: "Pause" }).click();
    await row().getByRole("button", { name: "Resume" }).click();
    await row().filter({ hasText: "sending" }).waitFor();
    await row().getByRole("button", { name: "Send again what was set aside" }).click();
    await row().getByRole("button", { name: "Send again what was set aside" }).waitFor({ state: "hidden" });
    assert.deepEqual(fake.decisions, [
        ["cloud", "pause", ""], ["cloud", "resume", ""], ["cloud", "quarantine/retry", "{\"all\":true}"],
    ]);
});

test("lets a reader see, and do nothing", async () => {
    fake.session = { authenticated: true, loopback: false, set_up: true, csrf: "c", scopes: ["read"] };
    await openWith(cloud());
    await row().getByRole("button", { name: "Pause", disabled: true }).waitFor();
});

test("shows no section where nothing is forwarded", async () => {
    await openWith();
    await page.locator("[data-instance=http]").waitFor();
    assert.equal(await page.locator(".destinations").isVisible(), false);
});

test("shows hostile names and reasons as text", async () => {
    await openWith({ ...cloud(HOSTILE), why: HOSTILE, plugin: HOSTILE });
    await page.locator(".destinations").getByText(HOSTILE).first().waitFor();
    assert.equal(await page.locator("img").count(), 0);
    assert.equal(await page.evaluate(() => window.harmed), undefined);
});

test("fits a phone without scrolling sideways, with targets of 44 pixels", async () => {
    await openWith({ ...cloud(), why: `refused by ${"x".repeat(200)}` });
    await page.setViewportSize({ width: 360, height: 780 });
    await row().waitFor();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 360);
    const small = await row().locator("button").evaluateAll((buttons) => buttons
        .filter((node) => node.offsetParent && (node.offsetHeight < 44 || node.offsetWidth < 44)).length);
    assert.equal(small, 0);
});

test("asks only while it can be seen", async () => {
    await openWith(cloud());
    await page.clock.install(); // the page's clock is ours from the next load on
    await page.reload();
    await row().waitFor();
    const polls = () => page.asked.filter((url) => url.endsWith("/api/v1/destinations")).length;
    await page.evaluate(() => Object.defineProperty(document, "hidden", { value: true, configurable: true }));
    const before = polls();
    await page.clock.runFor(60_000);
    assert.equal(polls(), before);
    await page.evaluate(() => { delete document.hidden; });
    await Promise.all([
        page.waitForRequest((request) => request.url().endsWith("/api/v1/destinations")),
        page.clock.runFor(6_000),
    ]);
});

test("shows when an instance had data last, and how fast it counts", async () => {
    fake.post(reading(FIRST));
    await openWith();
    const http = page.locator("[data-instance=http]");
    await http.filter({ hasText: "Last data" }).waitFor();
    const posting = setInterval(() => fake.post(reading(FIRST)), 100);
    try {
        await http.filter({ hasText: /received \d+ \([\d.]+\/s\)/ }).waitFor();
    } finally {
        clearInterval(posting);
    }
});

test("opens without a destination against the daemon itself", async () => {
    const historian = await startHistorian();
    try {
        await historian.post(reading(FIRST));
        page = await open(browser, historian.url);
        await connection(page, "live");
        await page.locator(".instances li").filter({ hasText: "Last data" }).waitFor();
        assert.deepEqual(page.trouble, []);
    } finally {
        await historian.remove();
    }
});

// States that are hard to bring the real daemon into; so against a fake that is told to be in them.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { connection, launch, metric, open } from "./browser.mjs";
import { FakeHistorian } from "./fake_historian.mjs";
import { FIRST, morning, reading } from "./readings.mjs";

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

const banner = (text) => page.locator(".banner").filter({ hasText: text });

test("does not say that nothing was refused above what was refused before a restart", async () => {
    fake.post(reading(FIRST));
    fake.rejected = [{ at: new Date().toISOString(), device: FIRST, field: "power", code: "missing", message: "no power" }];
    fake.rejectedSinceStart = 0;
    page = await open(browser, fake.url);
    await page.locator(".rejected li").filter({ hasText: "no power" }).waitFor();
    assert.equal(await page.locator(".rejected").getByText("1 of 1, the newest first.").count(), 1);
});

test("shows a hostile device id, label and refusal as text", async () => {
    fake.post(reading(HOSTILE));
    fake.devices.get(HOSTILE).label = HOSTILE;
    fake.rejected = [
        {
            at: new Date().toISOString(), device: HOSTILE, field: HOSTILE, code: HOSTILE, message: HOSTILE,
            excerpt: HOSTILE,
        },
    ];
    page = await open(browser, fake.url);
    await page.getByRole("heading", { name: HOSTILE }).waitFor();
    fake.post(reading(HOSTILE, 777, { [HOSTILE]: HOSTILE }));
    await page.locator(".card").filter({ hasText: "777.0" }).waitFor();
    await page.locator(".rejected").getByText(HOSTILE).first().waitFor({ state: "attached" });
    assert.equal(await page.locator("img").count(), 0);
    assert.equal(await page.evaluate(() => window.harmed), undefined);
    assert.deepEqual(page.trouble, []);
});

test("says what a starting daemon says, and goes on when it has started", async () => {
    fake.startingWith = "recovering 3,214 rows";
    fake.post(reading(FIRST));
    page = await open(browser, fake.url);
    await banner("recovering 3,214 rows").waitFor();
    fake.startingWith = null;
    await metric(page, FIRST, "power", "550.0");
    await banner("recovering").waitFor({ state: "detached" });
});

test("asks for the password elsewhere than on the gateway, and sends what protects the session", async () => {
    fake.session = { authenticated: false, loopback: false, set_up: true, csrf: null, scopes: [] };
    fake.post(reading(FIRST));
    page = await open(browser, fake.url);
    await page.getByLabel("Password").fill("wrong");
    await page.getByRole("button", { name: "Log in" }).click();
    await page.getByText("wrong password").waitFor();
    await page.getByLabel("Password").fill(fake.password);
    await page.getByRole("button", { name: "Log in" }).click();
    await page.getByRole("button", { name: "Approve" }).click();
    await page.locator(".chip").filter({ hasText: "approved" }).first().waitFor();
    await page.getByRole("button", { name: "Log out" }).click();
    await page.getByLabel("Password").waitFor();
});

test("asks for a one-time code where no password is set", async () => {
    fake.session = { authenticated: false, loopback: false, set_up: false, csrf: null, scopes: [] };
    fake.post(reading(FIRST));
    page = await open(browser, fake.url);
    await page.getByLabel("One-time code").fill("1234-5678");
    await page.getByLabel("New password").fill("a long enough password");
    await page.getByRole("button", { name: "Set password" }).click();
    await metric(page, FIRST, "power", "550.0");
});

test("asks again when the session has ended", async () => {
    fake.session = { authenticated: true, loopback: false, set_up: true, csrf: "c", scopes: ["read"] };
    fake.post(reading(FIRST));
    page = await open(browser, fake.url);
    await metric(page, FIRST, "power", "550.0");
    await page.getByRole("button", { name: "Approve", disabled: true }).waitFor(); // a reader decides nothing
    fake.session = { ...fake.session, authenticated: false, scopes: [] };
    await page.getByLabel("Password").waitFor();
});

test("tells a demonstration, an untrusted clock, a fallback configuration and little space", async () => {
    fake.status = { demo: true, clock: { trusted: false }, config: { fallback: true, why: "historian.yaml:3:1" },
        store: { store_id: "s", readings: 0, days_left: 3.5 } };
    page = await open(browser, fake.url);
    for (
        const text of [
            "simulated devices", "clock is not confirmed", "historian.yaml:3:1", "Space for 3 more days",
        ]
    )
        await banner(text).waitFor();
});

test("names the setting that would let a refused visitor in", async () => {
    fake.status = { web: { refused_peers: 4, peers_setting: "http.peers" } };
    page = await open(browser, fake.url);
    await banner("http.peers").waitFor();
});

test("says quality, origin and freshness by word and by shape", async () => {
    fake.post(
        reading(FIRST, 550, { efficiency: null }), { efficiency: "bad_nan", current: "uncertain_range" }
    );
    fake.devices.get(FIRST).freshness = "stale";
    page = await open(browser, fake.url);
    await metric(page, FIRST, "efficiency", "✕not a number");
    await metric(page, FIRST, "current", "◒out of range");
    await metric(page, FIRST, "irradiance_w_m2", "simulated");
    await metric(page, FIRST, "voltage", "constant");
    await page.locator(".age").filter({ hasText: "○Stale" }).waitFor();
    await page.locator(".tile.first").filter({ hasText: "0 of 1 devices" }).waitFor();
});

test("does not show as news what was sent after the fact", async () => {
    fake.post(reading(FIRST, 550));
    page = await open(browser, fake.url);
    await connection(page, "live");
    await metric(page, FIRST, "power", "550.0");
    fake.post(reading(FIRST, 111), {}, new Date(Date.now() - 3600e3));
    fake.post(reading("ESP32-009", 222));
    await metric(page, "ESP32-009", "power", "222.0");
    await metric(page, FIRST, "power", "550.0");
});

test("shows the estimate of carbon beside the figure of the sourced factor", async () => {
    fake.post(reading(FIRST));
    page = await open(browser, fake.url);
    await page.locator(".carbon").filter({ hasText: "estimate" }).filter({ hasText: "0.000979" }).waitFor();
    await page.locator(".carbon .sourced").filter({ hasText: "0.000798" }).waitFor();
});

test("says which instance is degraded, and why", async () => {
    page = await open(browser, fake.url);
    await page.locator("[data-instance=usb]").filter({ hasText: "degraded" }).filter({
        hasText: "no such device",
    }).waitFor();
});

test("says so where a range holds no data, and when the last reading was", async () => {
    fake.post(reading(FIRST), {}, new Date(Date.now() - 3 * 3600e3));
    fake.devices.get(FIRST).last_time = new Date(Date.now() - 3 * 3600e3).toISOString();
    page = await open(browser, fake.url);
    await page.locator(".chart.power .empty").filter({
        hasText: "No data between",
    }).filter({ hasText: "Last reading" }).waitFor();
    await page.getByRole("button", { name: "6 h" }).click();
    await page.locator(".chart.power .u-over").waitFor();
});

test("shows the refusal of a decision", async () => {
    fake.post(reading(FIRST));
    page = await open(browser, fake.url);
    const approve = page.getByRole("button", { name: "Approve" });
    await approve.waitFor();
    fake.session.csrf = "another";
    await approve.click();
    await banner("no CSRF token").waitFor();
});

test("copies the example of the first start", async () => {
    page = await open(browser, fake.url, { permissions: ["clipboard-write", "clipboard-read"] });
    await page.getByRole("button", { name: "Copy the example" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^curl -X POST http:/);
});

test("catches up by itself after the daemon was away", async () => {
    fake.post(reading(FIRST));
    page = await open(browser, fake.url);
    await connection(page, "live");
    await fake.stop();
    await connection(page, "offline");
    fake.post(reading(FIRST, 700));
    await fake.start();
    await metric(page, FIRST, "power", "700.0");
    await connection(page, "live");
});

test("looks as it should on a wide screen and on a phone", async (t) => {
    for (const [one, ago] of morning(FIRST)) fake.post(one, {}, new Date(Date.now() - ago * 60000));
    page = await open(browser, fake.url);
    await page.waitForSelector(".chart.environment .u-over");
    for (const [name, width] of [["wide", 1360], ["phone", 360]]) {
        await page.setViewportSize({ width, height: 800 });
        const shot = await page.screenshot({
            fullPage: true,
            path: process.env.HISTORIAN_SHOTS && `${process.env.HISTORIAN_SHOTS}/${name}.png`,
        });
        assert.ok(shot.length > 20000, `${name}: an empty picture`);
    }
    t.diagnostic("HISTORIAN_SHOTS=FOLDER keeps the pictures");
});

test("says at the top which parts do not do their work, and leads to them", async () => {
    fake.post(reading(FIRST));
    page = await open(browser, fake.url);
    await banner("Needs attention: usb.").waitFor();
    await page.getByRole("button", { name: "Show" }).click();
    await page.waitForFunction(() => {
        const { top, bottom } = document.querySelector(".instances").getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight + 1;
    });
});

test("claims no avoided carbon for a device without an energy counter", async () => {
    fake.post(reading(FIRST));
    fake.carbon = { data_quality: { energy_metric: "" }, calculations: { emission_reductions_tco2: 0 } };
    page = await open(browser, fake.url);
    await metric(page, FIRST, "power", "550.0");
    await page.waitForFunction(() => performance.getEntriesByType("resource")
        .some(({ name, responseEnd }) => name.includes("carbon-credits") && responseEnd > 0));
    assert.equal(await page.locator(".carbon:visible").count(), 0);
});

test("asks once for the carbon of a device that has none, not at every turn", async () => {
    fake.post(reading(FIRST));
    fake.carbon = null;
    page = await open(browser, fake.url);
    const asked = (part) => page.asked.filter((url) => url.includes(part)).length;
    await metric(page, FIRST, "power", "550.0");
    const before = asked("/api/v1/status");
    while (asked("/api/v1/status") < before + 2) await page.waitForRequest(/\/api\/v1\/status/);
    await page.waitForResponse(/\/api\/v1\/latest/);
    assert.equal(asked("carbon-credits"), 1);
});

test("stays a page with a hundred devices: few values of each, and links to the parts below", async () => {
    for (let i = 0; i < 100; i++) fake.post(reading(`board-${String(i).padStart(3, "0")}`));
    page = await open(browser, fake.url, { viewport: { width: 390, height: 844 } });
    await metric(page, "board-099", "power", "550.0");
    assert.equal(await page.locator("[data-device=board-099] .metrics").first().locator(".metric").count(), 2);
    await page.getByRole("link", { name: "Refused readings" }).click();
    await page.waitForFunction(() => {
        const { top } = document.querySelector(".rejected").getBoundingClientRect();
        return top >= 0 && top < innerHeight;
    });
    assert.deepEqual(page.trouble, []);
});

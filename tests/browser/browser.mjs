// Debian's Chromium, with nothing of its own on the network.
import { chromium } from "./paths.mjs";

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const PATIENCE_MS = 120_000; // on a busy machine

export function launch() {
    return chromium.launch({
        executablePath: process.env.HISTORIAN_CHROMIUM ?? "/usr/bin/chromium", args: FLAGS, timeout: PATIENCE_MS,
    });
}

/** A page in a fresh profile; `page.trouble` collects console errors, `page.asked` all requests. */
export async function open(browser, url, options = {}) {
    const context = await browser.newContext({
        viewport: { width: 1280, height: 900 }, locale: "en-GB", ...options
    });
    const page = await context.newPage();
    page.trouble = [];
    page.asked = [];
    page.on("request", (request) => page.asked.push(request.url()));
    page.on("console", (message) => { if (message.type() === "error") page.trouble.push(message.text()); });
    page.on("pageerror", (error) => page.trouble.push(error.message));
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(url);
    return page;
}

/** Waits until the connection says so. */
export const connection = (page, state) => page.waitForSelector(`.connection[data-state="${state}"]`);

/** Waits for the text of a metric of a device. */
export const metric = (page, device, name, text) =>
    page.locator(`[data-device="${device}"] [data-metric="${name}"]`).filter({ hasText: text }).waitFor();

// Puts the page together and starts it.
import { api, Unreachable } from "./api.js";
import { makeBanners } from "./banners.js";
import { askForAccess } from "./dialogs.js";
import { makeDestinationsPanel } from "./destinations_panel.js";
import { makeDevicesPanel } from "./devices_panel.js";
import { el } from "./dom.js";
import { makeFooter } from "./footer.js";
import { makeHeader } from "./header.js";
import { chooseLanguage, chosenLanguage, loadLanguage, t } from "./i18n.js";
import { makeInstancesPanel } from "./instances_panel.js";
import { doubt, forgetReadingListeners, startLive } from "./live.js";
import { refresh, startRefreshing } from "./refresh.js";
import { makeRejectedPanel } from "./rejected_panel.js";
import { makeSections } from "./sections.js";
import { makeSetupCard } from "./setup_card.js";
import { change, forgetListeners, isCut, state, subscribe } from "./state.js";
import { applyTheme, forgetThemeListeners } from "./theme.js";
import { makeTiles } from "./tiles.js";
import { makeTrends } from "./charts/trends.js";

let header = null;

async function onLanguage(code) {
    chooseLanguage(code);
    await loadLanguage(code);
    build();
}

async function onLogOut() {
    await api.logOut();
    location.reload();
}

/** Makes every part anew; called again when the language changes. */
function build() {
    forgetListeners();
    forgetReadingListeners();
    forgetThemeListeners();
    header = makeHeader({ onLanguage, onLogOut });
    const parts = [header, makeBanners(), makeTiles(), makeSetupCard(), makeDevicesPanel(), makeTrends(),
        makeDestinationsPanel(), makeInstancesPanel(), makeRejectedPanel(), makeFooter()];
    const elements = parts.map((part) => part.element);
    const [top, banners, tiles, setup, devices, trends, destinations, instances, rejected, footer] = elements;
    const sections = makeSections([
        ["devices", t("devices.title"), devices], ["trends", t("trends.title"), trends],
        ["destinations", t("destinations.title"), destinations],
        ["instances", t("instances.title"), instances], ["rejected", t("rejected.title"), rejected],
    ]);
    parts.push(sections);
    document.body.replaceChildren(
        el("a", { class: "skip", href: "#content", text: t("page.skip") }), top,
        el("main", { id: "content", tabindex: "-1" }, banners, tiles, sections.element, setup,
            devices, trends,
            destinations, el("div", { class: "columns" }, instances, rejected)),
        footer);
    for (const part of parts) subscribe((now) => part.update(now));
    subscribe(() => document.body.classList.toggle("cut", isCut()));
    change({});
}

let entering = null;

/** Finds out who we are to the daemon, and asks for what is missing; once at a time. */
function enter() {
    entering ??= identify().finally(() => { entering = null; });
    return entering;
}

async function identify() {
    try {
        let session = await api.session();
        while (!session.loopback && !session.scopes.includes("read")) {
            await askForAccess(session);
            session = await api.session();
        }
        change({ session });
        return true;
    } catch (error) {
        if (error instanceof Unreachable) doubt();
        else change(error.status === 503 ? { starting: error.message } : { problem: error.message });
        return false;
    }
}

async function fetchAll() {
    if (await enter()) await refresh();
}

applyTheme();
await loadLanguage(chosenLanguage());
build();
startRefreshing(fetchAll);
await enter(); // a locked daemon refuses the WebSocket too
startLive(fetchAll);
refresh();
setInterval(() => {
    header.tick(state);
    change({});
}, 1000);

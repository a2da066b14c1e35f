// All device cards, and what can be decided about a device.
import { api } from "./api.js";
import { el, keyed, show } from "./dom.js";
import { askForLabel } from "./dialogs.js";
import { makeDeviceCard } from "./device_card.js";
import { t } from "./i18n.js";
import { change, changed, state } from "./state.js";

const ORDER = { unapproved: 0, approved: 1, rejected: 2 };

function replace(device) {
    change({ devices: state.devices.map((old) => (old.id === device.id ? device : old)) });
}

async function attempt(work) {
    try {
        replace(await work());
        change({ problem: null });
    } catch (error) {
        change({ problem: error.message });
    }
}

const actions = {
    decide: (id, decision) => attempt(() => api.decide(id, decision)),
    async rename(id) {
        const device = state.devices.find((known) => known.id === id);
        const label = await askForLabel(device);
        if (label !== null) await attempt(() => api.rename(id, label));
    },
    showCharts(id) {
        state.device = id;
        changed();
        document.querySelector(".trends").scrollIntoView();
        document.querySelector(".trends select").focus({ preventScroll: true });
    },
};

function makeSkeleton() {
    return el("div", { class: "cards loading", "aria-busy": "true" },
        el("p", { class: "card skeleton", text: t("page.loading") }),
        el("p", { class: "card skeleton", "aria-hidden": "true" }));
}

export function makeDevicesPanel() {
    const skeleton = makeSkeleton();
    const cards = el("div", { class: "cards" });
    const element = el("section", { class: "devices", "aria-label": t("devices.title") },
        el("h2", { text: t("devices.title") }), skeleton, cards);
    return {
        element,
        update() {
            const devices = (state.devices ?? []).filter(({ standing }) => standing !== "retired");
            devices.sort((a, b) => ORDER[a.standing] - ORDER[b.standing] || a.id.localeCompare(b.id));
            show(skeleton, state.devices === null);
            show(element, state.devices === null || devices.length > 0);
            keyed(cards, devices, (device) => device.id, (device) => makeDeviceCard(device, actions));
        },
    };
}

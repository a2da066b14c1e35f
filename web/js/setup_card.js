// Shown while no device ever posted: where to post to, an example, and what arrived and was refused.
import { button, el, setText, show } from "./dom.js";
import { t } from "./i18n.js";

const EXAMPLE = {
    device_id: "ESP32-001", timestamp: "2025-01-20T10:30:00Z", current: 2.5, voltage: 220.0, power: 550.0,
    ac_power_kw: 0.55, total_energy_kwh: 1.234, grid_frequency_hz: 50.0, power_factor: 0.95,
    ambient_temp_c: 25.5, irradiance_w_m2: 850.0, system_status: 1, efficiency: 0.96,
};

function isLoopback(name) {
    return name === "localhost" || name === "[::1]" || name.startsWith("127.");
}

async function copy(code, control) {
    try {
        await navigator.clipboard.writeText(code.textContent);
        setText(control, t("setup.copied"));
    } catch {
        // Not allowed over plain HTTP: the text is selected, to be copied by hand.
        getSelection().selectAllChildren(code);
        setText(control, t("setup.selected"));
    }
}

export function makeSetupCard() {
    const address = new URL("api/energy-data", document.baseURI).href;
    const body = JSON.stringify(EXAMPLE).replaceAll(',"', ', "');
    const command = [`curl -X POST ${address}`, "-H 'Content-Type: application/json'", `-d '${body}'`];
    const code = el("code", { text: command.join(" \\\n  ") });
    const control = button(t("setup.copy"), () => copy(code, control), { class: "quiet" });
    const refused = el("p", { class: "note" });
    const element = el("section", { class: "panel setup", hidden: true },
        el("h2", { text: t("setup.title") }),
        el("p", { text: t("setup.address") }),
        el("p", {}, el("code", { class: "address", text: `POST ${address}` })),
        isLoopback(location.hostname) ? el(
            "p", { class: "note", text: t("setup.loopback", { host: location.hostname }) }
        ) : null,
        el("p", { text: t("setup.try") }), el("pre", { tabindex: "0" }, code), control, refused);
    return {
        element,
        update(state) {
            show(element, state.devices?.length === 0);
            setText(refused, state.rejected?.total > 0 ? t("setup.refused") : t("setup.waiting"));
        },
    };
}

// Whatever concerns the whole page, each as one line that stays until its cause is gone.
import { button, el, keyed, mark, setText } from "./dom.js";
import { clockText, integer, knownZone } from "./format.js";
import { connect } from "./live.js";
import { t } from "./i18n.js";
import { isCut } from "./state.js";

const DAYS_LEFT_WARNING = 7;
const WELL = ["healthy", "starting"];

function ofConnection(state, zone) {
    if (state.starting) {
        const text = t("banner.starting", { detail: state.starting });
        return [{ tone: "warn", key: "starting", text }];
    }
    if (!isCut(state) || !state.since) return [];
    const text = t("banner.offline", { since: clockText(state.since, zone, true) });
    return [{ tone: "bad", key: "offline", text, action: [t("banner.retry"), connect] }];
}

function ofProblem(problem) {
    return problem ? [{ tone: "bad", key: "problem", text: t("banner.problem", { detail: problem }) }] : [];
}

function ofStatus({ demo, config, clock, store, web }) {
    const found = [];
    const add = (tone, key, text) => found.push({ tone, key, text });
    if (demo) add("demo", "demo", t("banner.demo"));
    if (config?.fallback) add("bad", "fallback", t("banner.config_fallback", { why: config.why ?? "" }));
    if (clock && !clock.trusted) add("warn", "clock", t("banner.clock"));
    if (typeof store?.days_left === "number" && store.days_left < DAYS_LEFT_WARNING)
        add("warn", "space", t("banner.space", { days: integer(Math.floor(store.days_left)) }));
    if (web?.refused_peers > 0) {
        const setting = web.peers_setting || "http.peers";
        add("warn", "peers", t("banner.refused_peers", { count: integer(web.refused_peers), setting }));
    }
    return found;
}

/** Parts that do not do their work, each once; the panels below say why. */
function ofParts({ status, destinations }) {
    const ill = (status?.instances ?? []).filter(({ condition }) => !WELL.includes(condition));
    const waiting = (destinations ?? []).filter((one) => one.state === "retrying" || one.state === "held");
    const names = new Set([...ill.map(({ name }) => name), ...waiting.map(({ output }) => output)]);
    if (names.size === 0) return [];
    const panel = waiting.length > 0 ? ".destinations" : ".instances";
    const toPanel = () => document.querySelector(panel).scrollIntoView();
    const text = t("banner.parts", { names: [...names].join(", ") });
    return [{ tone: "warn", key: `parts ${panel}`, text, action: [t("banner.show"), toPanel] }];
}

function ofDevices(devices) {
    const waiting = devices.filter((device) => device.standing === "unapproved");
    if (waiting.length === 0) return [];
    const text = waiting.length === 1 ? t("banner.unapproved_one", { id: waiting[0].id })
        : t("banner.unapproved_many", { count: integer(waiting.length) });
    return [{ tone: "info", key: "unapproved", text }];
}

function ofSession(session, isDemo) {
    if (!session || session.set_up || !session.loopback || isDemo) return [];
    return [{ tone: "info", key: "setup", text: t("banner.setup") }];
}

const SHAPES = { bad: "✕", warn: "▲", info: "●", demo: "◇" };

function makeBanner(first) {
    const text = el("span");
    const action = first.action ? button(first.action[0], first.action[1], { class: "quiet" }) : null;
    const element = el("p", { class: `banner ${first.tone}` }, mark(SHAPES[first.tone]), text, action);
    return { element, update: (banner) => setText(text, banner.text) };
}

export function makeBanners() {
    const element = el("div", { class: "banners", role: "status", "aria-live": "polite" });
    return {
        element,
        update(state) {
            const zone = knownZone(state.status?.site.timezone);
            const banners = [
                ...ofConnection(state, zone),
                ...ofProblem(state.problem),
                ...(state.status ? ofStatus(state.status) : []),
                ...ofParts(state),
                ...ofSession(state.session, state.status?.demo),
                ...(state.devices ? ofDevices(state.devices) : []),
            ];
            keyed(element, banners, (banner) => banner.key, makeBanner);
        },
    };
}

// Site name, connection, site clock, language, theme, log out.
import { button, el, mark, setText, show } from "./dom.js";
import { clockText, knownZone } from "./format.js";
import { currentLanguage, LANGUAGES, t, word } from "./i18n.js";
import { siteNow } from "./state.js";
import { applyTheme, currentTheme, THEMES } from "./theme.js";

const SHAPES = { connecting: "◌", live: "●", reconnecting: "◐", offline: "✕" };

function choice(label, entries, chosen, onChoice) {
    const select = el("select", {
        "aria-label": label, on: { change: (event) => onChoice(event.target.value) },
    }, ...entries.map(([value, text]) => el("option", { value, text, selected: value === chosen })));
    return select;
}

export function makeHeader({ onLanguage, onLogOut }) {
    const site = el("h1", { text: t("app.name") });
    const shape = mark(SHAPES.connecting);
    const connection = el("span", { text: word("connection", "connecting") });
    const badge = el("p", { class: "connection", role: "status" }, shape, connection);
    const clock = el("time", { class: "clock", title: t("header.clock") });
    const logOut = button(t("header.log_out"), onLogOut, { class: "quiet" });
    const element = el("header", { class: "top" },
        el("div", { class: "name" }, el("p", { class: "product", text: t("app.name") }), site),
        el("div", { class: "state" }, badge, clock),
        el("div", { class: "choices" },
            choice(t("header.language"), Object.entries(LANGUAGES), currentLanguage(), onLanguage),
            choice(
                t("header.theme"), THEMES.map((theme) => [theme, word("theme", theme)]), currentTheme(),
                applyTheme
            ),
            logOut));

    function tick(state) {
        const now = siteNow();
        if (now && state.connection !== "offline")
            setText(clock, clockText(now, knownZone(state.status.site.timezone), true));
    }

    return {
        element, tick,
        update(state) {
            const name = state.status?.site.name || state.status?.site.id || t("app.name");
            setText(site, name);
            document.title = name === t("app.name") ? name : `${name} · ${t("app.name")}`;
            badge.dataset.state = state.connection;
            setText(shape, SHAPES[state.connection]);
            setText(connection, word("connection", state.connection));
            show(logOut, Boolean(state.session?.authenticated && !state.session.loopback));
            tick(state);
        },
    };
}

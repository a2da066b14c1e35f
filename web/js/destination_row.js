// One destination: its state in words, what is still to be sent, and the buttons for it.
import { button, el, keyed, mark, setText, show } from "./dom.js";
import { destinationOf } from "./freshness.js";
import { ageText, bytesText, durationText, integer, knownZone, timeText } from "./format.js";
import { t } from "./i18n.js";
import { mayOperate, state } from "./state.js";

/** What `resolution` leaves of the readings, if it leaves any out. */
function keptOf({ window_s: window, delivered_readings: delivered, duplicate_readings: repeated, thinned_readings: thinned }) {
    if (!window) return [];
    const kept = delivered + repeated;
    const share = kept === 0 ? "–" : t("destination.one_of", { count: integer(Math.round((kept + thinned) / kept)) });
    return [[t("destination.kept", { window: durationText(window) }), share]];
}

/** What a day sends, and when the destination's room is full by it; nothing while that is not known. */
function dataADayOf(data) {
    if (!data) return [];
    const sent = bytesText(data.sent_bytes);
    const figures = [[t("destination.data_a_day"), data.estimate ? `${sent} (${t("destination.estimate")})` : sent]];
    if (data.days_until_full !== null)
        figures.push([t("destination.full", { bytes: bytesText(data.full_bytes) }),
            durationText(data.days_until_full * 86400)]);
    return figures;
}

/** Name and text of each figure; one that is not known has a dash. */
function figuresOf(destination, zone) {
    const { oldest_unsent_s: unsent, last_success: success, drains_in_s: drains } = destination;
    return [
        [t("destination.backlog"), integer(destination.backlog_readings)],
        [t("destination.oldest"), unsent === null ? "–" : ageText(unsent)],
        [t("destination.success"), success === null ? "–" : timeText(new Date(success), zone)],
        [t("destination.drains"), drains === null ? "–" : durationText(drains)],
        [t("destination.today"), bytesText(destination.bytes_today)],
        [t("destination.quarantine"), integer(destination.quarantined_readings)],
        ...keptOf(destination),
        ...dataADayOf(destination.data_a_day),
    ];
}

function makeFigure([name]) {
    const figure = el("dd");
    return {
        element: el("div", {}, el("dt", { text: name }), figure),
        update: ([, text]) => setText(figure, text),
    };
}

function makeActions(output, actions) {
    const pause = button(t("destination.pause"), () => actions.turn(output, "pause"));
    const resume = button(t("destination.resume"), () => actions.turn(output, "resume"), { class: "strong" });
    const retry = button(t("destination.retry"), () => actions.retry(output));
    const element = el("div", { class: "actions" }, pause, resume, retry);
    return {
        element,
        update(destination) {
            const isPaused = destination.state === "paused";
            show(element, destination.state !== "unconfigured");
            show(pause, !isPaused);
            show(resume, isPaused);
            show(retry, destination.quarantined_readings > 0);
            for (const control of [pause, resume, retry]) control.disabled = !mayOperate();
        },
    };
}

export function makeDestination(output, actions) {
    const plugin = el("span", { class: "note" });
    const shape = mark("");
    const said = el("span");
    const why = el("p", { class: "why" }, el("bdi"));
    const figures = el("dl", { class: "figures" });
    const buttons = makeActions(output, actions);
    const element = el("li", { "data-destination": output },
        el("p", { class: "row" },
            el("span", { class: "who" }, el("bdi", { text: output }), plugin),
            el("span", { class: "chip" }, shape, said)),
        why, figures, buttons.element);
    return {
        element,
        update(destination) {
            const { shape: sign, text } = destinationOf(destination.state);
            element.dataset.state = destination.state;
            setText(plugin, ` ${destination.plugin}${destination.required ? ` · ${t("destination.required")}` : ""}`);
            setText(shape, sign);
            setText(said, text);
            setText(why.firstChild, destination.why);
            show(why, Boolean(destination.why));
            keyed(figures, figuresOf(destination, knownZone(state.status?.site.timezone)),
                ([name]) => name, makeFigure);
            buttons.update(destination);
        },
    };
}

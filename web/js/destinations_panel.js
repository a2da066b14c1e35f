// How far each output has got, why it waits, and what can be done about it.
import { api } from "./api.js";
import { el, keyed, show } from "./dom.js";
import { makeDestination } from "./destination_row.js";
import { t } from "./i18n.js";
import { change } from "./state.js";

async function attempt(work) {
    try {
        await work();
        change({ destinations: await api.destinations(), problem: null });
    } catch (error) {
        change({ problem: error.message });
    }
}

const actions = {
    turn: (output, verb) => attempt(() => api.turn(output, verb)),
    retry: (output) => attempt(() => api.retryQuarantine(output)),
};

export function makeDestinationsPanel() {
    const list = el("ul", { class: "rows" });
    const element = el("section", { class: "panel destinations" },
        el("h2", { text: t("destinations.title") }), list);
    return {
        element,
        update({ destinations }) {
            show(element, Boolean(destinations?.length));
            keyed(list, destinations ?? [], ({ output }) => output,
                ({ output }) => makeDestination(output, actions));
        },
    };
}

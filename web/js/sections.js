// The parts of a page that is long, as links to them.
import { isMany } from "./device_card.js";
import { el, show } from "./dom.js";
import { t } from "./i18n.js";

/** Takes [id, title, section] of each. */
export function makeSections(sections) {
    const links = sections.map(([id, title, section]) => {
        section.id = id;
        return [el("a", { href: `#${id}`, text: title }), section];
    });
    const element = el(
        "nav", { class: "sections", "aria-label": t("page.sections"), hidden: true },
        ...links.map(([link]) => link)
    );
    return {
        element,
        update({ devices }) {
            show(element, isMany(devices));
            for (const [link, section] of links) show(link, !section.hidden);
        },
    };
}

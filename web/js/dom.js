// Elements are made here and nowhere else, from text: nothing that came from a device or a server
// is ever read as markup.

/** An element. `on` holds listeners, `text` the text; every other entry is an attribute. */
export function el(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (value === undefined || value === null || value === false) continue;
        if (name === "on")
            for (const [type, heard] of Object.entries(value)) node.addEventListener(type, heard);
        else if (name === "text") node.textContent = value;
        else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
}

/** Writes a text only where it differs, so that a selection or a reader's place is kept. */
export function setText(node, text) {
    if (node.textContent !== text) node.textContent = text;
}

/** Shows or hides an element. */
export function show(node, isShown) {
    if (node.hidden === isShown) node.hidden = !isShown;
}

/** A button with a word on it. */
export function button(label, onClick, attributes = {}) {
    return el("button", { type: "button", text: label, on: { click: onClick }, ...attributes });
}

/** A mark that says something by its shape; the word beside it says the same. */
export function mark(shape) {
    return el("span", { class: "mark", "aria-hidden": "true", text: shape });
}

/** Makes the children of a list follow `items` by key: made once, updated, removed when gone. */
export function keyed(parent, items, keyOf, make) {
    parent.rows ??= new Map();
    const seen = new Set();
    let place = parent.firstChild;
    for (const item of items) {
        const key = keyOf(item);
        seen.add(key);
        if (!parent.rows.has(key)) parent.rows.set(key, make(item));
        const row = parent.rows.get(key);
        if (row.element === place) place = place.nextSibling;
        else parent.insertBefore(row.element, place);
        row.update(item);
    }
    for (const [key, row] of parent.rows) {
        if (seen.has(key)) continue;
        row.element.remove();
        parent.rows.delete(key);
    }
}

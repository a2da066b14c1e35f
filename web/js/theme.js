// Light, dark, or as the system has it.

const STORED = "historian.theme";
export const THEMES = ["auto", "light", "dark"];

const listeners = new Set();

export function currentTheme() {
    const stored = localStorage.getItem(STORED);
    return THEMES.includes(stored) ? stored : "auto";
}

export function applyTheme(theme = currentTheme()) {
    localStorage.setItem(STORED, theme);
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    for (const listener of listeners) listener();
}

/** Calls back when colours change, for what is drawn on a canvas. */
export function onThemeChange(listener) {
    listeners.add(listener);
}

export function forgetThemeListeners() {
    listeners.clear();
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => applyTheme());

/** A colour of the style sheet, as it is now. */
export function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

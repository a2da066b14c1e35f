// The words of the page. They come from i18n/LANGUAGE.json; a test fails on a key that is missing
// or not used.

export const LANGUAGES = { en: "English", fr: "Français" };

const STORED = "historian.language";
let strings = {};
let language = "en";

/** The language of the address, else the one chosen before, else the browser's. */
export function chosenLanguage() {
    const wished = [
        new URLSearchParams(location.search).get("lang"),
        localStorage.getItem(STORED),
        ...navigator.languages.map((name) => name.slice(0, 2)),
    ];
    return wished.find((name) => name in LANGUAGES) ?? "en";
}

/** Remembers a choice; the address must not say otherwise. */
export function chooseLanguage(code) {
    localStorage.setItem(STORED, code);
    const address = new URL(location.href);
    address.searchParams.delete("lang");
    history.replaceState(null, "", address);
}

export async function loadLanguage(code) {
    const answer = await fetch(`i18n/${code}.json`);
    if (!answer.ok) throw new Error(`i18n/${code}.json: ${answer.status}`);
    strings = await answer.json();
    language = code;
    document.documentElement.lang = code;
    document.documentElement.dir = "ltr";
}

export function currentLanguage() {
    return language;
}

/** The conventions of numbers and dates: those of Morocco for French, 24 hours for English. */
export function locale() {
    return language === "fr" ? "fr-MA" : "en-GB";
}

/** The text of a key, with {name} replaced. */
export function t(key, values = {}) {
    return (strings[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** The word for a code of the API, for example a quality; a code without a word is shown itself. */
export function word(family, code) {
    return strings[`${family}.${code}`] ?? String(code);
}

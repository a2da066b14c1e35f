// What the page must ask for: a password, a first password, a name.
import { api } from "./api.js";
import { button, el, setText } from "./dom.js";
import { t } from "./i18n.js";

function field(label, attributes) {
    const input = el("input", { required: true, ...attributes });
    return { input, element: el("label", {}, el("span", { text: label }), input) };
}

/** A form in a dialog; `send` throws what is shown as the fault. Answers whether it was sent. */
function ask({ title, note, fields, submit, send, mayCancel, kind }) {
    const fault = el("p", { class: "fault", role: "alert" });
    const close = (sent) => { dialog.dataset.sent = sent ? "yes" : ""; dialog.close(); };
    const onSubmit = async (event) => {
        event.preventDefault();
        try {
            await send();
            close(true);
        } catch (error) {
            setText(fault, error.message);
        }
    };
    const form = el("form", { on: { submit: onSubmit } },
        el("h2", { text: title }), note ? el("p", { text: note }) : null,
        ...fields.map((entry) => entry.element), fault,
        el("div", { class: "actions" }, el("button", { type: "submit", class: "strong", text: submit }),
            mayCancel ? button(t("dialog.cancel"), () => close(false)) : null));
    const dialog = el("dialog", { class: kind, "aria-label": title }, form);
    if (!mayCancel) dialog.addEventListener("cancel", (event) => event.preventDefault());
    document.body.append(dialog);
    dialog.showModal();
    return new Promise((resolve) => {
        dialog.addEventListener("close", () => {
            dialog.remove();
            resolve(dialog.dataset.sent === "yes");
        });
    });
}

/** Asks for the admin password until it is right. */
function askForPassword() {
    const password = field(t("login.password"), { type: "password", autocomplete: "current-password" });
    return ask({
        title: t("login.title"), note: t("login.note"), fields: [password], submit: t("login.submit"),
        kind: "access",
        send: () => api.logIn(password.input.value), mayCancel: false,
    });
}

/** Asks for the one-time code and a first admin password. */
function askForSetup() {
    const code = field(t("first.code"), { autocomplete: "one-time-code", spellcheck: "false" });
    const password = field(t("first.password"), { type: "password", autocomplete: "new-password" });
    return ask({
        title: t("first.title"), note: t("first.note"), fields: [code, password], submit: t("first.submit"),
        kind: "access",
        send: () => api.setUp(code.input.value.trim(), password.input.value), mayCancel: false,
    });
}

/** Asks for what this session still lacks; a site without a password gets one first. */
export async function askForAccess(session) {
    if (document.querySelector("dialog.access")) return;
    if (session.set_up) await askForPassword();
    else await askForSetup();
}

/** The new label of a device, or null. */
export async function askForLabel(device) {
    const label = field(t("rename.label"), { value: device.label, maxlength: "80", required: false });
    const isSent = await ask({
        title: t("rename.title", { id: device.id }), fields: [label], submit: t("rename.submit"),
        kind: "rename",
        send: async () => {}, mayCancel: true,
    });
    return isSent ? label.input.value.trim() : null;
}

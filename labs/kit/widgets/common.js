// Shared by every widget of the kit: base.py puts this file in front of each module.
// Text from data only ever becomes a text node; nothing here touches the page outside `el`.

const MARKS = { ok: "✓", info: "○", warn: "!", problem: "✗" };

/** French spaces and apostrophes: labs/language.py says the same, and a test compares. */
const FRENCH = new RegExp([
  String.raw`(?<alone>\x60{3}.*?\x60{3}|\x60[^\x60]*\x60|\{[^{}]*\}|\]\([^)]*\)|[\p{L}\d_]+:\/\/\S+|<\/?[A-Za-z!][^<>]*>)`,
  String.raw`(?<elision>(?<![\p{L}\d_'])(?:(?:[cdjlmnst]|(?:jus|lors|puis|quoi|quel|pres)?qu|aujourd|entr)'){1,2}(?=[\p{L}\d_«\{%\x60<*\(]))`,
  String.raw`(?<=«) `,
  String.raw` (?=[:;!?»](?:[\s»\)\]*_"'’…!?.,<\x60\{]|$))`,
  String.raw`(?<=[0-9\}]|\)s) (?:(?=(?:€|Mo|ko|Go|kB|min|h|s|k?Wh?|k?g|points?)(?![\p{L}\d]|['’]))|(?=%(?![\p{L}\d_]|\(| ?[0-9\(\{])))`,
].join("|"), "gisu");
const french = (text) => text.replace(FRENCH, (found, alone, elision) =>
  alone ?? elision?.replaceAll("'", "’") ?? "\u00a0");

/** An element: h("p", {class: "soft", onclick: f}, "text", child). */
function h(tag, attributes = {}, ...children) {
  const element = tag === "svg" || tag === "path"
    ? document.createElementNS("http://www.w3.org/2000/svg", tag)
    : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue;
    if (name.startsWith("aria-")) element.setAttribute(name, String(value));
    else if (value === false) continue;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "open") element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A number as people of this language write it. */
const number = (value, lang, digits = 1) =>
  new Intl.NumberFormat(lang, { maximumFractionDigits: digits, minimumFractionDigits: 0 }).format(value);
const percent = (share, lang) =>
  new Intl.NumberFormat(lang, { style: "percent", maximumFractionDigits: 0 }).format(share);

/** A name no other element of the page has, for `for`, `aria-labelledby` and radio groups. */
const fresh = (word) => `caire-${word}-${Math.random().toString(36).slice(2, 10)}`;

/** `code`, **strong**, ``` blocks and empty lines, as elements. */
function prose(text) {
  return text.split(/```(?:python)?\n?/).flatMap((part, i) => {
    if (i % 2) return [h("pre", { tabindex: 0 }, h("code", {}, part.replace(/\n$/, "")))];
    return part.split(/\n\s*\n/).filter((one) => one.trim()).map((one) =>
      h("p", {}, one.trim().split("`").flatMap((bit, j) => (j % 2 ? [h("code", {}, bit)]
        : bit.split("**").map((piece, k) => (k % 2 ? h("strong", {}, piece) : piece))))));
  });
}

/**
 * Draw a widget and keep it in step with its model.
 * build(ui) returns { nodes, update }: it runs again when the language changes,
 * `update` runs after every change of a name in `watch`. ui has t(key, values),
 * pick({fr, en}), lang(), act(name, values), say(text) for who listens, and
 * note, the line for notices: a widget may place it, else it comes last.
 */
function mount({ model, el, words, watch, build }) {
  const note = h("div", { class: "note", role: "status", "aria-live": "polite", "aria-atomic": "true" });
  const heard = h("div", { class: "only-heard", "aria-live": "polite", "aria-atomic": "true" });
  const body = h("div", {});
  const root = h("section", { class: "caire" }, body, heard);
  let update = () => {};
  let waiting = null;

  const lang = () => (model.get("lang") === "en" ? "en" : "fr");
  const pick = (text) => (typeof text === "string" ? text : (text && text[lang()]) || "");
  const t = (key, values = {}) => {
    const text = (words[lang()][key] ?? COMMON[lang()][key]).replace(/\{(\w+)\}/g, (_, name) => values[name]);
    return lang() === "fr" ? french(text) : text;
  };
  const show = (kind, text) => {
    note.className = `note ${kind}`;
    note.replaceChildren(...(text ? [h("b", { "aria-hidden": "true" }, MARKS[kind]), h("span", {}, text)] : []));
  };
  const act = (name, values = {}) => {
    const id = fresh("action");
    model.set("action", { ...values, id, do: name });
    model.save_changes();
    clearTimeout(waiting);
    waiting = setTimeout(() => show("problem", t("no_kernel")), 6000);
    return id;
  };
  const ui = { t, pick, lang, act, note, say: (text) => { heard.textContent = text; }, show };

  const draw = () => {
    root.lang = lang();
    const built = build(ui);
    root.setAttribute("aria-label", built.name);
    body.replaceChildren(...built.nodes);
    if (!body.contains(note)) body.append(note);
    update = built.update;
    update(null);
    shown();
  };
  const shown = () => { const notice = model.get("notice") || {}; show(notice.kind || "info", pick(notice)); };
  // `done` comes with every answer, also when the sentence is the same as before.
  const answered = () => { clearTimeout(waiting); shown(); };
  const listeners = [["change:lang", draw], ["change:done", answered], ["change:notice", shown],
    ...watch.map((name) => [`change:${name}`, () => update(name)])];

  // The notebook has its own keys for letters, arrows, space and Enter: ours stay here.
  root.addEventListener("keydown", (event) => {
    const forNotebook = event.ctrlKey || event.metaKey || event.altKey || event.key === "Escape" ||
      (event.key === "Enter" && event.shiftKey);
    if (!forNotebook) event.stopPropagation();
  });
  for (const [name, listener] of listeners) model.on(name, listener);
  draw();
  el.replaceChildren(root);
  return () => {
    clearTimeout(waiting);
    for (const [name, listener] of listeners) model.off(name, listener);
    root.remove();
  };
}

const COMMON = {
  fr: { no_kernel: "Python ne répond pas : ce changement n'est pas encore enregistré. Attends la fin du calcul en cours, ou relance le noyau puis cette cellule." },
  en: { no_kernel: "Python does not answer: this change is not saved yet. Wait for the running computation to end, or restart the kernel and run this cell again." },
};

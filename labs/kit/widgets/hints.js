// The hint hints: one button opens the next hint; the solution waits for a try.

const WORDS = {
  fr: {
    name: "Indices", title: "Besoin d'un coup de pouce ?", more: "Indice {n} sur {all}",
    h_1: "Indice 1 · une question à te poser", h_2: "Indice 2 · la méthode", h_3: "Indice 3 · un exemple jumeau", h_solution: "Une solution possible",
    solution: "Voir une solution", locked: "Une solution s'ouvre après un premier essai de la vérification.", free: "Les indices ne changent pas ta note.",
  },
  en: {
    name: "Hints", title: "Need a little help?", more: "Hint {n} of {all}",
    h_1: "Hint 1 · a question to ask yourself", h_2: "Hint 2 · the method", h_3: "Hint 3 · a twin example", h_solution: "One possible solution",
    solution: "See a solution", locked: "A solution opens after a first try of the check.", free: "Hints do not change your mark.",
  },
};

function render({ model, el }) {
  const build = (ui) => {
    const { t, pick } = ui;
    const list = h("div", { "aria-live": "polite" });
    const more = h("button", { type: "button", onclick: () => ui.act("more") });
    const solution = h("button", { type: "button", onclick: () => ui.act("solution") }, t("solution"));
    const locked = h("span", { class: "soft" }, t("locked"));
    const card = (title, text) => h("div", { class: "hint" }, h("h4", {}, title), prose(pick(text)));
    const update = () => {
      const opened = model.get("opened"), all = model.get("levels");
      const found = (model.get("solution") || {}).fr ? model.get("solution") : null;
      list.replaceChildren(...opened.map((text, i) => card(t(`h_${i + 1}`), text)), ...(found ? [card(t("h_solution"), found)] : []));
      more.textContent = t("more", { n: opened.length + 1, all });
      more.hidden = opened.length >= all;
      const can_open = model.get("has_solution") && !found;
      solution.hidden = !can_open || opened.length < all;
      solution.setAttribute("aria-disabled", model.get("attempts") === 0);
      locked.hidden = solution.hidden || model.get("attempts") > 0;
    };
    return {
      name: t("name"), update,
      nodes: [h("div", { class: "k-title" }, t("title")), h("p", { class: "soft" }, t("free")), list,
        h("div", { class: "k-row", style: "margin-top:12px" }, more, solution, locked)],
    };
  };
  return mount({ model, el, words: WORDS, watch: ["opened", "levels", "attempts", "solution", "has_solution"], build });
}

export default { render };

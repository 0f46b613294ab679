// Two tours. In "keyboard", a step is passed by pressing its keys in the practice box.

const TOURS = {
  cells: {
    fr: { title: "Le tour d'un notebook", steps: [
      ["Une page faite de cellules", "Ce que tu lis ici s'appelle un notebook. Il est fait de cellules : les unes contiennent du texte, les autres du code Python."],
      ["Exécuter une cellule", "Clique dans une cellule de code, puis appuie sur `Maj + Entrée`. Python calcule, et le résultat s'affiche juste en dessous. Tu peux recommencer autant que tu veux."],
      ["Dans l'ordre", "Une cellule se souvient des précédentes. Exécute-les de haut en bas. Si tu ne sais plus où tu en es, relance tout depuis le début : rien n'est effacé."],
      ["Où j'en suis", "`[*]` à gauche d'une cellule : Python travaille. `[3]` : c'est la troisième cellule exécutée. Vide : elle n'a pas encore été exécutée."],
      ["Une erreur n'abîme rien", "Un message d'erreur dit ce que Python n'a pas compris, et à quelle ligne. Corrige, puis exécute à nouveau."],
      ["Enregistrer et rendre", "Le notebook s'enregistre tout seul, et aussi avec `Ctrl + S`. Pour recevoir ta note, utilise « Rendre » dans la barre du lab. Tu peux rendre plusieurs fois."],
    ] },
    en: { title: "A tour of a notebook", steps: [
      ["A page made of cells", "What you are reading is called a notebook. It is made of cells: some hold text, others hold Python code."],
      ["Run a cell", "Click in a code cell, then press `Shift + Enter`. Python computes, and the result appears just below. You can do it again as often as you like."],
      ["In order", "A cell remembers those before it. Run them from top to bottom. If you are lost, run everything again from the start: nothing is erased."],
      ["Where am I", "`[*]` on the left of a cell: Python is working. `[3]`: it was the third cell to run. Empty: it has not run yet."],
      ["An error breaks nothing", "An error message says what Python did not understand, and on which line. Correct it, then run again."],
      ["Save and submit", "The notebook saves itself, and also with `Ctrl + S`. To get your mark, use 'Submit' in the lab bar. You can submit several times."],
    ] },
  },
  keyboard: {
    fr: { title: "Tout faire au clavier", steps: [
      ["Avancer", "`Tab` va au bouton ou au champ suivant. Essaie dans le cadre.", "Tab"],
      ["Revenir", "`Maj + Tab` va au précédent. Essaie dans le cadre.", "Shift+Tab"],
      ["Choisir", "Les flèches passent d'une réponse à l'autre. Appuie sur `↓`.", "ArrowDown"],
      ["Activer", "`Espace` ou `Entrée` active un bouton. Appuie sur `Espace`.", " "],
      ["Sortir d'une cellule de code", "Dans une cellule de code, `Tab` écrit des espaces. Pour en sortir, appuie sur `Échap`. Ensuite `↑` et `↓` changent de cellule, et `Entrée` y entre. Appuie sur `Échap`.", "Escape"],
      ["Tout retrouver", "`Ctrl + Maj + C` ouvre la liste de toutes les commandes : tape un mot, puis `Entrée`. `Maj + Entrée` exécute la cellule. À essayer dans le notebook."],
    ] },
    en: { title: "Everything by keyboard", steps: [
      ["Go on", "`Tab` goes to the next button or field. Try it in the box.", "Tab"],
      ["Go back", "`Shift + Tab` goes to the one before. Try it in the box.", "Shift+Tab"],
      ["Choose", "Arrows go from one answer to another. Press `↓`.", "ArrowDown"],
      ["Activate", "`Space` or `Enter` activates a button. Press `Space`.", " "],
      ["Leave a code cell", "In a code cell, `Tab` writes spaces. To leave it, press `Escape`. Then `↑` and `↓` go from cell to cell, and `Enter` goes in. Press `Escape`.", "Escape"],
      ["Find anything", "`Ctrl + Shift + C` opens the list of all commands: type a word, then `Enter`. `Shift + Enter` runs the cell. Try it in the notebook."],
    ] },
  },
};

const WORDS = {
  fr: { step: "Étape {n} sur {all}", next: "Suivant", before: "Précédent", finish: "J'ai terminé", done: "✓ Terminé. Tu peux refaire la visite.", practice: "Cadre d'essai", here: "Viens ici avec Tab (ou un clic), puis appuie sur la touche.", pressed: "✓ Bravo, c'est cette touche.", other: "Tu as appuyé sur {key}. Essaie encore, ou passe à la suite." },
  en: { step: "Step {n} of {all}", next: "Next", before: "Previous", finish: "I have finished", done: "✓ Finished. You may take the tour again.", practice: "Practice box", here: "Come here with Tab (or a click), then press the key.", pressed: "✓ Well done, that is the key.", other: "You pressed {key}. Try again, or go on." },
};

function render({ model, el }) {
  let place = 0;

  const build = (ui) => {
    const { t } = ui;
    const { title, steps } = TOURS[model.get("kind")][ui.lang()];
    const bar = h("div", { class: "steps", role: "img" });
    const heading = h("div", { class: "k-label", tabindex: -1, style: "font-size:1.05rem" });
    const text = h("div", { style: "min-height:5.5em" });
    const result = h("p", { "aria-live": "polite", style: "margin:6px 0 0;font-weight:600" });
    const box = h("div", { class: "try", tabindex: 0, role: "group", "aria-label": t("practice"), onkeydown: (event) => tried(event) }, h("span", { class: "soft" }, t("here")), result);
    const done = h("p", { class: "soft", role: "status" });
    const before = h("button", { type: "button", onclick: () => go(place - 1) }, t("before"));
    const next = h("button", { type: "button", class: "main", onclick: () => (place === steps.length - 1 ? ui.act("finish") : go(place + 1)) });

    const tried = (event) => {
      if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
      const key = (event.shiftKey && event.key === "Tab" ? "Shift+" : "") + event.key;
      const wanted = steps[place][2], good = key === wanted;
      result.textContent = good ? t("pressed") : t("other", { key: key === " " ? "␣" : key });
      // Tab keeps its meaning except when it is the answer: nobody gets caught in the box.
      if (key === "Escape") event.stopPropagation();
      if (good || [" ", "ArrowDown", "ArrowUp"].includes(key)) event.preventDefault();
      if (good) next.focus();
    };
    const draw = () => {
      const [name, words, key] = steps[place];
      bar.setAttribute("aria-label", t("step", { n: place + 1, all: steps.length }));
      bar.replaceChildren(...steps.map((_, i) => h("i", { class: i < place ? "past" : i === place ? "now" : "" })));
      heading.textContent = `${place + 1}. ${ui.lang() === "fr" ? french(name) : name}`;
      text.replaceChildren(...prose(ui.lang() === "fr" ? french(words) : words));
      text.querySelectorAll("code").forEach((code) => code.replaceWith(h("kbd", {}, code.textContent)));
      box.hidden = !key;
      result.textContent = "";
      before.setAttribute("aria-disabled", place === 0);
      next.textContent = t(place === steps.length - 1 ? "finish" : "next");
    };
    const go = (to) => {
      if (to < 0) return;
      place = to;
      draw();
      heading.focus();
    };
    draw();
    return {
      name: title,
      nodes: [h("div", { class: "k-title" }, title), bar, heading, text, box, h("div", { class: "k-row" }, before, next), done],
      update: () => { done.textContent = model.get("is_done") ? t("done") : ""; },
    };
  };
  return mount({ model, el, words: WORDS, watch: ["is_done"], build });
}

export default { render };

// W6, the confusion table: a real table; a cell opens the drawings behind it.

const WORDS = {
  fr: {
    name: "Table de confusion", title: "Ce que c'était, ce que ton IA a dit",
    caption: "Une ligne par vraie classe, une colonne par réponse. ✓ : juste, ✗ : erreur.",
    was: "C'était…", said: "Ton IA a dit…",
    cell: "{n} fois « {was} » pris pour « {said} »", cell_right: "{n} fois « {was} » reconnu",
    accuracy: "{right} réponses justes sur {all}, soit {share}.",
    behind: "{n} dessins : c'était « {was} », elle a dit « {said} »", behind_right: "{n} dessins : « {was} », bien reconnu",
    nothing: "Aucun dessin dans cette case.", no_pictures: "Choisis les dessins avec « drawings= » pour les voir ici.", help: "Choisis une case pour voir ses dessins.",
    threshold: "Seuil : elle dit « {label} » à partir de", picture: "dessin {n}",
  },
  en: {
    name: "Confusion table", title: "What it was, what your AI said",
    caption: "One row for each true class, one column for each answer. ✓: right, ✗: error.",
    was: "It was…", said: "Your AI said…",
    cell: "{n} times '{was}' taken for '{said}'", cell_right: "{n} times '{was}' recognised",
    accuracy: "{right} right answers of {all}, that is {share}.",
    behind: "{n} drawings: it was '{was}', it said '{said}'", behind_right: "{n} drawings: '{was}', well recognised",
    nothing: "No drawing in this cell.", no_pictures: "Give the drawings with 'drawings=' to see them here.", help: "Choose a cell to see its drawings.",
    threshold: "Threshold: it says '{label}' from", picture: "drawing {n}",
  },
};

function render({ model, el }) {
  let opened = null; // [row, column] of the cell that is open

  const build = (ui) => {
    const { t } = ui;
    const line = h("p", { class: "big", role: "status", style: "font-size:1.3rem;margin:2px 0 14px" });
    const caption = h("p", { class: "soft", id: fresh("caption") }, t("caption"));
    const table = h("table", { "aria-label": t("title"), "aria-describedby": caption.id });
    const behind = h("div", { class: "block", "aria-live": "polite" });

    const draw = () => {
      const [labels, truth, guesses] = ["labels", "truth", "guesses"].map((name) => model.get(name));
      const places = (was, said) => truth.map((_, i) => i).filter((i) => truth[i] === was && guesses[i] === said);
      const right = truth.filter((was, i) => was === guesses[i]).length;
      line.textContent = t("accuracy", { right, all: truth.length, share: percent(right / truth.length, ui.lang()) });
      const had_focus = table.contains(document.activeElement);
      const head = [h("tr", {}, h("td", {}), h("th", { scope: "colgroup", colspan: labels.length }, t("said"))),
        h("tr", {}, h("th", { scope: "col" }, t("was")), labels.map((said) => h("th", { scope: "col", class: "name" }, said)))];
      const rows = labels.map((was, y) => h("tr", {}, h("th", { scope: "row" }, was), labels.map((said, x) => {
        const n = places(was, said).length, good = was === said;
        const open = opened && opened[0] === y && opened[1] === x;
        return h("td", {}, h("button", {
          type: "button", class: n === 0 ? "" : good ? "right" : "wrong", "aria-pressed": Boolean(open), "data-cell": `${y}-${x}`,
          "aria-label": t(good ? "cell_right" : "cell", { n, was, said }), onclick: () => { opened = open ? null : [y, x]; draw(); },
        }, h("span", {}, String(n)), n ? h("small", { "aria-hidden": true }, good ? "✓" : "✗") : null));
      })));
      table.replaceChildren(h("thead", {}, head), h("tbody", {}, rows));
      if (had_focus && opened) table.querySelector(`[data-cell="${opened.join("-")}"]`)?.focus();
      else if (had_focus) table.querySelector("button")?.focus();
      draw_behind(labels, places);
    };
    const draw_behind = (labels, places) => {
      const bits = model.get("bits");
      if (!opened) { behind.replaceChildren(h("p", { class: "soft" }, bits.length ? t("help") : "")); return; }
      const [was, said] = opened.map((place) => labels[place]);
      const found = places(was, said), n = found.length;
      const pictures = found.filter((i) => bits[i]).map((i, k) => h("li", {}, thumbnail(fromBits(bits[i]), t("picture", { n: k + 1 }))));
      behind.replaceChildren(h("div", { class: "k-label" }, t(was === said ? "behind_right" : "behind", { n, was, said })),
        !bits.length ? h("p", { class: "soft" }, t("no_pictures")) : n ? h("ul", { class: "gallery still" }, pictures) : h("p", { class: "soft" }, t("nothing")));
    };

    const set = (value) => {
      const threshold = Math.min(1, Math.max(0, Number(value)));
      if (!Number.isFinite(threshold)) return;
      model.set("threshold", threshold);
      model.save_changes();
      slide.value = type.value = threshold;
    };
    const slide = h("input", { type: "range", min: 0, max: 1, step: 0.01, id: fresh("slide"), oninput: () => set(slide.value) });
    const type = h("input", { type: "number", min: 0, max: 1, step: 0.01, "aria-label": t("threshold", { label: model.get("positive") }), style: "width:7em", onchange: () => set(type.value) });
    slide.value = type.value = model.get("threshold");
    const knob = model.get("positive") ? h("div", { class: "block" },
      h("label", { class: "k-label", for: slide.id }, t("threshold", { label: model.get("positive") })), h("div", { class: "k-row" }, slide, type)) : null;
    return {
      name: t("name"),
      nodes: [h("div", { class: "k-title" }, t("title")), line, ...(knob ? [knob] : []), caption, h("div", { class: "wide", tabindex: 0, role: "group", "aria-label": t("name") }, table), behind],
      update: (name) => {
        if (name === null || name !== "threshold") draw();
        slide.value = type.value = model.get("threshold");
      },
    };
  };
  return mount({ model, el, words: WORDS, watch: ["truth", "guesses", "labels", "threshold"], build });
}

export default { render };

// W1, the drawing pad: choose a class, draw, add. Python keeps the drawings and the file.

const WORDS = {
  fr: {
    ...PAD_WORDS.fr,
    name: "Carnet de dessins", step_class: "1. Je choisis la classe", step_draw: "2. Je dessine",
    add: "Ajouter à « {label} »", add_none: "Ajouter", add_more: "Ajouter avec 3 variations",
    no_class: "Ajoute d'abord deux classes : les deux choses que ton IA devra distinguer.",
    new_class: "Nouvelle classe", add_class: "Créer la classe", rename: "Renommer", remove_class: "Supprimer la classe",
    rename_to: "Nouveau nom pour « {label} »", rename_do: "Valider le nom", edit: "Modifier la classe choisie",
    of: "{n} sur {wanted}", enough: "✓ {n}", enough_said: "{n} dessins, il y en a assez",
    formula: "Sans dessiner : partir d'une forme", shape: "Forme", size: "Taille", slant: "Penché", shake: "Tremblement",
    another: "Mettre une variante dans la grille",
    rows: "Sans dessiner : écrire les 16 lignes", rows_help: "16 lignes de 16 signes : un point pour vide, un dièse (#) pour encre.",
    rows_put: "Mettre dans la grille", rows_bad: "Il faut 16 lignes de 16 signes « . » ou « # ». La ligne {y} ne convient pas.",
    mine: "Mes dessins", none: "Aucun dessin pour l'instant.", mine_keys: "Flèches pour choisir un dessin, Suppr pour l'enlever.",
    picture: "{label}, dessin {n}", picture_copy: "{label}, dessin {n}, copie d'un autre",
    remove: "Supprimer ce dessin", reuse: "Reprendre dans la grille", undo: "Annuler",
    export: "Exporter", import: "Importer", import_label: "Importer un fichier de dessins", too_large: "Ce fichier pèse plus de 200 ko. Rien n'a été importé.",
    saved: "✓ Enregistré dans {file}", unsaved: "○ Rien à enregistrer pour l'instant", taken: "La forme est dans la grille. Change-la si tu veux, puis ajoute-la.",
    copies: "Le signe = marque une copie exacte d'un autre dessin.",
  },
  en: {
    ...PAD_WORDS.en,
    name: "Sketchbook", step_class: "1. I choose the class", step_draw: "2. I draw",
    add: "Add to '{label}'", add_none: "Add", add_more: "Add with 3 variations",
    no_class: "Add two classes first: the two things your AI will have to tell apart.",
    new_class: "New class", add_class: "Create the class", rename: "Rename", remove_class: "Delete the class",
    rename_to: "New name for '{label}'", rename_do: "Confirm the name", edit: "Change the chosen class",
    of: "{n} of {wanted}", enough: "✓ {n}", enough_said: "{n} drawings, that is enough",
    formula: "Without drawing: start from a shape", shape: "Shape", size: "Size", slant: "Slant", shake: "Shakiness",
    another: "Put a variant in the grid",
    rows: "Without drawing: write the 16 rows", rows_help: "16 rows of 16 signs: a dot for empty, a hash (#) for ink.",
    rows_put: "Put in the grid", rows_bad: "There must be 16 rows of 16 signs '.' or '#'. Row {y} does not fit.",
    mine: "My drawings", none: "No drawing yet.", mine_keys: "Arrows choose a drawing, Delete removes it.",
    picture: "{label}, drawing {n}", picture_copy: "{label}, drawing {n}, copy of another one",
    remove: "Delete this drawing", reuse: "Take back into the grid", undo: "Undo",
    export: "Export", import: "Import", import_label: "Import a file of drawings", too_large: "This file weighs more than 200 kB. Nothing was imported.",
    saved: "✓ Saved in {file}", unsaved: "○ Nothing to save yet", taken: "The shape is in the grid. Change it if you like, then add it.",
    copies: "The sign = marks an exact copy of another drawing.",
  },
};

function render({ model, el }) {
  const ink = blankInk(); // what is on the paper outlives a change of language
  let chosen = null; // name of the class
  let picked = null; // id of a drawing in the gallery
  let sent = null; // id of the "add" that is under way
  let named = null; // a class name that was asked for and is not there yet

  const build = (ui) => {
    const { t } = ui;
    const seed = () => Math.floor(Math.random() * 2 ** 30);

    // 1. classes
    const group = fresh("class");
    const tidy = (name) => name.trim().replace(/\s+/g, " ");
    const classes = h("div", { class: "options classes" });
    const new_name = h("input", { type: "text", maxlength: 30, id: fresh("new"), autocomplete: "off" });
    const create = () => {
      named = tidy(new_name.value);
      ui.act("add_class", { name: new_name.value });
      new_name.value = "";
      new_name.focus();
    };
    new_name.addEventListener("keydown", (event) => { if (event.key === "Enter") create(); });
    const other_name = h("input", { type: "text", maxlength: 30, id: fresh("name"), autocomplete: "off" });
    const rename_label = h("label", { class: "k-label", for: other_name.id });
    const rename = () => {
      named = tidy(other_name.value);
      ui.act("rename_class", { old: chosen, name: other_name.value });
    };
    const edit = h("details", {}, h("summary", {}, t("edit")), h("div", {}, rename_label,
      h("div", { class: "k-row" }, other_name, h("button", { type: "button", onclick: rename }, t("rename_do")),
        h("button", { type: "button", onclick: () => ui.act("remove_class", { name: chosen }) }, t("remove_class")))));

    // 2. the paper and the buttons below it
    const page = paper(ui, ink, () => { if (write.open) lines.value = toRows(ink).join("\n"); });
    const add = h("button", { type: "button", class: "main", onclick: () => send(0) });
    const add_more = h("button", { type: "button", onclick: () => send(3) }, t("add_more"));
    const send = (variations) => {
      if (!chosen) { ui.show("warn", t("no_class")); return; }
      sent = ui.act("add", { label: chosen, rows: toRows(ink), variations, seed: seed() });
    };

    // without drawing: a shape by formula
    const slider = (word, low, value, high) => h("input", { type: "range", min: low, max: high, step: 0.01, value, id: fresh(word) });
    const shape = h("select", { id: fresh("shape") }, model.get("shapes").map((one) => h("option", { value: one.value }, ui.pick(one))));
    const knobs = { size: slider("size", 0.5, 1, 1.3), slant: slider("slant", -0.6, 0, 0.6), shake: slider("shake", 0, 0.03, 0.15) };
    const by_formula = h("details", {}, h("summary", {}, t("formula")), h("div", {},
      h("label", { class: "k-label", for: shape.id }, t("shape")), shape,
      Object.entries(knobs).map(([word, knob]) => h("div", { style: "margin-top:8px" }, h("label", { class: "k-label", for: knob.id, style: "margin:0" }, t(word)), knob)),
      h("button", { type: "button", onclick: () => ui.act("shape", { shape: shape.value, seed: seed(),
        ...Object.fromEntries(Object.entries(knobs).map(([word, knob]) => [word, Number(knob.value)])) }) }, t("another"))));

    // without drawing: 16 lines of text
    const rows_help = fresh("rows-help");
    const lines = h("textarea", { class: "rows", rows: 16, spellcheck: "false", id: fresh("rows"), "aria-describedby": rows_help, "aria-label": t("rows") });
    const put_lines = () => {
      const rows = lines.value.replace(/\s+$/, "").split("\n").map((line) => line.trim());
      const bad = Array.from({ length: SIDE }, (_, y) => y).find((y) => !/^[.#]{16}$/.test(rows[y] ?? ""));
      if (bad !== undefined || rows.length !== SIDE) { ui.show("warn", t("rows_bad", { y: (bad ?? SIDE) + 1 })); return; }
      page.put(fromRows(rows));
      ui.show("ok", t("taken"));
    };
    const write = h("details", { ontoggle: () => { lines.value = toRows(ink).join("\n"); } }, h("summary", {}, t("rows")), h("div", {},
      h("p", { class: "soft", id: rows_help }, t("rows_help")), lines,
      h("div", { class: "k-row", style: "margin-top:8px" }, h("button", { type: "button", onclick: put_lines }, t("rows_put")))));

    // what was drawn so far
    const gallery = h("div", {});
    const gallery_keys = fresh("gallery-keys");
    const gallery_help = h("p", { class: "soft", id: gallery_keys }, t("mine_keys"));
    const copies = h("p", { class: "soft" }, t("copies"));
    const remove = h("button", { type: "button", onclick: () => remove_picked() }, t("remove"));
    const reuse = h("button", { type: "button", onclick: () => {
      const one = model.get("pictures").find((picture) => picture.id === picked);
      if (one) { page.put(fromBits(one.bits)); chosen = one.label; draw_classes(); }
    } }, t("reuse"));
    const bar = h("div", { class: "k-row", style: "margin-top:8px" }, remove, reuse);
    const remove_picked = () => {
      const all = model.get("pictures"), place = all.findIndex((one) => one.id === picked);
      const next = all[place + 1] ?? all[place - 1];
      const inside = gallery.contains(document.activeElement);
      ui.act("remove", { drawing: picked });
      picked = next ? next.id : null;
      if (inside) focus_after = true;
    };
    let focus_after = false;

    const draw_classes = () => {
      const names = model.get("classes"), wanted = model.get("per_class");
      if (names.includes(named)) { chosen = named; named = null; }
      const had_focus = classes.contains(document.activeElement);
      if (!names.includes(chosen)) chosen = names[0] ?? null;
      const options = names.map((label) => {
        const n = model.get("pictures").filter((one) => one.label === label).length;
        const full = n >= wanted;
        const radio = h("input", { type: "radio", name: group, value: label, checked: label === chosen, onchange: () => { chosen = label; draw_chosen(); } });
        return h("label", { class: "option" }, radio, h("span", {}, label), " ",
          h("span", { class: full ? "count enough" : "count" }, full ? t("enough", { n }) : t("of", { n, wanted })));
      });
      classes.replaceChildren(...(options.length ? options : [h("p", { class: "soft" }, t("no_class"))]));
      state.textContent = t(names.length ? "saved" : "unsaved", { file: model.get("file") });
      if (had_focus) classes.querySelector(":checked")?.focus();
      draw_chosen();
    };
    const draw_chosen = () => {
      add.textContent = chosen ? t("add", { label: chosen }) : t("add_none");
      for (const button of [add, add_more]) button.setAttribute("aria-disabled", !chosen);
      rename_label.textContent = t("rename_to", { label: chosen ?? "" });
      other_name.value = chosen ?? "";
      const alike = (one) => [one.value, one.fr, one.en].some((name) => name.toLowerCase() === (chosen ?? "").toLowerCase());
      shape.value = (model.get("shapes").find(alike) ?? { value: shape.value }).value;
      edit.hidden = !chosen;
    };
    const draw_gallery = () => {
      const all = model.get("pictures");
      if (!all.some((one) => one.id === picked)) picked = null;
      const lists = model.get("classes").filter((label) => all.some((one) => one.label === label)).map((label) => {
        const of_class = all.filter((one) => one.label === label);
        const tab_stop = of_class.find((one) => one.id === picked) ?? of_class[0];
        const options = of_class.map((one, i) => h("div", {
          role: "option", class: one.copy && "copy", "data-id": one.id, tabindex: one === tab_stop ? 0 : -1, "aria-selected": one.id === picked,
          "aria-label": t(one.copy ? "picture_copy" : "picture", { label, n: i + 1 }), onclick: () => pick(one.id),
        }, thumbnail(fromBits(one.bits))));
        return h("div", { style: "margin-top:8px" }, h("div", { class: "k-label", style: "margin:0" }, label),
          h("div", { class: "gallery", role: "listbox", "aria-label": label, "aria-describedby": gallery_keys, onkeydown: gallery_key }, options));
      });
      const none = lists.length === 0;
      gallery.replaceChildren(...(none ? [h("p", { class: "soft" }, t("none"))] : lists));
      gallery_help.hidden = none;
      copies.hidden = !all.some((one) => one.copy);
      bar.hidden = !picked;
      if (focus_after && picked) { focus_after = false; gallery.querySelector(`[data-id="${picked}"]`)?.focus(); }
    };
    const pick = (id) => { picked = id; focus_after = true; draw_gallery(); };
    const gallery_key = (event) => {
      const options = [...event.currentTarget.children];
      const place = options.indexOf(event.target.closest("[role=option]"));
      const to = { ArrowRight: place + 1, ArrowDown: place + 1, ArrowLeft: place - 1, ArrowUp: place - 1, Home: 0, End: options.length - 1, " ": place, Enter: place }[event.key];
      if (event.key === "Delete" || event.key === "Backspace") { event.preventDefault(); pick(options[place].dataset.id); remove_picked(); }
      if (to === undefined) return;
      event.preventDefault();
      if (options[to]) pick(options[to].dataset.id);
    };

    // keeping: undo, export, import
    const undo = h("button", { type: "button", onclick: () => ui.act("undo") }, t("undo"));
    const save_copy = () => {
      // Made here and not in Python: it still works when the kernel is gone.
      const drawings = model.get("pictures").map(({ id, label, bits }) => ({ id, label, rows: toRows(fromBits(bits)) }));
      const whole = { format: "caire-dessins", version: 1, size: SIDE, classes: model.get("classes"), drawings };
      const link = h("a", { href: URL.createObjectURL(new Blob([JSON.stringify(whole)], { type: "application/json" })), download: model.get("file") });
      link.click();
      URL.revokeObjectURL(link.href);
    };
    const file = h("input", { type: "file", accept: ".json,application/json", "aria-label": t("import_label"), hidden: true });
    file.addEventListener("change", async () => {
      const [one] = file.files;
      if (!one) return;
      if (one.size > 200000) ui.show("problem", t("too_large"));
      else ui.act("import", { text: await one.text() });
      file.value = "";
    });
    const state = h("span", { class: "soft" });
    const foot = h("div", { class: "k-row block" }, undo, h("button", { type: "button", onclick: save_copy }, t("export")),
      h("button", { type: "button", onclick: () => file.click() }, t("import")), file,
      state);

    const nodes = [
      h("div", { class: "two book" },
        h("div", {}, h("fieldset", {}, h("legend", { class: "k-title" }, t("step_class")), classes),
          h("div", { class: "k-row end", style: "margin-top:12px" }, h("div", {}, h("label", { class: "k-label", for: new_name.id }, t("new_class")), new_name),
            h("button", { type: "button", onclick: create }, t("add_class"))),
          edit),
        h("div", { class: "side" }, h("div", { class: "k-title" }, t("step_draw")), ...page.nodes,
          h("div", { class: "k-row" }, add, add_more), ui.note, by_formula, write),
        h("div", { class: "drawn" }, h("div", { class: "k-title" }, t("mine")), gallery_help, gallery, copies, bar)),
      foot,
    ];
    const update = (name) => {
      if (name === null || name === "classes" || name === "pictures") { draw_classes(); draw_gallery(); }
      if (name === null || name === "can_undo") undo.setAttribute("aria-disabled", !model.get("can_undo"));
      if (name === "preview") { page.put(fromBits(model.get("preview").bits)); ui.say(t("taken")); }
      // The paper is emptied only once Python has the drawing safe in the file.
      if (name === "added" && model.get("added") === sent) page.put(blankInk());
    };
    return { name: t("name"), nodes, update };
  };

  return mount({ model, el, words: WORDS, watch: ["classes", "pictures", "can_undo", "preview", "added"], build });
}

export default { render };

// The 16 x 16 paper: pointer, touch, pen, and a grid for the keyboard.

const SIDE = 16;
const HEX = "0123456789abcdef";

/** 256 booleans from 64 hexadecimal digits, and back: how drawings travel. */
const fromBits = (bits) => [...(bits || "")].flatMap((digit) =>
  [8, 4, 2, 1].map((bit) => (HEX.indexOf(digit) & bit) > 0));
const toRows = (ink) => Array.from({ length: SIDE }, (_, y) =>
  ink.slice(y * SIDE, y * SIDE + SIDE).map((on) => (on ? "#" : ".")).join(""));
const fromRows = (rows) => rows.flatMap((row) => [...row].map((mark) => mark === "#"));
const blankInk = () => new Array(SIDE * SIDE).fill(false);

/** A small picture; `label` is its text alternative, none when it repeats the words beside it. */
function thumbnail(ink, label) {
  const runs = [];
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const start = x;
      while (x < SIDE && ink[y * SIDE + x]) x++;
      if (x > start) runs.push(`M${start} ${y}h${x - start}v1h${start - x}z`);
    }
  }
  const alternative = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
  return h("svg", { class: "thumb", viewBox: "-0.5 -0.5 17 17", ...alternative }, h("path", { d: runs.join("") }));
}

const PAD_WORDS = {
  fr: {
    pad: "Grille de dessin, 16 lignes et 16 colonnes",
    pad_keys: "Au clavier : flèches pour bouger, Espace pour noircir ou effacer une case, Maj + flèche pour tracer un trait.",
    cell: "ligne {y}, colonne {x} : {state}", inked: "encre", empty: "vide",
    pen: "Stylo", eraser: "Gomme", clear: "Tout effacer", tools: "Outils", cleared: "Grille vide",
  },
  en: {
    pad: "Drawing grid, 16 rows and 16 columns",
    pad_keys: "With the keyboard: arrows move, Space fills or empties a cell, Shift + arrow draws a line.",
    cell: "row {y}, column {x}: {state}", inked: "ink", empty: "empty",
    pen: "Pen", eraser: "Eraser", clear: "Clear", tools: "Tools", cleared: "Empty grid",
  },
};

/**
 * The paper and its tools. `ink` is the array that is drawn into, and outlives it.
 * Returns { nodes, put(ink) }; changed() is called after every stroke or key.
 */
function paper(ui, ink, changed) {
  let erasing = false;
  let last = null;
  let at = 0;
  const keys = fresh("keys");
  const cells = [];
  const grid = h("div", { class: "pad", role: "grid", "aria-label": ui.t("pad"), "aria-describedby": keys });
  for (let y = 0; y < SIDE; y++) {
    const row = h("div", { role: "row" });
    for (let x = 0; x < SIDE; x++) {
      cells.push(h("span", { role: "gridcell", tabindex: cells.length ? -1 : 0 }));
      row.append(cells.at(-1));
    }
    grid.append(row);
  }

  const paint = (i) => {
    const state = ui.t(ink[i] ? "inked" : "empty");
    cells[i].setAttribute("aria-selected", ink[i]);
    cells[i].setAttribute("aria-label", ui.t("cell", { y: Math.floor(i / SIDE) + 1, x: (i % SIDE) + 1, state }));
  };
  const set = (i, on) => { if (ink[i] !== on) { ink[i] = on; paint(i); } };
  const put = (fresh_ink) => { fresh_ink.forEach((on, i) => set(i, on)); changed(); };
  const stroke = (from, to) => {
    // A pen 1.5 cells wide: what lies within 0.75 cell of the way it went.
    const length = Math.max((to.x - from.x) ** 2 + (to.y - from.y) ** 2, 1e-9);
    for (let i = 0; i < ink.length; i++) {
      const x = (i % SIDE) + 0.5, y = Math.floor(i / SIDE) + 0.5;
      const along = Math.min(1, Math.max(0, ((x - from.x) * (to.x - from.x) + (y - from.y) * (to.y - from.y)) / length));
      const away = Math.hypot(x - from.x - along * (to.x - from.x), y - from.y - along * (to.y - from.y));
      if (away <= 0.75) set(i, !erasing);
    }
  };
  const where = (event) => {
    const box = grid.getBoundingClientRect();
    return { x: ((event.clientX - box.left) / box.width) * SIDE, y: ((event.clientY - box.top) / box.height) * SIDE };
  };
  const go = (i) => {
    cells[at].tabIndex = -1;
    at = i;
    cells[at].tabIndex = 0;
    cells[at].focus();
  };

  grid.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    grid.setPointerCapture(event.pointerId);
    last = where(event);
    stroke(last, last);
  });
  grid.addEventListener("pointermove", (event) => {
    if (!last) return;
    const next = where(event);
    stroke(last, next);
    last = next;
  });
  const lift = () => { if (last) { last = null; changed(); } };
  grid.addEventListener("pointerup", lift);
  grid.addEventListener("pointercancel", lift);
  grid.addEventListener("keydown", (event) => {
    const x = at % SIDE, y = Math.floor(at / SIDE);
    const moves = {
      ArrowLeft: [Math.max(0, x - 1), y], ArrowRight: [Math.min(SIDE - 1, x + 1), y],
      ArrowUp: [x, Math.max(0, y - 1)], ArrowDown: [x, Math.min(SIDE - 1, y + 1)],
      Home: [0, y], End: [SIDE - 1, y],
    };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " ") {
      event.preventDefault();
      set(at, !ink[at]);
      ui.say(cells[at].getAttribute("aria-label"));
      changed();
    } else if (moves[event.key]) {
      event.preventDefault();
      const drawing = event.shiftKey;
      if (drawing) set(at, !erasing);
      go(moves[event.key][1] * SIDE + moves[event.key][0]);
      if (drawing) { set(at, !erasing); changed(); }
    }
  });

  const pen = h("button", { type: "button", "aria-pressed": "true", onclick: () => choose(false) }, ui.t("pen"));
  const rubber = h("button", { type: "button", "aria-pressed": "false", onclick: () => choose(true) }, ui.t("eraser"));
  const choose = (value) => {
    erasing = value;
    pen.setAttribute("aria-pressed", !value);
    rubber.setAttribute("aria-pressed", value);
  };
  const clear = h("button", { type: "button", onclick: () => { put(blankInk()); ui.say(ui.t("cleared")); } }, ui.t("clear"));
  ink.forEach((_, i) => paint(i));
  return {
    put,
    nodes: [grid, h("div", { class: "k-row", role: "group", "aria-label": ui.t("tools"), style: "margin-top:10px" }, pen, rubber, clear),
      h("p", { class: "soft", id: keys, style: "margin-top:8px" }, ui.t("pad_keys"))],
  };
}

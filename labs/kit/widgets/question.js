// Questions that save: native radios and plain fields, one line that says "saved".

const WORDS = {
  fr: {
    name: "Question", prediction: "Ma prévision", sure: "Ta confiance dans cette réponse",
    sure_0: "Au hasard", sure_25: "Faible", sure_50: "Moyenne", sure_75: "Forte", sure_100: "Totale",
    keep: "Garder ma prévision", keep_again: "Changer ma prévision", choose_first: "Choisis d'abord une réponse, puis ta confiance.",
    never: "Il n'y a pas de bonne ou de mauvaise prévision : elle te servira à comparer.",
    kept: "✓ Prévision gardée. Lance maintenant la cellule suivante.", frozen: "✓ Tu avais prévu cela avant de voir le résultat. La prévision ne change plus.",
    saved: "✓ Enregistré", not_saved: "○ Pas encore de réponse", careful: "N'écris pas de vraies données personnelles.", then: "Et maintenant :",
  },
  en: {
    name: "Question", prediction: "My prediction", sure: "Your confidence in this answer",
    sure_0: "A guess", sure_25: "Low", sure_50: "Medium", sure_75: "High", sure_100: "Total",
    keep: "Keep my prediction", keep_again: "Change my prediction", choose_first: "Choose an answer first, then your confidence.",
    never: "No prediction is right or wrong: it is there for you to compare.",
    kept: "✓ Prediction kept. Now run the next cell.", frozen: "✓ You predicted this before seeing the result. The prediction no longer changes.",
    saved: "✓ Saved", not_saved: "○ No answer yet", careful: "Do not write real personal data.", then: "And now:",
  },
};

function render({ model, el }) {
  let wanted = {}; // chosen and not kept yet: {value, confidence}
  const typed = {}; // text being written, by item
  const timers = {};

  const build = (ui) => {
    const { t, pick } = ui;
    const updates = [];

    const radios = (group, options, chosen, onchoose, small) => options.map(({ value, text }) => {
      const radio = h("input", { type: "radio", name: group, value, checked: String(value) === String(chosen), onchange: () => onchoose(value) });
      return h("label", { class: small ? "option small" : "option" }, radio, h("span", {}, text));
    });
    const check = (box, value) => box.querySelectorAll("input").forEach((input) => { input.checked = input.value === String(value); });
    const offered = (item) => item.choices.map(({ value, text }) => ({ value, text: pick(text) }));
    const layout = (item) => (offered(item).every(({ text }) => text.length <= 20) && item.choices.length <= 5 ? "options across" : "options");
    const feedback = (item, value, shown) => {
      const one = item.choices.find((choice) => choice.value === value);
      return shown && one && one.feedback ? [h("div", { class: "hint" }, prose(pick(one.feedback)))] : [];
    };

    const prediction = (item) => {
      const values = h("div", { class: "options" }, radios(fresh("predict"), offered(item), null, (value) => { wanted.value = value; }));
      const levels = [0, 25, 50, 75, 100].map((value) => ({ value, text: t(`sure_${value}`) }));
      const sure = h("div", { class: "options across" }, radios(fresh("sure"), levels, null, (value) => { wanted.confidence = value; }, true));
      const fields = h("fieldset", { style: "margin:0" }, h("fieldset", {}, h("legend", {}, pick(item.text)), values), h("fieldset", {}, h("legend", {}, t("sure")), sure));
      const keep = h("button", { type: "button", class: "main", style: "margin-top:14px", onclick: () => {
        if (wanted.value === undefined || wanted.confidence === undefined) { ui.show("warn", t("choose_first")); return; }
        ui.act("answer", { item: item.id, value: wanted.value, confidence: wanted.confidence });
      } });
      const state = h("p", { class: "soft", role: "status", style: "margin-top:10px" });
      const after = h("div", { "aria-live": "polite" });
      updates.push(() => {
        const value = model.get("values")[item.id], frozen = model.get("is_frozen");
        if (value !== undefined) wanted = { value, confidence: model.get("confidence") ?? undefined };
        check(values, wanted.value);
        check(sure, wanted.confidence);
        fields.disabled = frozen;
        keep.hidden = frozen;
        keep.textContent = t(value === undefined ? "keep" : "keep_again");
        state.textContent = t(frozen ? "frozen" : value === undefined ? "never" : "kept");
        after.replaceChildren(...feedback(item, value, frozen));
      });
      return [h("div", { class: "k-title" }, t("prediction")), fields, keep, state, after];
    };

    const choose = (item) => {
      const values = h("div", { class: layout(item) }, radios(fresh("choice"), offered(item), null, (value) => ui.act("answer", { item: item.id, value })));
      const after = h("div", { "aria-live": "polite" });
      updates.push(() => {
        const value = model.get("values")[item.id];
        check(values, value);
        after.replaceChildren(...feedback(item, value, true));
      });
      const details = (item.details ?? []).map((text) => h("p", { class: "soft" }, pick(text)));
      return [h("fieldset", {}, h("legend", {}, pick(item.text)), ...details, values), after];
    };

    const write = (item) => {
      const id = fresh("text"), help = fresh("help");
      const attributes = { id, "aria-describedby": help, placeholder: pick(item.placeholder) || null, maxlength: 4000 };
      const field = item.lines > 1 ? h("textarea", { ...attributes, rows: item.lines }) : h("input", { ...attributes, type: "text", autocomplete: "off", style: "width:min(32em,100%)" });
      const state = h("p", { class: "soft", id: help, style: "margin:6px 0 0" });
      const send = () => {
        clearTimeout(timers[item.id]);
        if (typed[item.id] === undefined || typed[item.id] === model.get("values")[item.id]) return;
        ui.act("answer", { item: item.id, value: typed[item.id] });
      };
      field.addEventListener("input", () => {
        typed[item.id] = field.value;
        clearTimeout(timers[item.id]);
        timers[item.id] = setTimeout(send, 900);
        say_state();
      });
      field.addEventListener("change", send);
      const say_state = () => {
        const saved = model.get("values")[item.id];
        const done = saved !== undefined && saved !== "" && (typed[item.id] === undefined || typed[item.id] === saved);
        state.textContent = `${t(done ? "saved" : "not_saved")} · ${t("careful")}`;
      };
      updates.push(() => {
        // Never put words under the fingers of somebody who is typing.
        if (typed[item.id] === undefined || typed[item.id] === model.get("values")[item.id]) field.value = model.get("values")[item.id] ?? "";
        else field.value = typed[item.id];
        say_state();
      });
      return [h("div", { style: "margin-top:14px" }, h("label", { class: "k-label", for: id }, pick(item.text)), field, state)];
    };

    const makers = { prediction, choice: choose, text: write };
    const heading = pick(model.get("heading"));
    const items = model.get("items");
    return {
      name: heading || pick(items[0].text) || t("name"),
      nodes: [...(heading ? [h("div", { class: "k-title" }, heading)] : []), ...items.flatMap((item) => makers[item.kind](item))],
      update: () => updates.forEach((one) => one()),
    };
  };
  const clean = mount({ model, el, words: WORDS, watch: ["values", "confidence", "is_frozen"], build });
  return () => { Object.values(timers).forEach(clearTimeout); clean(); };
}

export default { render };

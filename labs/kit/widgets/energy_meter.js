// W9, the energy meter: a formula in words whose every term can be changed.

const WORDS = {
  fr: {
    name: "Compteur d'énergie", title: "Combien d'énergie pour ce calcul ?",
    seconds: "Temps de processeur (s)", watts: "Puissance (W)", intensity: "Carbone (g/kWh)", country: "Pays",
    energy: "{seconds} s × {watts} W ÷ 3 600 = {wh}", carbon: "{wh} × {intensity} g/kWh = {grams} de CO₂e",
    lamp: "Autant qu'une lampe LED de 5 W allumée {time}.",
    honest: "C'est une estimation : un serveur partagé n'a pas de compteur par personne. La puissance (10 W par cœur) est une hypothèse. Change-la.",
    source: "Carbone de l'électricité : {source}.", own: "autre valeur", bad: "Écris un nombre positif.", said: "{wh}, {grams} de CO₂e",
    s: "{n} s", min: "{n} min", h: "{n} h", kilo: "{n} k{unit}", one: "{n} {unit}", milli: "{n} m{unit}", micro: "{n} µ{unit}", nano: "{n} n{unit}",
  },
  en: {
    name: "Energy meter", title: "How much energy did this computation take?",
    seconds: "Processor time (s)", watts: "Power (W)", intensity: "Carbon (g/kWh)", country: "Country",
    energy: "{seconds} s × {watts} W ÷ 3,600 = {wh}", carbon: "{wh} × {intensity} g/kWh = {grams} of CO₂e",
    lamp: "As much as a 5 W LED lamp switched on for {time}.",
    honest: "This is an estimate: a shared server has no meter for each person. The power (10 W per core) is an assumption. Change it.",
    source: "Carbon of electricity: {source}.", own: "another value", bad: "Write a positive number.", said: "{wh}, {grams} of CO₂e",
    s: "{n} s", min: "{n} min", h: "{n} h", kilo: "{n} k{unit}", one: "{n} {unit}", milli: "{n} m{unit}", micro: "{n} µ{unit}", nano: "{n} n{unit}",
  },
};

const TERMS = ["seconds", "watts", "intensity"];

function render({ model, el }) {
  const build = (ui) => {
    const { t, pick } = ui;
    const short = (value) => new Intl.NumberFormat(ui.lang(), { maximumSignificantDigits: 3 }).format(value);
    const time = (s) => (s < 90 ? t("s", { n: short(s) }) : s < 5400 ? t("min", { n: short(s / 60) }) : t("h", { n: short(s / 3600) }));
    const steps = [["kilo", 1e3], ["one", 1], ["milli", 1e-3], ["micro", 1e-6], ["nano", 1e-9]];
    const amount = (value, unit) => {
      const [step, size] = value === 0 ? steps[1] : steps.find(([, least]) => value >= least) ?? steps.at(-1);
      return t(step, { n: short(value / size), unit });
    };

    const set = (name, text) => {
      const value = Number(String(text).replace(",", "."));
      if (text === "" || !Number.isFinite(value) || value < 0) { ui.show("warn", t("bad")); return; }
      ui.show("info", "");
      model.set(name, value);
      model.save_changes();
    };
    // Text fields, not number fields: those refuse the comma or the point depending on the browser.
    const fields = Object.fromEntries(TERMS.map((name) => {
      const field = h("input", { type: "text", inputmode: "decimal", autocomplete: "off", onchange: () => set(name, field.value.trim()) });
      return [name, field];
    }));
    const table = model.get("table");
    const country = h("select", { onchange: () => { if (country.value) { model.set("country", country.value); model.save_changes(); } } },
      Object.entries(table.countries).map(([code, row]) => h("option", { value: code }, `${pick(row)} (${short(row.g_per_kwh)})`)), h("option", { value: "" }, t("own")));
    const term = (name) => h("label", {}, t(name), fields[name]);
    const sign = (mark) => h("span", { class: "sign", "aria-hidden": true }, mark);
    const energy = h("div", {}), carbon = h("div", { style: "font-weight:700" }), lamp = h("div", { class: "soft" });

    const update = () => {
      const [seconds, watts, intensity] = TERMS.map((name) => model.get(name));
      const wh = (seconds * watts) / 3600, grams = (wh / 1000) * intensity;
      for (const name of TERMS) fields[name].value = number(model.get(name), ui.lang(), 6).replace(/[\s\u202f\u00a0]/g, "").replace(ui.lang() === "en" ? /,/g : /$^/, "");
      const row = table.countries[model.get("country")];
      country.value = row && row.g_per_kwh === intensity ? model.get("country") : "";
      energy.textContent = t("energy", { seconds: short(seconds), watts: short(watts), wh: amount(wh, "Wh") });
      carbon.textContent = t("carbon", { wh: amount(wh, "Wh"), intensity: number(intensity, ui.lang(), 1), grams: amount(grams, "g") });
      lamp.textContent = t("lamp", { time: time((wh * 3600) / 5) });
      ui.say(t("said", { wh: amount(wh, "Wh"), grams: amount(grams, "g") }));
    };
    return {
      name: t("name"), update,
      nodes: [h("div", { class: "k-title" }, t("title")),
        h("div", { class: "terms" }, term("seconds"), sign("×"), term("watts"), sign("×"), term("intensity"), h("label", {}, t("country"), country)),
        h("div", { class: "result" }, energy, carbon, lamp),
        h("p", { class: "soft", style: "margin-top:12px" }, t("honest")),
        h("p", { class: "soft" }, t("source", { source: pick(table.source) }))],
    };
  };
  return mount({ model, el, words: WORDS, watch: [...TERMS, "country"], build });
}

export default { render };

// Live guess: every stroke goes to Python, the bars show what the learner's model answers.

const WORDS = {
  fr: {
    ...PAD_WORDS.fr,
    name: "Essaie ton IA en direct", draw: "Dessine ici", guess: "Ton IA pense que c'est…", wait: "Dessine : la réponse s'affiche à chaque trait.",
    says: "Ton IA répond {label}, {share}.", says_only: "Ton IA répond {label}.", sure: "Elle donne {share} à « {label} ». Ce pourcentage n'est pas une preuve : elle peut être sûre et se tromper.",
    no_share: "Ce modèle ne donne pas de pourcentages.",
  },
  en: {
    ...PAD_WORDS.en,
    name: "Try your AI live", draw: "Draw here", guess: "Your AI thinks it is…", wait: "Draw: the answer appears at each stroke.",
    says: "Your AI answers {label}, {share}.", says_only: "Your AI answers {label}.", sure: "It gives {share} to '{label}'. That percentage is no proof: it can be sure and wrong.",
    no_share: "This model gives no percentages.",
  },
};

function render({ model, el }) {
  const ink = fromRows(model.get("drawing"));
  let soon = null;

  const build = (ui) => {
    const { t } = ui;
    const send = () => {
      clearTimeout(soon); // only the latest drawing matters
      soon = setTimeout(() => { model.set("drawing", toRows(ink)); model.save_changes(); }, 120);
    };
    const page = paper(ui, ink, send);
    const answer = h("div", {});
    const draw_answer = () => {
      const guess = model.get("guess");
      if (!guess.length) { answer.replaceChildren(h("p", { class: "soft" }, t("wait"))); return; }
      const first = guess[0];
      const share = first.share === null ? null : percent(first.share, ui.lang());
      const bars = guess.filter((one) => one.share !== null).flatMap((one, i) => [
        h("span", { class: i ? "name" : "name first" }, one.label),
        h("i", { "aria-hidden": true }, h("i", { style: `width:${Math.round(one.share * 100)}%` })),
        h("span", { class: i ? "share" : "share first" }, percent(one.share, ui.lang())),
      ]);
      answer.replaceChildren(h("div", { class: "big" }, first.label),
        bars.length ? h("div", { class: "bars" }, bars) : h("p", { class: "soft" }, t("no_share")),
        ...(share ? [h("p", { class: "soft", style: "margin-top:14px" }, t("sure", { share, label: first.label }))] : []));
      ui.say(share ? t("says", { label: first.label, share }) : t("says_only", { label: first.label }));
    };
    return {
      name: t("name"),
      nodes: [h("div", { class: "two live" },
        h("div", { class: "side" }, h("div", { class: "k-title" }, t("draw")), ...page.nodes),
        h("div", {}, h("div", { class: "k-title" }, t("guess")), answer, ui.note))],
      update: (name) => { if (name === null || name === "guess") draw_answer(); },
    };
  };
  const clean = mount({ model, el, words: WORDS, watch: ["guess"], build });
  return () => { clearTimeout(soon); clean(); };
}

export default { render };

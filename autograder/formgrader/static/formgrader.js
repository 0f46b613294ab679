// Runs on each of nbgrader's pages behind the proxy: the reader's language, a way back, names for the boxes, and a
// sentence when a score was not saved (nbgrader says nothing then).
(() => {
  const here = document.currentScript.dataset;
  const french = here.lang === "fr";
  const say = (fr, en) => (french ? fr : en);
  const words = {
    "nbgrader": "nbgrader",
    "Manual Grading": "Correction à la main",
    "Show All Names": "Montrer tous les noms",
    "Hide All Names": "Cacher tous les noms",
    "Submission ID": "Copie",
    "Overall Score": "Total",
    "Code Score": "Code",
    "Written Score": "Réponse écrite",
    "Task Score": "Tâche",
    "Needs Manual Grade?": "À corriger ?",
    "Needs Manual Grading?": "À corriger ?",
    "Tests Failed?": "Tests ratés ?",
    "Flagged?": "Signalée ?",
    "Loading, please wait...": "Chargement…",
    "Assignment ID": "Lab",
    "Notebook ID": "Notebook",
    "Due Date": "Échéance",
    "Avg. Score": "Moyenne",
    "Avg. Code Score": "Moyenne, code",
    "Avg. Written Score": "Moyenne, écrit",
    "Avg. Task Score": "Moyenne, tâches",
    "# Submissions": "Copies",
    "Student's answer": "Réponse de l’apprenant",
    "Student's task": "Travail de l’apprenant",
    "Resolve": "C’est vu",
    "Full credit": "Tous les points",
    "No credit": "Aucun point",
    "(extra credit)": "(en plus)",
    "None": "aucune",
    "No data available in table": "Rien à corriger pour l’instant",
    "Submission flagged": "Copie signalée",
    "Submission unflagged": "Signalement retiré",
    "Search:": "Chercher :",
    "Next": "Suivante",
    "Prev": "Précédente",
  };
  const patterns = [
    [/^Submission #(\d+)$/, "Copie nº $1"],
    [/^Submission (\d+) \/ (\d+)$/, "Copie $1 sur $2"],
    [/^Score for (.+)$/, "Points pour $1"],
    [/^← Prev$/, "← Précédente"],
    [/^Next →$/, "Suivante →"],
    [/^(\d+) remaining$/, "encore $1"],
    [/^\/ ([\d.]+)$/, "/ $1"],
    [/^Type any comments here.*$/, "Un commentaire pour l’apprenant"],
    [/^\+ ?$/, "+"],
  ];

  // What a learner wrote is never translated: only what is outside of rendered cells.
  const LEARNER = ".rendered_html, .input_area, .output_area, pre, textarea, script, style";
  function translated(text) {
    const plain = text.trim().replace(/\s+/g, " ");
    if (plain === "") return null;
    if (Object.hasOwn(words, plain)) return words[plain];
    for (const [from, to] of patterns) if (from.test(plain)) return plain.replace(from, to);
    return null;
  }
  function translate(root) {
    if (!french) return;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.parentElement?.closest(LEARNER)) continue;
      const better = translated(node.data);
      if (better !== null && better !== node.data.trim()) node.data = node.data.replace(/\S[\s\S]*\S|\S/, better);
    }
    const elements = root.querySelectorAll ? root.querySelectorAll("[placeholder], [title]") : [];
    for (const element of elements) {
      for (const name of ["placeholder", "title"]) {
        const better = translated(element.getAttribute(name) ?? "");
        if (better !== null && better !== element.getAttribute(name)) element.setAttribute(name, better);
      }
    }
  }

  function nameBoxes() {
    for (const box of document.querySelectorAll(".nbgrader_cell .score")) {
      box.setAttribute("aria-label", say(`Points pour ${box.id}`, `Points for ${box.id}`));
      box.setAttribute("step", "0.25");
      box.setAttribute("min", "0");
    }
    for (const box of document.querySelectorAll(".nbgrader_cell .extra-credit")) {
      box.setAttribute("aria-label", say("Points en plus", "Extra points"));
    }
    for (const box of document.querySelectorAll(".nbgrader_cell .comment")) {
      box.setAttribute("aria-label", say("Commentaire pour l’apprenant", "Comment for the learner"));
    }
    for (const eye of document.querySelectorAll(".glyphicon-eye-open, .glyphicon-eye-close")) {
      if (eye.hasAttribute("role")) continue;
      const shows = eye.classList.contains("glyphicon-eye-open");
      eye.removeAttribute("aria-hidden");
      eye.setAttribute("role", "button");
      eye.setAttribute("tabindex", "0");
      eye.setAttribute("aria-label", shows ? say("Montrer le nom", "Show the name") : say("Cacher le nom", "Hide the name"));
      eye.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        eye.click();
      });
    }
    // "Open live notebook" leads out of this proxy, where there is nothing.
    for (const link of document.querySelectorAll(".live-notebook a, .live-notebook [data-link]")) {
      link.removeAttribute("href");
      link.removeAttribute("title");
      link.removeAttribute("data-original-title");
    }
    for (const link of document.querySelectorAll('a[href^="/notebooks/"], a[href^="/tree/"], a[href^="/edit/"]')) {
      link.removeAttribute("href");
    }
  }

  // Opened from the list: start at the first box that waits for a person.
  let isThere = new URLSearchParams(location.search).has("index");
  function goToWhatWaits() {
    const waiting = isThere ? null : document.querySelector(".score.needs_manual_grade");
    if (!waiting) return;
    isThere = true;
    setTimeout(() => waiting.focus(), 100); // after formgrader has chosen its own
  }

  function drawBar() {
    const bar = document.createElement("header");
    bar.className = "formgrader-bar";
    const back = document.createElement("a");
    back.href = here.back;
    back.textContent = say(`← Retour à la promotion ${here.cohort}`, `← Back to cohort ${here.cohort}`);
    const hint = document.createElement("p");
    hint.textContent = say(
      "Tapez les points, quittez la case : c’est enregistré, et l’apprenant le voit.",
      "Type the points and leave the box: they are saved, and the learner sees them.",
    );
    bar.append(back, hint);
    const said = document.createElement("div");
    said.className = "formgrader-notice";
    said.setAttribute("role", "alert");
    said.hidden = true;
    document.body.prepend(bar, said);
    window.jQuery?.(document).ajaxError((event, answer) => {
      said.hidden = false;
      said.textContent = answer.responseJSON?.error ?? say(
        "Ce n’est pas enregistré : le serveur n’a pas répondu. Vérifiez le réseau, puis retapez les points.",
        "This was not saved: the server did not answer. Check the network, then type the points again.",
      );
    });
    window.jQuery?.(document).ajaxSuccess((event, answer, asked) => {
      if (asked.type !== "GET") said.hidden = true;
    });
  }

  document.documentElement.lang = here.lang;
  document.addEventListener("DOMContentLoaded", () => {
    drawBar();
    nameBoxes();
    translate(document.body);
    const watcher = new MutationObserver((changes) => {
      for (const change of changes) {
        if (change.type === "attributes") translate(change.target.parentElement);
        for (const node of change.addedNodes) {
          if (node.nodeType === Node.ELEMENT_NODE) translate(node);
          else if (node.parentElement) translate(node.parentElement);
        }
      }
      nameBoxes();
      goToWhatWaits();
    });
    const watched = { childList: true, subtree: true, attributes: true, attributeFilter: ["placeholder", "class"] };
    watcher.observe(document.body, watched);
  });
})();

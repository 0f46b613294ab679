// What the Hub's pages do by themselves: follow a start, try again, stop a server, show a password.
const base = document.body.dataset.base;
const slowAfter = 20000;

function followStart(card) {
  const bar = document.getElementById("progress-bar");
  const said = document.getElementById("progress-message");
  const slow = setTimeout(() => (document.getElementById("slow").hidden = false), slowAfter);
  const events = new EventSource(card.dataset.progress);
  events.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    if (event.progress !== undefined && !event.failed) bar.value = event.progress;
    if (event[card.dataset.lang]) said.textContent = event[card.dataset.lang];
    if (event.ready || event.failed) {
      clearTimeout(slow);
      events.close();
    }
    // Ready: leads to where the reader wanted to go. Failed: to the page that says why.
    if (event.ready || event.failed) location.reload();
  };
}

function reloadAfter(card) {
  let left = Number(card.dataset.reload) || 5;
  const shown = document.getElementById(card.dataset.counts || "");
  setInterval(() => {
    left -= 1;
    if (shown) shown.textContent = Math.max(left, 0);
    if (left === 0) location.reload();
  }, 1000);
}

async function stopServer(button) {
  button.disabled = true;
  const answer = await fetch(`${base}api/users/${button.dataset.stop}/server`, {
    method: "DELETE",
    headers: { "X-XSRFToken": document.body.dataset.xsrf },
  }).catch(() => null);
  if (answer && answer.ok) location.reload();
  document.getElementById("stop-problem").hidden = Boolean(answer && answer.ok);
  button.disabled = false;
}

for (const card of document.querySelectorAll("[data-progress]")) followStart(card);
for (const card of document.querySelectorAll("[data-reload]")) reloadAfter(card);
for (const card of document.querySelectorAll("[data-go]"))
  setTimeout(() => location.assign(card.dataset.go), 1000 * Number(card.dataset.after));
for (const button of document.querySelectorAll("[data-stop]"))
  button.addEventListener("click", () => stopServer(button));
for (const box of document.querySelectorAll("[data-shows]"))
  box.addEventListener("change", () => {
    document.getElementById(box.dataset.shows).type = box.checked ? "text" : "password";
  });

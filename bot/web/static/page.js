// Makes the pages smoother. Everything works without it: forms are sent and pages loaded anew.
import { initAll } from "./govuk-frontend.min.js";

const PATIENCE = 20000; // milliseconds; the server answers within five seconds, the rest is the way there and back

initAll();
if (location.hash.startsWith("#turn-")) focusOn(location.hash.slice(1).replace("turn", "question"));
findClause();
addEventListener("hashchange", findClause);
document.addEventListener("submit", sendLive);
document.addEventListener("keydown", sendOnEnter);
document.addEventListener("click", copy);
document.addEventListener("click", leave);
enhance(document);

// A link to a clause that the document does not have: the server says so, and which is nearest.
function findClause() {
  const asked = location.hash.slice(1);
  if (!asked.startsWith("clause-") || document.getElementById(asked) || !document.querySelector(".passages")) return;
  location.replace(`${location.pathname}/${encodeURIComponent(asked)}`);
}

// A form that is sent in the background: the page that comes back replaces the present one.
async function sendLive(event) {
  const form = event.target.closest("form[data-live]");
  if (!form) return;
  event.preventDefault();
  if (document.body.dataset.busy) return;
  const fields = new URLSearchParams(new FormData(form));
  const button = event.submitter;
  if (button && button.name) fields.append(button.name, button.value);
  const asks = form.getAttribute("action") === "/ask";
  const question = (fields.get("message") || "").trim();
  document.body.dataset.busy = "yes";
  const waiting = asks && question ? showWaiting(question, button) : null;
  try {
    const reply = await fetch(form.action, {
      method: "POST",
      body: fields,
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE),
    });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    if (!reply.ok && reply.status !== 400) {
      const words = page.querySelector("main .govuk-body");
      throw new Refused(words ? words.textContent : "");
    }
    show(page);
    history.replaceState(null, "", "/");
    if (reply.ok) announce(asks ? newest() : form.dataset.focus);
  } catch (error) {
    if (waiting) waiting.remove();
    fail(error instanceof Refused ? error.message : "The answer did not arrive. Check your connection, then ask again.", question);
  } finally {
    delete document.body.dataset.busy;
  }
}

class Refused extends Error {}

function show(page) {
  document.title = page.title;
  for (const part of ["#profile", "main"]) document.querySelector(part).replaceWith(page.querySelector(part));
  const main = document.querySelector("main");
  initAll({ scope: main });
  enhance(main);
}

// The question at once, and that it is being looked up.
function showWaiting(question, button) {
  const turn = document.createElement("article");
  turn.className = "turn turn--waiting";
  const asked = document.createElement("h2");
  asked.className = "turn__question";
  const who = document.createElement("span");
  who.className = "turn__who";
  const chosen = button && button.classList.contains("choice");
  who.textContent = chosen ? "You chose" : "You asked";
  asked.append(who, " ", chosen ? button.textContent : question);
  const looking = document.createElement("p");
  looking.className = "turn__looking";
  looking.textContent = "Looking it up…";
  turn.append(asked, looking);
  document.getElementById("conversation").append(turn);
  document.getElementById("message").value = "";
  say("Looking it up");
  turn.scrollIntoView({ block: "nearest" });
  return turn;
}

// What went wrong, beside the question box, with the question put back.
function fail(words, question) {
  const box = document.getElementById("message");
  if (question && !box.value) box.value = question;
  let note = document.getElementById("trouble");
  if (!note) {
    note = document.createElement("p");
    note.id = "trouble";
    note.className = "govuk-error-message";
    note.setAttribute("role", "alert");
    box.before(note);
  }
  note.textContent = `${words} If a child is in danger now, call 999.`;
  box.focus();
}

function newest() {
  const questions = document.querySelectorAll(".turn__question");
  return questions.length ? questions[questions.length - 1].id : null;
}

// Moves to what came back, and has a screen reader read its first words.
function announce(id) {
  focusOn(id);
  const turn = id && document.getElementById(id).closest(".turn");
  const words = id && id.startsWith("question") ? turn.querySelector(".danger__first, .says, .citation__quote") : null;
  say(words ? words.textContent : "");
}

function focusOn(id) {
  const target = id && document.getElementById(id);
  if (!target) return;
  target.setAttribute("tabindex", "-1");
  target.focus({ preventScroll: true });
  target.closest(".turn").scrollIntoView({ block: "start" });
}

// Whoever follows a link out of an answer and comes back, comes back to that answer.
function leave(event) {
  const turn = event.target.closest("a[href]") && event.target.closest(".turn");
  if (turn && turn.id) history.replaceState(null, "", `/#${turn.id}`);
}

function say(words) {
  document.getElementById("status").textContent = words;
}

// Enter sends, Shift and Enter begins a line.
function sendOnEnter(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.target.id !== "message") return;
  event.preventDefault();
  event.target.form.requestSubmit();
}

// What only scripts can do is shown only where they run.
function enhance(part) {
  for (const button of part.querySelectorAll("[data-copy]")) button.hidden = false;
}

async function copy(event) {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(text.value);
  } catch {
    text.select(); // no clipboard without https
    document.execCommand("copy");
  }
  button.textContent = "Copied";
  say("The answer is copied");
  setTimeout(() => (button.textContent = "Copy"), 4000);
}

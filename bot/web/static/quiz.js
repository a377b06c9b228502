// Keeps the pages of a running quiz up to date: looks every two seconds whether something happened, and shows the page anew
// when it did. Without it the pages load themselves anew, and an answer is an ordinary form.
const EVERY = 2000;
let busy = false;

setInterval(look, EVERY);
setInterval(count, 1000);

async function look() {
  const here = document.querySelector("[data-live-page]");
  if (!here || busy || document.hidden) return;
  busy = true;
  try {
    const reply = await fetch(`${here.dataset.livePage}/now`, { credentials: "same-origin", signal: AbortSignal.timeout(10000) });
    if (reply.status === 404) location.assign(here.dataset.livePage); // deleted: the page says so
    if (!reply.ok) return; // too many at once, or a restart: looked for again
    const { state } = await reply.json();
    if (state !== here.dataset.state) await show(here.dataset.livePage);
  } catch {
    // the line is cut: what was typed stays, and the next look may come through
  } finally {
    busy = false;
  }
}

// The whole page anew; where the person chose an answer of a question that is still open, the choice stays.
async function show(address) {
  const reply = await fetch(address, { credentials: "same-origin", signal: AbortSignal.timeout(10000) });
  if (!reply.ok) return;
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const [fresh, old] = [page.querySelector("main"), document.querySelector("main")];
  const asked = (main) => main.querySelector("input[name=question]")?.value;
  if (asked(old) && asked(fresh) === asked(old)) {
    old.querySelector("[data-state]").dataset.state = fresh.querySelector("[data-state]").dataset.state;
    return;
  }
  const opened = [...old.querySelectorAll("details")].map((part) => part.open);
  const inside = old.contains(document.activeElement) && document.activeElement !== document.body;
  const heading = old.querySelector("#now")?.textContent;
  old.replaceWith(fresh);
  document.title = page.title;
  fresh.querySelectorAll("details").forEach((part, at) => (part.open = opened.length === fresh.querySelectorAll("details").length && opened[at]));
  const now = fresh.querySelector("#now");
  if (now && (inside || now.textContent !== heading)) now.focus({ preventScroll: !inside && now.textContent === heading });
}

// The seconds left, between two looks.
function count() {
  for (const clock of document.querySelectorAll("[data-seconds]")) {
    const left = Math.max(0, Number(clock.dataset.seconds) - 1);
    clock.dataset.seconds = left;
    clock.textContent = left === 1 ? "1 second left" : `${left} seconds left`;
  }
}

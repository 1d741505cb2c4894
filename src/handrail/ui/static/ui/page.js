// Every page reads and posts without this file. It moves focus after a swap, marks what is on its way,
// and leaves without a way back.

const settled = (part) => part.querySelector(".summary") ?? part.querySelector("[data-focus]");

document.addEventListener("htmx:beforeRequest", (event) => {
  event.detail.target?.setAttribute("aria-busy", "true");
});

document.addEventListener("htmx:afterRequest", (event) => {
  event.detail.target?.removeAttribute("aria-busy");
});

document.addEventListener("htmx:afterSettle", (event) => {
  const goal = settled(event.detail.elt);
  if (!goal) return;
  const word = goal.dataset.word;
  if (word && !document.title.startsWith(word)) document.title = `${word} ${document.title}`;
  if (!goal.hasAttribute("tabindex")) goal.setAttribute("tabindex", "-1");
  goal.focus();
});

// An answer that is a form with errors (4xx) is shown like any other.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status >= 400 && xhr.status < 500) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// After Back the page comes anew, with a new mark on its form. The same words sent again get the mark of the first
// time, so that they arrive once. Only a number stays in the history, never the words.
const CHANGES = new Set(["about", "csrfmiddlewaretoken"]);

const numberOf = (words) => {
  let number = 7;
  for (const letter of words) number = (Math.imul(number, 31) + letter.codePointAt(0)) | 0;
  return number;
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  const mark = form.querySelector("input[name=about]");
  if (!mark) return;
  const fields = [...new FormData(form, event.submitter)].filter(([name]) => !CHANGES.has(name));
  const said = numberOf(JSON.stringify([form.action, fields]));
  const before = history.state?.sent;
  if (before?.said === said) mark.value = before.mark;
  history.replaceState({ ...history.state, sent: { said, mark: mark.value } }, "");
});

// Leaving takes this page's place in the history: Back leads past it. Shift three times within five seconds does the
// same, for hands that are on the keys; Esc would stop the new page from loading.
const leave = (link) => {
  document.body.hidden = true;
  document.title = "\u00a0";
  window.location.replace(link.href);
};

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-leave]");
  if (!link) return;
  event.preventDefault();
  leave(link);
});

let shifts = [];
document.addEventListener("keyup", (event) => {
  const link = document.querySelector("[data-leave]");
  if (!link) return;
  shifts = event.key === "Shift" ? [...shifts.filter((at) => event.timeStamp - at < 5000), event.timeStamp] : [];
  if (shifts.length === 3) leave(link);
});

// A link of the summary goes to its field and into it.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".summary a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-print]")) window.print();
});

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

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-leave]");
  if (!link) return;
  event.preventDefault();
  document.body.hidden = true;
  window.location.replace(link.href);
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

// Two minutes before a page closes somebody is asked; whoever types is there. Without this file nothing typed is lost
// either: a form that arrives too late is kept for its author.

const dialog = document.getElementById("still");
const { idle, left } = document.body.dataset;
const WARN = 120_000;
const PING = 60_000;
const end = Date.now() + Number(left) * 1000;
const others = "BroadcastChannel" in window ? new BroadcastChannel("handrail-still") : null;
let closes, asked = 0, timer;

const part = (name) => {
  for (const one of dialog.querySelectorAll("[data-part]")) one.hidden = one.dataset.part !== name;
  dialog.setAttribute("aria-labelledby", "still-h");
};

const show = (name) => {
  part(name);
  if (!dialog.open) dialog.showModal(); // closing gives the focus back to where it was
};

const look = () => {
  const rest = closes - Date.now();
  if (rest <= 0) show("over");
  else if (rest <= WARN) show("warn");
  else if (dialog.open) dialog.close();
  clearTimeout(timer);
  if (rest > 0) timer = setTimeout(look, rest > WARN ? rest - WARN : rest);
};

const begin = () => {
  closes = Math.min(Date.now() + Number(idle) * 1000, end);
  look();
};

const ping = async () => {
  asked = Date.now();
  try {
    const answer = await fetch("/still-here", { redirect: "manual", cache: "no-store" });
    if (answer.status === 204) {
      begin();
      others?.postMessage("here");
    } else {
      closes = 0;
      look();
    }
  } catch {
    look(); // no signal: nothing is closed that was open
  }
};

dialog.addEventListener("click", (event) => {
  if (event.target.closest("[data-stay]")) ping();
  if (event.target.closest("[data-close]")) dialog.close();
});
dialog.addEventListener("cancel", () => {
  if (closes > Date.now()) ping();
});
document.addEventListener("input", () => {
  if (Date.now() - asked > PING && closes > Date.now()) ping();
});
document.addEventListener("htmx:afterRequest", begin);
document.addEventListener("visibilitychange", () => document.hidden || look());
others?.addEventListener("message", begin);

begin();
others?.postMessage("here");

// Answers that are written without a signal. Each is sealed at once to the key of this place, kept in the browser's own
// store, and sent when there is a signal; it leaves the store once the place has it. What lies there opens here to
// nobody, not even to who wrote it. Without this file the page is one form, and prints as a sheet of paper.

const NAME = "handrail-sealed", ROWS = "rows", MOST = 50, BYTES = 200_000, EVERY = 60_000, PAUSE = 1_200;
const STEP = 256; // what is sealed is filled up to whole steps, so that its length says little
const DAYS = 60 * 24 * 3600;
const outbox = document.querySelector("script[data-outbox]").dataset.outbox;
const line = document.querySelector("[data-waits]");
const page = document.querySelector("form[data-public]");
const notes = new Map(); // of each question on this page: what was sealed of it
const loose = new Map(); // sealed, but the store did not take it: kept in this page alone
const refused = new Set(); // not asked again before the page is opened anew
const text = new TextEncoder();
const came = new Set(); // what arrived while this page was open: a question of it, or an answer of another page
let database, late = false;

// ---------- the store ----------

const open = () =>
  (database ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(ROWS, { autoIncrement: true });
    asked.onsuccess = () => {
      asked.result.onclose = asked.result.onversionchange = () => (asked.result.close(), (database = undefined));
      resolve(asked.result);
    };
    asked.onerror = asked.onblocked = () => reject(asked.error);
  }));

const within = async (mode, act) => {
  try {
    const held = (await open()).transaction(ROWS, mode, { durability: "strict" });
    const asked = act(held.objectStore(ROWS));
    return await new Promise((resolve, reject) => {
      held.oncomplete = () => resolve(asked?.result);
      held.onabort = held.onerror = () => reject(held.error);
    });
  } catch (error) {
    database = undefined; // some browsers close it behind our back: the next try opens it again
    throw error;
  }
};

const stored = async () => {
  let keys = [], rows = [];
  await within("readonly", (store) => {
    store.getAllKeys().onsuccess = (event) => (keys = event.target.result);
    store.getAll().onsuccess = (event) => (rows = event.target.result);
  }).catch(() => {});
  const found = rows.map((row, place) => ({ key: keys[place], row }));
  return [...found, ...[...loose.values()].map((row) => ({ row }))];
};

// ---------- sealing ----------

const to64 = (bytes) => btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""));
const from64 = (said) => Uint8Array.from(atob(said), (one) => one.charCodeAt(0));

const seal = async (said) => {
  const { subtle } = crypto, kind = { name: "ECDH", namedCurve: "P-256" };
  const place = await subtle.importKey("raw", from64(page.dataset.public), kind, false, []);
  const own = await subtle.generateKey(kind, false, ["deriveBits"]);
  const sender = new Uint8Array(await subtle.exportKey("raw", own.publicKey));
  const shared = await subtle.deriveBits({ name: "ECDH", public: place }, own.privateKey, 256);
  const base = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: sender, info: text.encode("handrail.no_signal.1") };
  const secret = await subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const { op } = said, v = 1, { key } = page.dataset;
  const plain = text.encode(JSON.stringify(said));
  const filled = new Uint8Array(Math.ceil(plain.length / STEP) * STEP).fill(32);
  filled.set(plain);
  const about = text.encode(`${op}.${v}.${key}`);
  const closed = new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv, additionalData: about }, secret, filled));
  return { op, v, key, sender: to64(sender), sealed: to64([...iv, ...closed]) };
};

// ---------- what is said to the person ----------

const show = (field, name) => {
  const state = field.querySelector("[data-state]");
  state.textContent = name ? page.dataset[name] : "";
  state.dataset.state = name;
};

const say = (name, count) => {
  if (!line) return;
  line.hidden = !name;
  line.textContent = name ? line.dataset[name].replace("{n}", count) : "";
};

const tell = async (name) => {
  const rows = (await stored()).filter(({ row }) => !refused.has(row.op));
  const secure = location.protocol === "https:" ? "; secure" : "";
  const age = rows.length + refused.size ? DAYS : 0; // so that signing out here leaves what waits
  document.cookie = `handrail_waits=1; path=/; max-age=${age}; samesite=lax${secure}`;
  if (rows.length) say(navigator.onLine ? name ?? "safe" : "offline", rows.length);
  else if (refused.size) say("refused", refused.size);
  else say(came.size ? (late ? "late" : "received") : "", came.size);
};

// ---------- sending ----------

const batch = (rows) => {
  let bytes = 0;
  return rows.filter(({ row }) => !refused.has(row.op)).slice(0, MOST).filter(({ row }, place) => {
    bytes += row.sealed.length + 400;
    return place === 0 || bytes < BYTES;
  });
};

const settle = async (rows, answers) => {
  const became = new Map(answers.map((one) => [one.op, one.became]));
  for (const { row, key } of rows) {
    const end = became.get(row.op) ?? "refused";
    if (end === "refused") refused.add(row.op);
    else {
      if (key !== undefined) await within("readwrite", (store) => store.delete(key));
      loose.delete(row.op);
      late ||= end === "late";
    }
    const [field, note] = [...notes].find(([, one]) => one.ops.includes(row.op)) ?? [];
    if (end !== "refused") came.add(field ?? row.op);
    const stands = note?.ops.at(-1) === row.op && note.last === JSON.stringify(saidIn(field));
    if (stands) show(field, end === "again" ? "received" : end);
  }
};

const send = async () => {
  for (let most = MOST; ; ) {
    const rows = batch(await stored()).slice(0, most);
    if (!rows.length) return tell();
    const how = { redirect: "manual", cache: "no-store" };
    const asked = await fetch(outbox, how);
    if (!asked.ok) return tell(asked.type === "opaqueredirect" ? "signIn" : "safe");
    const headers = { "Content-Type": "application/json", "X-CSRFToken": (await asked.json()).token };
    const body = JSON.stringify({ ops: rows.map(({ row }) => row) });
    const answer = await fetch(outbox, { ...how, method: "POST", headers, body });
    if (answer.ok) await settle(rows, (await answer.json()).ops);
    else if (answer.status === 400 || answer.status === 413) {
      if (rows.length === 1) await settle(rows, []); // one bad row never blocks the others
      most = 1;
    } else return tell(answer.type === "opaqueredirect" ? "signIn" : "safe");
  }
};

const flush = async () => {
  if (!navigator.onLine) return tell();
  try {
    if (navigator.locks) await navigator.locks.request(NAME, send); // one tab at a time
    else await send();
  } catch {
    await tell("offline"); // no signal: everything stays where it is
  }
};

// ---------- the page that was taken along ----------

const saidIn = (field) => ({
  text: field.querySelector("textarea").value,
  choices: [...field.querySelectorAll("input:checked")].map((one) => one.value),
  author: field.querySelector("select").value || page.querySelector("[name=author_kind]:checked")?.value || "",
});

const keepNow = async (field, note) => {
  const said = saidIn(field), whole = JSON.stringify(said);
  const { question, version } = field.dataset;
  if (whole === note.last || (!note.ops.length && !said.text.trim() && !said.choices.length)) return;
  const op = crypto.randomUUID(), before = note.ops.slice(-MOST);
  const { given } = page.dataset;
  const row = await seal({ op, given, question, version: Number(version), ...said, at: Date.now(), before });
  note.ops.push(op);
  note.last = whole;
  try {
    const key = await within("readwrite", (store) => {
      if (note.key !== undefined) store.delete(note.key); // what stood there before: these words take its place
      return store.add(row);
    });
    note.key = key;
    if (whole === JSON.stringify(saidIn(field))) show(field, "safe");
  } catch {
    loose.set(op, row);
    show(field, "unsafe");
  }
  await tell();
  flush();
};

const keep = (field) => {
  const note = notes.get(field);
  clearTimeout(note.timer);
  return (note.turn = note.turn.then(() => keepNow(field, note)).catch(() => show(field, "unsafe")));
};

const keepAll = () => Promise.all([...notes.keys()].map(keep));

if (page && globalThis.crypto?.subtle && globalThis.indexedDB) {
  for (const field of page.querySelectorAll("[data-question]")) {
    notes.set(field, { ops: [], turn: Promise.resolve() });
    field.addEventListener("change", () => keep(field)); // a field is left, or a choice is made
    field.addEventListener("input", () => {
      const note = notes.get(field);
      show(field, "");
      clearTimeout(note.timer);
      note.timer = setTimeout(() => keep(field), PAUSE);
    });
  }
  page.addEventListener("change", (event) => event.target.name === "author_kind" && keepAll());
  window.addEventListener("pagehide", keepAll);
  document.addEventListener("visibilitychange", () => document.hidden && keepAll());
  window.addEventListener("beforeunload", (event) => loose.size && event.preventDefault());
  page.addEventListener("submit", async (event) => {
    event.preventDefault();
    await keepAll();
    await flush();
    if (came.size && !loose.size && !(await stored()).length) location.assign(page.dataset.home);
    else line.scrollIntoView({ block: "center" });
  });
} else if (page) {
  for (const field of page.querySelectorAll("[data-question]")) {
    field.addEventListener("change", () => show(field, "plain"));
  }
}

window.addEventListener("online", flush);
setInterval(async () => batch(await stored()).length && flush(), EVERY);
flush();

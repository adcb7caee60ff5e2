/* The page at the scene: a passphrase, a form, and the list of what waits on this telephone. What it keeps and how it is
   sent stand in scene_store.js and scene_send.js. */
"use strict";
(() => {
  const main = document.querySelector("main");
  const store = window.sceneStore;
  const at = main.dataset;
  const language = document.documentElement.lang;
  const words = JSON.parse(document.getElementById("words").textContent);
  const find = (id) => document.getElementById(id);
  const form = find("find");
  const AWAY_MINUTES = 10;
  let editing = null; // the entry that the form changes
  let sending = false;
  let again = false;
  let signedOut = false;
  let drafting = 0;
  let hidden = 0;

  const said = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name]);

  function tell(text, kind) {
    const news = find("news");
    news.className = `news ${kind || ""}`;
    news.textContent = text;
    news.hidden = !text;
  }

  function made(tag, text, more) {
    const element = Object.assign(document.createElement(tag), more || {});
    element.textContent = text;
    return element;
  }

  const show = (id, whether) => { find(id).hidden = !whether; };

  /* -- The passphrase */
  async function look() {
    const state = await store.state();
    show("new", state === "new");
    show("locked", state === "locked");
    show("open", state === "open");
    show("wiping", state !== "new");
    if (state !== "open") return;
    const draft = await store.draft();
    if (draft) fill(draft.said);
    editing = (draft && draft.editing) || null;
    shown();
    await list();
    send(); // not waited for: a weak network takes its time, and somebody wants to write
  }

  find("new").addEventListener("submit", async (event) => {
    event.preventDefault();
    const [first, again] = [find("phrase").value, find("again").value];
    if (first.trim().length < 12) return tell(words.short, "error");
    if (first !== again) return tell(words.differ, "error");
    tell(words.opening);
    await store.begin(first);
    event.target.reset();
    if (navigator.storage && navigator.storage.persist) await navigator.storage.persist();
    tell("");
    await look();
    find("id_reference").focus();
  });

  find("locked").addEventListener("submit", async (event) => {
    event.preventDefault();
    tell(words.opening);
    const right = await store.unlock(find("passphrase").value);
    event.target.reset();
    if (!right) return tell(words.wrong, "error");
    tell("");
    await look();
  });

  async function lock() {
    if (await store.state() !== "open") return;
    await keepDraft();
    store.lock();
    form.reset();
    editing = null;
    find("entries").replaceChildren();
    await look();
  }

  find("lock").addEventListener("click", lock);
  document.addEventListener("visibilitychange", () => {
    clearTimeout(hidden);
    if (document.hidden) hidden = setTimeout(lock, AWAY_MINUTES * 60000);
  });

  find("wipe").addEventListener("click", async () => {
    if (!find("sure").checked) return tell(words.sure, "error");
    await store.wipe();
    form.reset();
    find("sure").checked = false;
    find("entries").replaceChildren();
    tell(words.wiped, "success");
    await look();
  });

  /* -- The form. What is typed is kept as it is typed: opening the camera may cost an old telephone the page. */
  const fields = () => [...form.elements].filter((field) => field.name && field.type !== "file");

  function read() {
    const values = {};
    for (const field of fields()) values[field.name] = field.value.trim();
    return values;
  }

  function fill(values) {
    for (const field of fields()) if (field.name in values) field.value = values[field.name];
  }

  async function keepDraft() {
    clearTimeout(drafting);
    const values = read();
    if (Object.values(values).some(Boolean)) await store.keepDraft({ said: values, editing });
  }

  form.addEventListener("input", () => {
    clearTimeout(drafting);
    drafting = setTimeout(keepDraft, 400);
  });

  function shown() {
    show("stop", Boolean(editing));
    find("form-title").textContent = editing ? words.change : words.write;
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = read();
    if (!values.reference || !values.site) {
      (values.reference ? form.elements.site : form.elements.reference).focus();
      return tell(words.needed, "error");
    }
    clearTimeout(drafting);
    const pictures = await Promise.all([...find("pictures").files].map((file) => file.arrayBuffer()));
    const entry = {
      ...(editing || { id: store.newId(), written_at: new Date().toISOString(), corrects: "" }),
      said: values, state: "waiting", sentences: [], theirs: null,
    };
    try {
      await store.keep(entry, pictures);
      await store.dropDraft();
    } catch (error) {
      return tell(words.full, "error");
    }
    editing = null;
    next(values);
    tell(words.kept, "success");
    await list();
    await send();
  });

  /* The next find is mostly of the same place and day. */
  function next(values) {
    form.reset();
    for (const name of ["reference", "site", "grid", "finder", "on", "explosives"]) {
      if (values) form.elements[name].value = values[name];
    }
    shown();
  }

  find("stop").addEventListener("click", async () => {
    editing = null;
    await store.dropDraft();
    next(null);
  });

  /* -- The list */
  async function list() {
    const entries = await store.entries();
    const pictures = {};
    let waiting = 0;
    let photographs = 0;
    for (const entry of entries) {
      pictures[entry.id] = (await store.photographsOf(entry.id)).length;
      waiting += entry.state === "done" || entry.state === "kept" ? 0 : 1;
      photographs += pictures[entry.id];
    }
    find("count").textContent =
      waiting || photographs ? said(words.waiting, { entries: waiting, photographs }) : words.nothing;
    show("forget", entries.some((entry) => entry.state === "done"));
    find("entries").replaceChildren(...entries.map((entry) => row(entry, pictures[entry.id])));
  }

  function row(entry, pictures) {
    const item = made("li", "", { className: "card" });
    item.dataset.id = entry.id;
    item.dataset.state = entry.state;
    item.append(made("h3", [entry.said.number, entry.said.reference].filter(Boolean).join(" · ")));
    const state = made("p", "", { className: "tags" });
    state.append(made("span", words.states[entry.state], { className: "tag" }));
    if (pictures) state.append(made("span", said(words.photographs, { count: pictures }), { className: "tag" }));
    item.append(state);
    if (entry.said.site) item.append(made("p", [entry.said.site, entry.said.what].filter(Boolean).join("; ")));
    for (const sentence of entry.sentences || []) item.append(made("p", sentence, { className: "error" }));
    if (entry.state === "differs") item.append(sides(entry));
    const acts = made("p", "", { className: "buttons" });
    const button = (text, act) => {
      const one = made("button", text, { type: "button", className: "main quiet" });
      one.addEventListener("click", act);
      acts.append(one);
    };
    if (entry.state === "waiting" || entry.state === "refused") {
      button(words.edit, () => edit(entry));
      button(words.drop, () => drop(entry));
    }
    if (entry.state === "differs") {
      button(words.theirs, () => settle({ ...entry, state: "kept", theirs: null, said: entry.theirs }));
      button(words.mine, () => correct(entry));
    }
    if (entry.state === "kept" && (entry.refused || []).length) {
      button(words.dropPhotographs, () => dropPhotographs(entry));
    }
    if (acts.children.length) item.append(acts);
    return item;
  }

  /* What the telephone and the desk hold of one entry, field by field where they differ. */
  function sides(entry) {
    const table = made("table", "");
    const head = table.createTHead().insertRow();
    for (const text of ["", words.here, words.there]) head.append(made("th", text, { scope: "col" }));
    const body = table.createTBody();
    for (const field of fields()) {
      const [mine, theirs] = [entry.said[field.name] || "", entry.theirs[field.name] || ""];
      if (mine === theirs) continue;
      const line = body.insertRow();
      line.append(made("th", field.labels[0].textContent, { scope: "row" }), made("td", mine), made("td", theirs));
    }
    return table;
  }

  function edit(entry) {
    editing = entry;
    form.reset();
    fill(entry.said);
    shown();
    find("id_reference").focus();
  }

  async function drop(entry) {
    if (find("send").disabled) return tell(words.sending, "error");
    if (!confirm(words.reallyDrop)) return;
    await store.drop(entry.id);
    await list();
  }

  async function dropPhotographs(entry) {
    for (const id of entry.refused) await store.dropPhotograph(id);
    await settle({ ...entry, refused: [], sentences: [] });
  }

  async function settle(entry) {
    await store.keep(entry, []);
    await list();
    await send();
  }

  async function correct(entry) {
    const correction = { ...entry, id: store.newId(), corrects: entry.id, state: "waiting", theirs: null };
    await store.replace(entry.id, correction);
    await list();
    await send();
  }

  find("forget").addEventListener("click", async () => {
    for (const entry of await store.entries()) if (entry.state === "done") await store.drop(entry.id);
    await list();
  });

  /* -- Sending */
  async function send() {
    again = true; // who calls while one runs, a network that came back too, has it done once more
    if (sending) return;
    sending = true; // before anything is waited for, so that no two run at once
    try {
      while (again) {
        again = false;
        await sendOnce();
      }
    } finally {
      sending = false;
    }
  }

  async function sendOnce() {
    if (await store.state() !== "open") return;
    const network = find("network");
    if (!(await store.entries()).some((entry) => entry.state === "waiting" || entry.state === "kept")) {
      if (signedOut) return;
      if (!navigator.onLine) network.textContent = words.away;
      else if (network.textContent !== words.ended.sent) network.textContent = "";
      return;
    }
    find("send").disabled = true;
    network.textContent = words.sending;
    let ended = "busy";
    try {
      ended = await window.sceneSend.all(at, language, list);
    } finally {
      find("send").disabled = false;
      signedOut = ended === "signed out";
      network.textContent = words.ended[ended];
      show("sign-in", signedOut);
      if (await store.state() === "open") await list();
    }
  }

  find("send").addEventListener("click", async () => {
    await send();
    if (!find("network").textContent) find("network").textContent = words.nothing;
  });
  addEventListener("online", send);
  addEventListener("offline", () => { find("network").textContent = words.away; });

  /* -- What the browser must have. Over plain HTTP it has neither keys nor a page without a network. */
  if (!window.isSecureContext || !window.indexedDB || !(crypto && crypto.subtle)) {
    show("unfit", true);
    return;
  }
  if (navigator.serviceWorker) {
    navigator.serviceWorker.register(at.worker).then(
      async () => { await navigator.serviceWorker.ready; show("offline-ready", true); },
      () => show("offline-not", true)
    );
  } else {
    show("offline-not", true);
  }
  look();
})();

// Keys for matches. Each of them does what a link or a button on the page does; without this file the page works too.
"use strict";

(() => {
  const SWITCH = "desk.matches.keys";
  const rows = () => Array.from(document.querySelectorAll("[data-row]"));
  let here = null; // the id of the current row: its element is another one after htmx has put a new row in its place

  // Single letters must be possible to switch off: whoever speaks to the machine sends letters unawares (WCAG 2.1.4).
  const on = () => {
    try { return localStorage.getItem(SWITCH) !== "off"; } catch { return true; }
  };

  const say = (key) => {
    const place = document.querySelector("[data-keys-say]");
    if (place) place.textContent = place.dataset[key] || "";
  };

  const current = () => {
    const focused = document.activeElement && document.activeElement.closest("[data-row]");
    return focused || (here && document.getElementById(here)) || null;
  };

  const goTo = (row) => {
    rows().forEach((other) => other.classList.toggle("here", other === row));
    here = row.id;
    const link = row.querySelector("[data-key=open]");
    if (link) link.focus();
    row.scrollIntoView({ block: "nearest" });
    say("");
  };

  const step = (by) => {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(current());
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by;
    if (all[next]) goTo(all[next]); else say("nothing");
  };

  const press = (key, refusal) => {
    const within = rows().length ? current() : document.querySelector("main");
    const target = within && within.querySelector(`[data-key=${key}]`);
    if (target) target.click(); else say(refusal);
  };

  const acts = {
    j: () => step(1),
    k: () => step(-1),
    t: () => press("take-up", "notNow"),
    b: () => press("hand-back", "notYours"),
    x: () => press("exclude", "notYet"),
    "?": () => {
      const help = document.querySelector("details.keys");
      if (help) help.open = !help.open;
    },
  };

  document.addEventListener("keydown", (event) => {
    if (!on() || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    if (!Object.hasOwn(acts, event.key)) return;
    event.preventDefault();
    acts[event.key]();
  });

  // A row that was taken up comes back as a new element: the place in the list must not be lost with the old one.
  document.addEventListener("htmx:afterSettle", () => {
    const row = here && document.getElementById(here);
    if (row && (document.activeElement === document.body || !document.activeElement)) goTo(row);
  });
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-row]");
    if (row) here = row.id;
  });

  const button = document.querySelector("[data-keys-switch]");
  if (button) {
    const show = () => { button.textContent = on() ? button.dataset.on : button.dataset.off; };
    button.hidden = false;
    show();
    button.addEventListener("click", () => {
      try { localStorage.setItem(SWITCH, on() ? "off" : "on"); } catch { /* this browser keeps nothing: keys stay on */ }
      show();
    });
  }
})();

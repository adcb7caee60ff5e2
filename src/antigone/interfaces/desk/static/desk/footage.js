// Two pictures laid over each other: swiped or flickered. Without this file they stand side by side.
"use strict";

(() => {
  const EVERY = 700; // slower than three flashes a second (WCAG 2.3.1)
  const LASTS = 20000;

  const begin = (viewer) => {
    const figures = Array.from(viewer.querySelectorAll("figure"));
    const [earlier, later] = figures.map((one) => one.querySelector("img"));
    if (!earlier || !later || !("aligned" in viewer.dataset)) return;

    const stack = document.createElement("div");
    stack.className = "stack";
    stack.hidden = true;
    const below = later.cloneNode();
    const above = earlier.cloneNode();
    stack.append(below, above);
    viewer.before(stack);
    const holder = document.createElement("div");
    holder.className = "viewer over";
    stack.replaceWith(holder);
    holder.append(stack);

    const controls = document.createElement("div");
    controls.className = "viewer-controls";
    controls.setAttribute("role", "group");
    controls.setAttribute("aria-label", viewer.dataset.shown);
    const range = document.createElement("input");
    range.type = "range"; range.min = "0"; range.max = "100"; range.value = "50";
    range.setAttribute("aria-label", viewer.dataset.howFar);
    range.hidden = true;
    const told = document.createElement("p");
    told.setAttribute("role", "status");
    let timer = 0;
    let ends = 0;
    let mode = "side";

    const cut = () => { above.style.clipPath = `inset(0 ${100 - Number(range.value)}% 0 0)`; };
    const stop = () => { clearInterval(timer); clearTimeout(ends); timer = 0; above.style.visibility = ""; };
    const turn = () => {
      const hidden = above.style.visibility === "hidden";
      above.style.visibility = hidden ? "" : "hidden";
      told.textContent = hidden ? viewer.dataset.isEarlier : viewer.dataset.isLater;
    };
    const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
    const show = (how) => {
      // Who asked for less motion turns the pictures himself: each press is one turn.
      if (how === "flicker" && mode === "flicker" && still()) { turn(); return; }
      stop();
      mode = how;
      stack.hidden = how === "side";
      range.hidden = how !== "swipe";
      figures.forEach((figure) => { figure.querySelector("img").hidden = how !== "side"; });
      above.style.clipPath = "";
      told.textContent = "";
      if (how === "swipe") cut();
      if (how === "flicker") {
        turn();
        if (!still()) {
          timer = setInterval(turn, EVERY);
          ends = setTimeout(stop, LASTS);
        }
      }
      buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.how === how)));
    };
    const buttons = ["side", "swipe", "flicker"].map((how) => {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.how = how;
      button.textContent = viewer.dataset[how];
      button.addEventListener("click", () => show(how));
      return button;
    });
    range.addEventListener("input", cut);
    controls.append(...buttons, range);
    holder.before(controls, told);
    show("side");
  };

  document.querySelectorAll("[data-viewer]").forEach(begin);
})();

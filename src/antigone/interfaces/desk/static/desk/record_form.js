/* Tells while a record is typed what was understood of it, and what the treaty's minimum still lacks. Without this
   script the button below the form does the same. What is typed goes to the desk alone, by POST, and is not kept. */
"use strict";
(() => {
  const form = document.querySelector("form.record");
  const panel = document.getElementById("treaty");
  if (!form || !panel) return;
  let waiting = 0;
  let asked = 0;

  async function look() {
    const mine = ++asked;
    let answer;
    try {
      answer = await fetch(form.dataset.check, { method: "POST", body: new FormData(form) });
      if (!answer.ok || answer.redirected) return;
      answer = await answer.text();
    } catch {
      return; // the network is away; the button still says what is wrong
    }
    if (mine !== asked) return; // a newer question is under way
    const told = new DOMParser().parseFromString(answer, "text/html");
    const items = told.getElementById("treaty");
    if (items && items.textContent !== panel.textContent) panel.replaceChildren(...items.childNodes);
    for (const place of form.querySelectorAll("[data-understood-of]")) {
      const news = told.querySelector(`[data-understood="${place.dataset.understoodOf}"]`);
      place.classList.toggle("misread", news !== null && news.hasAttribute("data-wrong"));
      if (news === null) place.replaceChildren();
      else if (news.textContent !== place.textContent) place.replaceChildren(...news.childNodes);
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 500);
  });
})();

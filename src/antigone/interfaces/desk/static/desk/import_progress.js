/* Tells how far the work at a file has come, and shows the next page when it has ended. Without this script the link
   «look again» does the same. */
"use strict";
(() => {
  const place = document.getElementById("progress");
  if (!place) return;

  async function look() {
    try {
      const answer = await fetch(place.dataset.address);
      if (answer.status === 204 || answer.redirected) {
        location.reload();
        return;
      }
      if (answer.ok) {
        const told = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (told.body.textContent !== place.textContent) place.replaceChildren(...told.body.childNodes);
      }
    } catch {
      // The desk restarts or the network is away: ask again.
    }
    setTimeout(look, 1000);
  }

  setTimeout(look, 1000);
})();

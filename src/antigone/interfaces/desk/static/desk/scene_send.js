/* Sends what is kept on this telephone to the desk, one entry after the other, each acknowledged by itself. Entries and
   photographs bear numbers made here: what was sent and whose answer was lost is sent again, and the desk keeps it once.
   Nothing is taken off the telephone before the desk has said that it holds it, and what is changed on the telephone
   while it is sent stays changed: it waits for the next sending. */
"use strict";
window.sceneSend = (() => {
  class Away extends Error {}
  class SignedOut extends Error {}
  class Busy extends Error {}

  async function asked(address, options, seconds) {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), seconds * 1000);
    let reply;
    let said = null;
    try {
      reply = await fetch(address, {
        ...options, redirect: "manual", cache: "no-store", credentials: "same-origin", signal: stop.signal,
      });
      if ((reply.headers.get("Content-Type") || "").startsWith("application/json")) said = await reply.json();
    } catch (error) {
      throw new Away();
    } finally {
      clearTimeout(late);
    }
    // The desk leads whoever is not signed in to another page, and answers everything else here with JSON.
    if (reply.type === "opaqueredirect" || reply.status === 403) throw new SignedOut();
    if (said === null) throw new Busy();
    return said;
  }

  async function sendEntry(at, session, entry, language) {
    const content = { ...entry.said, id: entry.id, written_at: entry.written_at, corrects: entry.corrects || "" };
    const answer = await asked(
      at.entries,
      {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": session.token },
        body: JSON.stringify({ ...content, language }),
      },
      60
    );
    if (answer.answer === "kept") return { ...entry, state: "kept", sentences: [], theirs: null };
    if (answer.answer === "differs") return { ...entry, state: "differs", theirs: answer.kept };
    return { ...entry, state: "refused", sentences: answer.sentences };
  }

  async function sendPhotograph(at, session, entry, id, content, language) {
    const form = new FormData();
    form.append("entry", entry);
    form.append("id", id);
    form.append("language", language);
    form.append("file", new Blob([content], { type: "application/octet-stream" }), "photograph");
    return asked(at.photographs, { method: "POST", headers: { "X-CSRFToken": session.token }, body: form }, 300);
  }

  /* Gives how it ended: "sent", "away", "signed out" or "busy". `tell` is called after each change that is kept. */
  async function all(at, language, tell) {
    const store = window.sceneStore;
    try {
      const session = await asked(at.session, {}, 30);
      for (let entry of await store.entries()) {
        if (entry.state === "waiting") {
          entry = await store.keepIfUnchanged(await sendEntry(at, session, entry, language));
          await tell();
        }
        if (!entry || entry.state !== "kept") continue;
        const refused = new Set(entry.refused || []);
        for (const id of await store.photographsOf(entry.id)) {
          if (refused.has(id)) continue;
          const answer = await sendPhotograph(at, session, entry.id, id, await store.photograph(id), language);
          if (answer.answer === "kept") {
            await store.dropPhotograph(id);
          } else {
            refused.add(id);
            entry = await store.keepIfUnchanged({ ...entry, refused: [...refused], sentences: answer.sentences });
          }
          await tell();
          if (!entry) break;
        }
        if (entry && !(await store.photographsOf(entry.id)).length) {
          // The desk has all of it: what was found, and whatever it says of somebody, leaves the telephone.
          const { reference, number } = entry.said;
          await store.keepIfUnchanged({ ...entry, state: "done", said: { reference, number } });
          await tell();
        }
      }
    } catch (error) {
      if (error instanceof Away) return "away";
      if (error instanceof SignedOut) return "signed out";
      if (error instanceof Busy) return "busy";
      throw error;
    }
    return "sent";
  }

  return { all };
})();

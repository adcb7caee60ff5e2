/* Asks the browser for a passkey, and sends its answer with the form. Passkeys exist only in scripts; one-time codes
   need none. The form's hidden field for the answer says what is wanted (parts/passkey.html):
     data-passkey       "make" or "show"
     data-question      what the browser is asked, as JSON; or data-question-at, the address to fetch it from
     data-origin        the only origin at which the desk's passkeys work
   Beside it stand two hidden sentences: .passkey-failed and .passkey-elsewhere. */
"use strict";
(() => {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  async function make(question) {
    const made = await navigator.credentials.create({
      publicKey: {
        ...question,
        challenge: bytes(question.challenge),
        user: { ...question.user, id: bytes(question.user.id) },
        excludeCredentials: named(question.excludeCredentials),
      },
    });
    const response = made.response;
    return answer(made, { attestationObject: text(response.attestationObject) });
  }

  async function show(question) {
    const shown = await navigator.credentials.get({
      publicKey: {
        ...question,
        challenge: bytes(question.challenge),
        allowCredentials: named(question.allowCredentials),
      },
    });
    const response = shown.response;
    return answer(shown, {
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
    });
  }

  const answer = (credential, rest) =>
    JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response: { clientDataJSON: text(credential.response.clientDataJSON), ...rest },
    });

  async function questionOf(field) {
    if (field.dataset.question) return JSON.parse(field.dataset.question);
    const reply = await fetch(field.dataset.questionAt, { method: "POST", body: new FormData(field.form) });
    if (!reply.ok) throw new Error("the desk gave no question");
    return reply.json();
  }

  for (const field of document.querySelectorAll("input[data-passkey]")) {
    const form = field.form;
    const button = form.querySelector("button");
    const failed = form.querySelector(".passkey-failed");
    if (location.origin !== field.dataset.origin || !navigator.credentials) {
      form.querySelector(".passkey-elsewhere").hidden = false;
      button.disabled = true;
      continue;
    }
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      button.disabled = true;
      failed.hidden = true;
      try {
        const question = await questionOf(field);
        field.value = await (field.dataset.passkey === "make" ? make(question) : show(question));
      } catch {
        failed.hidden = false; // refused by its owner, timed out, or no such passkey on this device
        button.disabled = false;
        button.focus();
        return;
      }
      form.submit();
    });
  }
})();

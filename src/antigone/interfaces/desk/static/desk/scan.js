/* Reads labels into fields that hold numbers (data-scan="one" or "many"). Where the browser reads codes itself
   (BarcodeDetector), the camera runs and each label is read as it comes by; elsewhere a photograph of the labels goes to
   the desk, is read there and forgotten. A hand scanner types, and needs none of this; only its last key, Enter, must not
   send a form that is not filled in yet. */
"use strict";
(() => {
  const words = document.getElementById("scanner");
  if (!words) return;
  const said = words.dataset;
  const session = document.querySelector("main").dataset.session;

  const detector = (async () => {
    if (!("BarcodeDetector" in window)) return null;
    const formats = await window.BarcodeDetector.getSupportedFormats();
    return formats.includes("qr_code") ? new window.BarcodeDetector({ formats: ["qr_code"] }) : null;
  })().catch(() => null);

  const made = (tag, more) => Object.assign(document.createElement(tag), more);

  function into(field, number) {
    const text = number.trim();
    if (!text) return "";
    if (field.dataset.scan === "one") {
      field.value = text;
    } else {
      const lines = field.value.split(/[\n,]/).map((line) => line.trim());
      if (lines.includes(text)) return `${said.again} ${text}`;
      field.value = `${field.value.replace(/\s+$/, "")}${field.value.trim() ? "\n" : ""}${text}\n`;
      field.scrollTop = field.scrollHeight;
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
    if (navigator.vibrate) navigator.vibrate(60);
    return `${said.read} ${text}`;
  }

  async function token(field) {
    const hidden = field.form.querySelector("[name=csrfmiddlewaretoken]");
    if (hidden) return hidden.value;
    return (await (await fetch(session, { cache: "no-store" })).json()).token;
  }

  async function atTheDesk(field, file) {
    const form = new FormData();
    form.append("file", file, "labels");
    const reply = await fetch(said.scanAddress, {
      method: "POST", body: form, headers: { Accept: "application/json", "X-CSRFToken": await token(field) },
    });
    return reply.json();
  }

  async function ofPicture(field, file, tell) {
    tell(said.reading);
    const own = await detector;
    let numbers = [];
    let why = said.none;
    if (own) {
      try {
        numbers = (await own.detect(await createImageBitmap(file))).map((one) => one.rawValue);
      } catch (error) {
        numbers = []; // the desk may read what this browser cannot
      }
    }
    if (!numbers.length) {
      try {
        const told = await atTheDesk(field, file);
        numbers = told.numbers;
        why = told.sentences[0] || why;
      } catch (error) {
        why = said.away;
      }
    }
    tell(numbers.length ? numbers.map((number) => into(field, number)).join("; ") : why);
  }

  async function live(field, button, place, tell) {
    if (place.stop) return place.stop();
    const own = await detector;
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch (error) {
      return tell(said.refused);
    }
    const video = made("video", { muted: true, playsInline: true, className: "viewfinder" });
    video.srcObject = stream;
    place.prepend(video);
    button.textContent = said.stop;
    let last = "";
    let running = true;
    place.stop = () => {
      running = false;
      stream.getTracks().forEach((track) => track.stop());
      video.remove();
      button.textContent = said.camera;
      place.stop = null;
    };
    await video.play();
    while (running) {
      let seen = [];
      try {
        seen = await own.detect(video);
      } catch (error) {
        seen = []; // no picture yet
      }
      for (const { rawValue } of seen) {
        if (rawValue === last) continue; // it is still in view
        last = rawValue;
        tell(into(field, rawValue));
        if (field.dataset.scan === "one") return place.stop();
      }
      await new Promise((done) => setTimeout(done, 150));
    }
    return undefined;
  }

  for (const plain of document.querySelectorAll("[data-without-script]")) plain.hidden = true;

  for (const field of document.querySelectorAll("[data-scan]")) {
    const place = made("div", { className: "scanning" });
    const news = made("p", { className: "hint" });
    news.setAttribute("role", "status");
    const tell = (text) => { news.textContent = text; };
    const picture = made("input", { type: "file", accept: "image/*", hidden: true });
    picture.setAttribute("capture", "environment");
    picture.addEventListener("change", async () => {
      if (picture.files.length) await ofPicture(field, picture.files[0], tell);
      picture.value = "";
    });
    const button = made("button", { type: "button", className: "main quiet", textContent: said.picture });
    button.addEventListener("click", () => picture.click());
    place.append(button, picture, news);
    field.after(place);
    detector.then((own) => {
      if (!own || !navigator.mediaDevices) return;
      const camera = made("button", { type: "button", className: "main quiet", textContent: said.camera });
      camera.addEventListener("click", () => live(field, camera, place, tell));
      place.prepend(camera);
    });
    let cyrillic = false;
    field.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1) return;
      // A scanner presses the keys of an American keyboard, and a Ukrainian or Russian layout makes other letters of
      // them. Numbers have none of these, so the key counts and not its letter.
      const letter = /^Key[A-Z]$/.test(event.code) ? event.code[3] : { Period: ".", Slash: "/", Minus: "-" }[event.code];
      if (/[a-z]/i.test(event.key)) cyrillic = false;
      if (/[\u0400-\u04ff]/.test(event.key)) cyrillic = true;
      if (!cyrillic || !letter || event.key === letter) return;
      event.preventDefault();
      field.setRangeText(letter, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    if (field.dataset.scan === "one" && field.form.elements.length > 4) {
      field.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        const all = [...field.form.elements].filter(
          (one) => one.type !== "hidden" && one.type !== "button" && !one.hidden && !one.disabled
        );
        const following = all[all.indexOf(field) + 1];
        if (following) following.focus();
      });
    }
  }
})();

/* What was written down at the scene, kept on this telephone until the desk has it. Every entry and photograph is
   encrypted (AES-GCM, 256 bits) with a key made from the passphrase (PBKDF2, SHA-256, 600,000 rounds, a salt of this
   telephone). The key is in memory alone, until the page is locked or closed. Whoever holds the telephone sees how many
   things are kept and how large they are, and nothing else of them.

   A row's name is part of what is authenticated, so that no row can be put in the place of another. */
"use strict";
window.sceneStore = (() => {
  const NAME = "scene";
  const ROUNDS = 600000;
  const STORES = ["vault", "entries", "photographs", "draft"];
  const COOKIE = "scene_kept";
  let base = null;
  let key = null;

  const promised = (request) =>
    new Promise((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });

  async function database() {
    if (base) return base;
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const store of STORES) {
        const made = request.result.createObjectStore(store, { keyPath: "id" });
        if (store === "photographs") made.createIndex("entry", "entry");
      }
    };
    base = await promised(request);
    base.onversionchange = () => { base.close(); base = null; key = null; };
    return base;
  }

  /* All of it or nothing; done when it is on the telephone's storage. Nothing else may be waited for within `work`. */
  async function write(stores, work) {
    const open = await database();
    await new Promise((done, failed) => {
      const transaction = open.transaction(stores, "readwrite", { durability: "strict" });
      transaction.oncomplete = done;
      transaction.onerror = transaction.onabort = () => failed(transaction.error || new Error("not kept"));
      work(...stores.map((store) => transaction.objectStore(store)));
    });
  }

  const read = async (store, work) => promised(work((await database()).transaction(store).objectStore(store)));

  const bytes = (text) => new TextEncoder().encode(text);

  async function keyFrom(passphrase, vault) {
    const material = await crypto.subtle.importKey("raw", bytes(passphrase.normalize("NFKC")), "PBKDF2", false, [
      "deriveKey",
    ]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt: vault.salt, iterations: vault.rounds };
    return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }

  async function sealed(store, id, content, using) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const how = { name: "AES-GCM", iv, additionalData: bytes(`${store}/${id}`) };
    return { id, iv, data: await crypto.subtle.encrypt(how, using || key, content) };
  }

  const opened = (store, row, using) =>
    crypto.subtle.decrypt(
      { name: "AES-GCM", iv: row.iv, additionalData: bytes(`${store}/${row.id}`) }, using || key, row.data
    );

  const asRow = (store, { seal, ...value }) => sealed(store, value.id, bytes(JSON.stringify(value)));
  const asValue = async (store, row) => JSON.parse(new TextDecoder().decode(await opened(store, row)));

  /* By what one writing of a row is told from the next: each has a random start of its own. */
  const sealOf = (row) => row.iv.join(" ");

  /* Signing out makes a browser forget everything; this tells the desk that something here must not be forgotten. */
  const remember = () => {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${COOKIE}=1; Path=/; SameSite=Strict; Max-Age=31536000${secure}`;
  };

  return {
    /* A random number by which the desk knows an entry or a photograph again (UUID, version 4). */
    newId() {
      const random = crypto.getRandomValues(new Uint8Array(16));
      random[6] = (random[6] & 0x0f) | 0x40;
      random[8] = (random[8] & 0x3f) | 0x80;
      const hex = Array.from(random, (one) => one.toString(16).padStart(2, "0")).join("");
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
    },

    async state() {
      if (key) return "open";
      return (await read("vault", (store) => store.get("vault"))) ? "locked" : "new";
    },

    async begin(passphrase) {
      const vault = { id: "vault", salt: crypto.getRandomValues(new Uint8Array(16)), rounds: ROUNDS };
      const made = await keyFrom(passphrase, vault);
      vault.check = await sealed("vault", "check", bytes("scene"), made);
      await write(["vault"], (store) => store.add(vault));
      key = made;
      remember();
    },

    async unlock(passphrase) {
      const vault = await read("vault", (store) => store.get("vault"));
      const made = await keyFrom(passphrase, vault);
      try {
        await opened("vault", vault.check, made);
      } catch (error) {
        return false;
      }
      key = made;
      remember();
      return true;
    },

    lock() {
      key = null;
    },

    async wipe() {
      key = null;
      if (base) base.close();
      base = null;
      await promised(indexedDB.deleteDatabase(NAME));
      document.cookie = `${COOKIE}=; Path=/; SameSite=Strict; Max-Age=0`;
    },

    async entries() {
      const rows = await read("entries", (store) => store.getAll());
      const found = await Promise.all(
        rows.map(async (row) => ({ ...(await asValue("entries", row)), seal: sealOf(row) }))
      );
      return found.sort((one, other) => (one.written_at < other.written_at ? -1 : 1));
    },

    /* An entry with photographs that come to it, in one transaction. `photographs` are ArrayBuffers. */
    async keep(entry, photographs) {
      const row = await asRow("entries", entry);
      const pictures = [];
      for (const content of photographs) {
        const made = await sealed("photographs", this.newId(), content);
        pictures.push({ ...made, entry: entry.id });
      }
      await write(["entries", "photographs"], (entries, kept) => {
        entries.put(row);
        for (const picture of pictures) kept.put(picture);
      });
    },

    /* What came of an entry that was read from here: kept, and given with its new seal, only if the entry still stands as
       it was read; null if somebody has changed or dropped it since, so that nothing that was written is undone. */
    async keepIfUnchanged(entry) {
      const row = await asRow("entries", entry);
      let kept = null;
      await write(["entries"], (entries) => {
        const standing = entries.get(entry.id);
        standing.onsuccess = () => {
          if (!standing.result || sealOf(standing.result) !== entry.seal) return;
          entries.put(row);
          kept = { ...entry, seal: sealOf(row) };
        };
      });
      return kept;
    },

    /* In the place of an entry that the desk holds otherwise: the same photographs under another number. */
    async replace(old, entry) {
      const row = await asRow("entries", entry);
      const moved = await read("photographs", (store) => store.index("entry").getAll(old));
      await write(["entries", "photographs"], (entries, kept) => {
        entries.delete(old);
        entries.put(row);
        for (const picture of moved) kept.put({ ...picture, entry: entry.id });
      });
    },

    async drop(id) {
      const gone = await this.photographsOf(id);
      await write(["entries", "photographs"], (entries, kept) => {
        entries.delete(id);
        for (const picture of gone) kept.delete(picture);
      });
    },

    photographsOf: (entry) => read("photographs", (store) => store.index("entry").getAllKeys(entry)),

    async photograph(id) {
      const row = await read("photographs", (store) => store.get(id));
      return row && opened("photographs", row);
    },

    dropPhotograph: (id) => write(["photographs"], (store) => store.delete(id)),

    async keepDraft(value) {
      const row = await asRow("draft", { ...value, id: "draft" });
      await write(["draft"], (store) => store.put(row));
    },

    async draft() {
      const row = await read("draft", (store) => store.get("draft"));
      return row ? asValue("draft", row) : null;
    },

    dropDraft: () => write(["draft"], (store) => store.delete("draft")),
  };
})();

/* Keeps the page of the scene and what it is made of on the telephone, so that it opens without a network. The lines
   above name the files and their version. Nothing that anybody wrote passes through here: only these files are answered
   from the telephone, everything else goes to the desk. */
"use strict";
const CACHE = `scene-${VERSION}`;
const LAST = "last-page";

/* A page to which the desk leads somebody who is not signed in must not be kept in the place of the right one. */
async function fetched(address) {
  const reply = await fetch(address, { cache: "reload", credentials: "same-origin", redirect: "error" });
  if (!reply.ok) throw new Error("the desk gave no page");
  return reply;
}

async function install() {
  const cache = await caches.open(CACHE);
  await Promise.all(FILES.map(async (address) => cache.put(address, await fetched(address))));
  await self.skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("scene-") && name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function answer(request) {
  const { pathname } = new URL(request.url);
  const cache = await caches.open(CACHE);
  const kept = await cache.match(pathname, { ignoreVary: true });
  if (kept) {
    if (request.mode === "navigate") await cache.put(LAST, new Response(pathname));
    return kept;
  }
  try {
    return await fetch(request);
  } catch (error) {
    const last = request.mode === "navigate" && (await cache.match(LAST));
    return last ? Response.redirect(await last.text()) : Response.error();
  }
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin) return;
  if (FILES.includes(pathname) || event.request.mode === "navigate") event.respondWith(answer(event.request));
});

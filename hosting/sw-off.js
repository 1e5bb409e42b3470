// The way out: put this file in the place of sw.js, and every device forgets its copy of the page and asks the
// server again. Leave it there for some weeks: each device needs one visit.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil((async () => {
  const ours = "sitz-und-stimme " + new URL(registration.scope).pathname + " ";
  for (const name of await caches.keys()) if (name.startsWith(ours)) await caches.delete(name);
  await registration.unregister();
})()));

// The way out: put this file in the place of sw.js, and every device forgets its copy of the page and asks the
// server again. Leave it there for some weeks: each device needs one visit.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil((async () => {
  const ours = "sitz-und-stimme " + new URL(registration.scope).pathname + " ";
  const forget = async () => {
    for (const name of await caches.keys()) if (name.startsWith(ours)) await caches.delete(name);
  };
  await forget();
  await registration.unregister();
  // What the worker before was in the middle of may bring a part back.
  for (let times = 0; times < 3; times++) {
    await new Promise((done) => setTimeout(done, 1000));
    await forget();
  }
})()));

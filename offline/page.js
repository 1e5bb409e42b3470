// What a page does so that it works without a network: says what it needs, starts the worker, tells of a new build.
//
// It is fetched after the first tap, never before: nothing is kept of who only looks.

const HOUR = 3600000;
const AGAIN = "sitz-und-stimme-stand.again";

// The packs of this page, by what it has asked for.
const packs = (boot) => {
  const asked = performance.getEntriesByType("resource").map(({ name }) => name.match(/\/packs\/([^/]+)\//));
  return [...new Set(["nrw", boot.pack, ...asked.filter(Boolean).map((found) => found[1])])];
};

// German stands beside every other language, for who wants both.
const languages = () => {
  const list = document.querySelector("[data-file='messages/languages.json']");
  const shipped = list ? JSON.parse(list.textContent).map(({ tag }) => tag) : [];
  const browser = (navigator.languages || []).map((tag) => tag.toLowerCase().split("-")[0]);
  return [...new Set([document.documentElement.lang, "de", ...browser])].filter((tag) => shipped.includes(tag));
};

// Where the worker reads what is needed, also when it starts without any page.
const SCOPE = new URL("./", location.href.split(/[?#]/)[0]);
const WISHES = "sitz-und-stimme " + SCOPE.pathname + " wishes";
const wish = async (boot) => {
  const cache = await caches.open(WISHES);
  const text = JSON.stringify({ languages: languages(), packs: packs(boot), stand: boot.stand });
  const address = new URL("wishes", SCOPE).href;
  const before = await cache.match(address);
  if (before && await before.text() === text) return false;
  await cache.put(address, new Response(text));
  return true;
};

// What a browser needs to put the page among the apps. Two requests that nobody has to wait for.
const LINKS = [["manifest", "manifest.webmanifest"], ["apple-touch-icon", "icons/180.png"]];
const invite = () => LINKS.forEach(([rel, href]) => {
  document.head.append(Object.assign(document.createElement("link"), { rel, href }));
});

export async function begin(boot) {
  if (!boot.stand) invite();
  const container = navigator.serviceWorker;
  await wish(boot);
  addEventListener("app-forget", () => caches.delete(WISHES));
  // A worker may have taken over while this page was on its way: then the page is of the build before.
  const compare = () => {
    const line = new MessageChannel();
    line.port1.onmessage = ({ data }) => {
      if ([...document.scripts].some(({ textContent }) => textContent.includes(data))) return;
      // A stand acts by itself, so it must not do so again and again.
      if (boot.stand && sessionStorage.getItem(AGAIN) === data) return;
      if (boot.stand) sessionStorage.setItem(AGAIN, data);
      boot.take = () => location.reload();
      dispatchEvent(new Event("app-update"));
    };
    if (container.controller) container.controller.postMessage("which", [line.port2]);
  };
  let taken = false;
  container.addEventListener("controllerchange", () => {
    // A stand asks first whether somebody is there.
    if (taken && !boot.stand) location.reload();
    else compare();
  });
  compare();
  const registration = await container.register("sw.js", { updateViaCache: "none" });

  // Without a page that is served by a worker there is nothing to be replaced.
  const offer = (worker) => {
    if (!worker || !container.controller) return;
    boot.take = () => {
      taken = true;
      worker.postMessage("take");
      // Chromium may put it off for good if the old worker is asked for something in that moment.
      if (!boot.stand) setTimeout(() => location.reload(), 5000);
    };
    dispatchEvent(new Event("app-update"));
  };
  offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    // It was faster than the event.
    if (!worker) return offer(registration.waiting);
    worker.addEventListener("statechange", () => {
      if (worker.state === "installed") offer(registration.waiting);
    });
  });

  const refresh = () => container.controller && container.controller.postMessage("refresh");
  // What waits has everything anew.
  if (!registration.waiting) refresh();
  // A page that stays open never asks by itself whether there is a new build.
  let asked = Date.now();
  const look = () => {
    if (Date.now() - asked < HOUR || document.hidden) return;
    asked = Date.now();
    refresh();
    registration.update().catch(() => {});
  };
  setInterval(look, HOUR);
  document.addEventListener("visibilitychange", look);
  new MutationObserver(() => wish(boot).then((changed) => changed && refresh()))
    .observe(document.documentElement, { attributeFilter: ["lang"] });
}

// The service worker: keeps one whole build of the page on the device and serves pages from it.
//
// What the program consists of is checked against the hashes below and kept in one cache for each build; its mark
// is written last, so a build that is there in parts is never served. Texts, packs and events may be exchanged on
// the server without a new build, so they have a cache of their own, belong to the build of that server, and are
// asked for again at each start. The build fills in what stands between the two marks.
"use strict";
/* build */
const BUILD = "";
const GLUE = "";
const PROGRAM = {};
const CONTENT = {};
/* end of build */

const SCOPE = new URL(registration.scope).pathname;
// One origin may hold several copies of the page, and other pages.
const OURS = "sitz-und-stimme " + SCOPE + " ";
const APP = OURS + "build " + BUILD;
const OWN = OURS + "content " + BUILD;
const WISHES = OURS + "wishes";
const MARK = "complete";
const PAGE = "index.html";
const PATIENCE = 10000;
// A list of events that takes longer than this is shown as it was.
const EVENTS = 3000;
const HOUR = 3600000;

const url = (name) => new URL(name === PAGE ? "./" : name, registration.scope).href;
const kept = (cache, name) => cache.match(url(name === PAGE ? "__" + PAGE : name), { ignoreVary: true });
// A full disk takes nothing away from who is online.
const keep = (cache, name, answer) => cache.put(url(name === PAGE ? "__" + PAGE : name), answer);
const keepIfRoom = (cache, name, answer) => keep(cache, name, answer).catch(() => {});
const json = (answer) => answer ? answer.json().catch(() => ({})) : {};

const ask = (name, cache, patience) => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), patience || PATIENCE);
  return fetch(url(name), { cache, signal: stop.signal });
};

const hashOf = async (bytes) => {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...digest));
};

// Asks for a file of the program; throws unless it is the one of this build, byte for byte.
const program = async (name) => {
  // Its name changes with its content, so what the browser has already fetched for the page will do.
  for (const cache of ["default", "reload"]) {
    const answer = await ask(name, cache, 12 * PATIENCE);
    if (!answer.ok) throw new Error(name + ": " + answer.status);
    const copy = answer.clone();
    if (await hashOf(await answer.arrayBuffer()) === PROGRAM[name]) return copy;
  }
  throw new Error(name + " is not of this build");
};

// Tells whether a page is the one of this build, in whole.
const isOurs = (text) => text.includes(GLUE) && text.trimEnd().endsWith("</html>");

// An answer without what belongs to its way here: a page may be served from nothing that was redirected, and a
// worker that hands on a stream is at work until somebody has read it.
const whole = (body, answer) => {
  const headers = new Headers(answer.headers);
  ["content-encoding", "content-length"].forEach((name) => headers.delete(name));
  return new Response(body, { headers });
};

// Tells whether a text is what it should be: a hotel that wants a login says "200" to everything.
const isContent = (name, text) => {
  if (!name.endsWith(".json")) return !/^\s*</.test(text);
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

// Asks for a text, pack or event file: what was said, and as many answers with it as are wanted. Undefined if the
// server has no such file. Throws if the answer is none.
const content = async (name, patience) => {
  const answer = await ask(name, "no-cache", patience);
  if (answer.status === 404 || answer.status === 410) return undefined;
  const text = await answer.text();
  if (!answer.ok || !isContent(name, text)) throw new Error(name + ": " + answer.status);
  return { text, answer: () => whole(text, answer) };
};

const wishes = async () => {
  const cache = await caches.open(WISHES);
  const { languages = [], packs = [], stand = "" } = await json(await cache.match(url("wishes")));
  return { languages, packs, stand };
};

// Returns what should be there of the content: of the packs in use, in the languages of who uses it.
const wanted = ({ languages, packs, stand }) => Object.keys(CONTENT).filter((name) => {
  const [folder, second, third] = name.split("/");
  if (folder === "places") return true;
  if (folder === "kiosk") return stand && (third || second === stand + ".json");
  if (folder === "events") return packs.includes(second) && /^(feed\.json|[01]\.txt|d\d\.json)$/.test(third);
  const file = third || second;
  if (folder === "packs" && !packs.includes(second)) return false;
  const [language] = file.split(".").slice(-2);
  // What has no language in its name is for all.
  return languages.includes(language) || ["pack", "fit", "role", "way", "languages"].includes(language);
});

// Returns the builds that are there in whole, the youngest first.
const builds = async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith(OURS + "build "));
  const all = await Promise.all(names.map(async (name) => {
    const cache = await caches.open(name);
    return { name, cache, mark: await json(await cache.match(url(MARK))) };
  }));
  return all.filter(({ mark }) => mark.at).sort((one, two) => two.mark.at - one.mark.at);
};

const install = async () => {
  const older = (await builds()).filter(({ name }) => name !== APP);
  const cache = await caches.open(APP);
  const wish = await wishes();
  const files = Object.keys(PROGRAM).filter((name) => wish.stand || !/_stand\./.test(name));
  // What an earlier try has brought was checked before it was kept.
  for (const name of files) if (!await kept(cache, name)) {
    let same;
    for (const { cache: old, mark } of older) {
      const known = Object.keys(mark.program).find((one) => mark.program[one] === PROGRAM[name]);
      same = same || known && await kept(old, known);
    }
    await keep(cache, name, same || await program(name));
  }
  const answer = await ask(PAGE, "no-cache");
  const text = await answer.text();
  if (!answer.ok || !isOurs(text)) throw new Error("the page on the server is of another build");
  await keep(cache, PAGE, whole(text, answer));
  const own = await caches.open(OWN);
  for (const name of wanted(wish)) if (!await kept(own, name)) {
    let same;
    for (const { name: build, mark } of older) {
      const old = mark.content[name] === CONTENT[name] && await caches.open(build.replace(" build ", " content "));
      same = same || old && await kept(old, name);
    }
    const fresh = same ? { answer: () => same } : await content(name);
    if (fresh) await keep(own, name, fresh.answer());
  }
  const mark = { at: Date.now(), program: PROGRAM, content: CONTENT };
  await cache.put(url(MARK), new Response(JSON.stringify(mark)));
};

// The build before this one stays: pages of it may still be open and ask for its parts.
const tidy = async () => {
  const stay = (await builds()).filter(({ name }) => name !== APP).slice(0, 1).map(({ name }) => name);
  stay.push(APP);
  for (const name of await caches.keys()) {
    const build = name.replace(" content ", " build ");
    if (name.startsWith(OURS) && name !== WISHES && !stay.includes(build)) await caches.delete(name);
  }
};

// Fetches the events of a pack anew if their list has changed: all that is there of them or nothing.
const events = async (folder, patience) => {
  const own = await caches.open(OWN);
  const feed = folder + "feed.json";
  const fresh = await content(feed, patience);
  const old = await kept(own, feed);
  if (!fresh || old && await old.text() === fresh.text) return fresh;
  const here = new URL(url(folder)).pathname;
  const parts = (await own.keys())
    .map(({ url }) => new URL(url).pathname)
    .filter((path) => path.startsWith(here) && !path.endsWith("/feed.json"))
    .map((path) => path.slice(SCOPE.length));
  const answers = await Promise.all(parts.map((name) => content(name)));
  for (const [at, name] of parts.entries()) {
    if (answers[at]) await keep(own, name, answers[at].answer());
    else await own.delete(url(name));
  }
  await keepIfRoom(own, feed, fresh.answer());
  return fresh;
};

// Looks what the server has changed, and brings what is missing or damaged.
let looked = 0;
const refresh = async () => {
  const answer = await ask(PAGE, "no-cache");
  const text = await answer.text();
  const own = await caches.open(OWN);
  const cache = await caches.open(APP);
  if (!answer.ok || !isOurs(text)) {
    // Not waited for: a worker that is still at work is not replaced.
    if (answer.ok && text.includes("sitz-und-stimme-")) registration.update().catch(() => {});
    return;
  }
  const before = await kept(own, PAGE) || await kept(cache, PAGE);
  if (!before || await before.text() !== text) await keep(own, PAGE, whole(text, answer));
  const wish = await wishes();
  for (const name of wanted(wish)) if (!await kept(own, name)) {
    const fresh = await content(name);
    if (fresh) await keep(own, name, fresh.answer());
  }
  if (Date.now() - looked < HOUR) return;
  looked = Date.now();
  for (const { url } of await own.keys()) {
    const name = new URL(url).pathname.slice(SCOPE.length);
    if (name.endsWith("/feed.json")) await events(name.slice(0, -"feed.json".length));
    else if (!name.startsWith("events/") && !name.startsWith("__")) {
      const fresh = await content(name);
      if (fresh) await keep(own, name, fresh.answer());
    }
  }
  for (const name of Object.keys(PROGRAM)) {
    const there = await kept(cache, name);
    if (there ? await hashOf(await there.arrayBuffer()) !== PROGRAM[name] : wish.stand || !/_stand\./.test(name)) {
      await keep(cache, name, await program(name));
    }
  }
};

const servePage = async (request) => {
  const mark = await (await caches.open(APP)).match(url(MARK));
  const there = mark && (await kept(await caches.open(OWN), PAGE) || await kept(await caches.open(APP), PAGE));
  return there || fetch(request);
};

const serveProgram = async (name, request) => {
  const cache = await caches.open(APP);
  const there = await kept(cache, name) || await caches.match(url(name), { ignoreVary: true });
  if (there) return there;
  // A page of another build, whose parts are still on the server.
  if (!PROGRAM[name]) return fetch(request);
  const answer = await program(name);
  await keepIfRoom(cache, name, answer.clone());
  return answer;
};

const serveContent = async (name, request) => {
  const own = await caches.open(OWN);
  if (request.cache === "reload" || request.cache === "no-store") return fetch(request);
  const there = await kept(own, name);
  if (there && !name.endsWith("/feed.json")) return there;
  if (there) {
    const late = new Promise((done) => setTimeout(() => done(there), EVENTS));
    const fresh = events(name.slice(0, -"feed.json".length));
    return Promise.race([late, fresh.then((fresh) => fresh ? fresh.answer() : there, () => there)]);
  }
  const fresh = await content(name, 12 * PATIENCE);
  if (!fresh) return new Response("", { status: 404 });
  await keepIfRoom(own, name, fresh.answer());
  return fresh.answer();
};

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(tidy().then(() => clients.claim())));
addEventListener("message", (event) => {
  if (event.data === "take") skipWaiting();
  if (event.data === "which") event.ports[0].postMessage(GLUE);
  if (event.data === "refresh") event.waitUntil(refresh().catch(() => {}));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || !pathname.startsWith(SCOPE)) return;
  const name = decodeURI(pathname.slice(SCOPE.length));
  if (request.mode === "navigate") {
    if (name === "" || name === PAGE) event.respondWith(servePage(request));
  } else if (/^sitz-und-stimme-[0-9a-f]+[._]/.test(name)) {
    event.respondWith(serveProgram(name, request));
  } else if (/^(packs|messages|events|places|kiosk)\/.+\.(json|txt)$/.test(name)) {
    event.respondWith(serveContent(name, request));
  }
});

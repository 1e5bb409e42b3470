// Runs in every page before anything else of the page: writes down what goes wrong in it, and can
// take parts of the browser away. The server puts it first into <head> and fills in the options.
(() => {
  const options = /*options*/ {};

  // window.name outlives reloads of a tab and is no storage that the app could see or delete.
  const read = () => {
    try {
      const kept = JSON.parse(window.name);
      return kept.origin === location.origin && Array.isArray(kept.log) ? kept.log : [];
    } catch {
      return [];
    }
  };
  const log = read();
  window.__log = log;
  const note = (kind, text) => {
    log.push(`${kind}: ${text}`.slice(0, 600));
    window.name = JSON.stringify({ origin: location.origin, log });
  };
  const shown = (value) => (value instanceof Error ? `${value.message} ${value.stack}` : String(value));
  for (const level of ["error", "warn"]) {
    const original = console[level].bind(console);
    console[level] = (...values) => {
      note(`console.${level}`, values.map(shown).join(" "));
      original(...values);
    };
  }
  // What a page that is being left does not load any more is no fault.
  let leaving = false;
  for (const name of ["beforeunload", "pagehide"]) addEventListener(name, () => (leaving = true));
  addEventListener(
    "error",
    (event) => {
      if (leaving && event.target !== window) return;
      const source = event.target?.src ?? event.target?.href;
      note("error", source ? `could not load ${source}` : event.message);
    },
    true,
  );
  addEventListener("unhandledrejection", (event) => note("rejection", shown(event.reason)));
  addEventListener("securitypolicyviolation", (event) =>
    note("csp", `${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
  );

  addEventListener("app-ready", () => {
    window.__ready = performance.now();
  });

  // Every text the notices region has shown, in order.
  const told = [];
  window.__told = told;
  let last = "";
  new MutationObserver(() => {
    const text = document.getElementById("notices")?.innerText.trim() ?? "";
    if (text !== last) {
      last = text;
      if (text) told.push(text);
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });

  if (options.storage === "blocked") {
    const refuse = {
      configurable: true,
      get() {
        throw new DOMException("storage is blocked by the test", "SecurityError");
      },
    };
    Object.defineProperty(window, "localStorage", refuse);
    Object.defineProperty(window, "sessionStorage", refuse);
  }
  if (options.storage === "full") {
    const set = Storage.prototype.setItem;
    Storage.prototype.setItem = function (...pair) {
      if (window.__room) return set.apply(this, pair);
      throw new DOMException("storage is full by the test", "QuotaExceededError");
    };
  }
  if (Number.isFinite(options.now)) {
    const Real = Date;
    let ahead = options.now - Real.now();
    window.__jump = (millis) => {
      ahead += millis;
    };
    window.Date = class extends Real {
      constructor(...parts) {
        if (parts.length) super(...parts);
        else super(Real.now() + ahead);
      }
      static now() {
        return Real.now() + ahead;
      }
    };
    const every = window.setInterval.bind(window);
    window.setInterval = (act, millis, ...rest) => every(act, millis >= 60000 ? 500 : millis, ...rest);
  }
  if (!options.workers) Object.defineProperty(navigator, "serviceWorker", { get: () => undefined });
  if (options.language) {
    Object.defineProperty(navigator, "language", { get: () => options.language });
    Object.defineProperty(navigator, "languages", { get: () => [options.language] });
  }
})();

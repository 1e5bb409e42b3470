// Looks at the app in a frame of this page: at any width and text size, without loading it again.
//
// `looker.start(address)` puts the app into the frame, `looker.show(route, opened)` goes to a screen, and
// `looker.faults(width, size)` says what does not fit there: one line for each thing.
window.looker = (() => {
  const frame = document.createElement("iframe");
  const HEIGHT = 640;
  frame.style.cssText = `border: 0; inline-size: 1080px; block-size: ${HEIGHT}px`;
  document.body.style.margin = 0;
  document.body.append(frame);
  const pause = (time) => new Promise((done) => setTimeout(done, time));
  const inside = () => frame.contentDocument;

  // Until the same page has been there twice.
  const settled = async () => {
    let last = "";
    for (let turn = 0; turn < 400; turn += 1) {
      await pause(12);
      const page = inside();
      const waits = page.querySelector("main .waiting:not(:has(button)), main .drawing");
      const now = waits || !page.querySelector("h1") ? "" : page.location.hash + page.body.innerHTML.length;
      if (now && now === last) return;
      last = now;
    }
    throw new Error("the page does not come to rest");
  };

  const start = async (address) => {
    frame.src = "about:blank";
    await pause(20);
    frame.src = address;
    for (let turn = 0; turn < 800; turn += 1) {
      await pause(20);
      if (inside()?.documentElement?.dataset.app === "ready" && inside().querySelector("#app h1")) break;
    }
    await settled();
    const still = inside().createElement("style");
    still.textContent = "*, ::before, ::after { animation: none !important; transition: none !important }";
    inside().head.append(still);
  };

  const show = async (route, opened) => {
    frame.style.inlineSize = "1080px";
    frame.contentWindow.location.hash = route;
    await settled();
    if (!opened) return;
    // What is opened may hold more that can be opened.
    for (let turn = 0; turn < 3; turn += 1) {
      for (const part of inside().querySelectorAll("main details:not([open])")) part.open = true;
      for (const one of inside().querySelectorAll("main [aria-expanded=false]")) one.click();
      await settled();
    }
  };

  const CONTROLS = "a, button, summary, select, textarea, label:has(input), input:not(label input)";
  const words = (element) => (element.innerText ?? element.textContent).trim().replace(/\s+/g, " ").slice(0, 40);
  const name = (element) => `${element.localName}${element.id ? `#${element.id}` : ""}${[...element.classList]
    .map((one) => `.${one}`).join("")} “${words(element)}”`;

  const faults = (width, size) => {
    const page = inside();
    frame.style.inlineSize = `${width}px`;
    page.documentElement.dataset.textSize = size;
    const view = frame.contentWindow;
    const style = (element) => view.getComputedStyle(element);
    const found = new Set();
    const root = page.scrollingElement;
    const wide = root.clientWidth;

    // What is known of an element: whether it is seen, in which layer it lies, what cuts it off.
    const known = new Map();
    const facts = (element) => {
      if (known.has(element)) return known.get(element);
      const up = element.parentElement ? facts(element.parentElement) : null;
      const own = style(element);
      const page = element === root || element === root.querySelector("body");
      const [cutsX, cutsY] = [own.overflowX, own.overflowY].map((one) => !page && /hidden|clip/.test(one));
      const box = element.getBoundingClientRect();
      const fact = {
        box,
        up,
        element,
        pulled: parseFloat(own.marginLeft) < 0 || parseFloat(own.marginRight) < 0,
        inline: /^(inline|contents)$/.test(own.display),
        // The way past the navigation waits above the page.
        seen: own.display !== "none" && box.bottom + view.scrollY > 0.5
          && own.visibility === "visible" && own.opacity !== "0" && !own.clipPath.includes("50%") && (up?.seen ?? true),
        layer: /fixed|sticky/.test(own.position) ? element : up?.layer,
        clip: cutsX || cutsY ? { box, cutsX, cutsY, up: up?.clip } : up?.clip,
        scroller: !page && /auto|scroll/.test(own.overflowX + own.overflowY) ? element : up?.scroller,
      };
      known.set(element, fact);
      return fact;
    };

    if (root.scrollWidth > root.clientWidth + 1) found.add(`scrolls sideways: ${root.scrollWidth}`);

    // Lines of text. Glyphs have room above and below; only the middle of a line must not be touched.
    const things = [];
    const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
    const range = page.createRange();
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const element = node.parentElement;
      if (!node.data.trim() || /^(script|style|option|noscript|title|textarea)$/.test(element.localName)) continue;
      const fact = facts(element);
      if (!fact.seen || !element.checkVisibility()) continue;
      range.selectNodeContents(node);
      const lines = new Set();
      for (const line of range.getClientRects()) {
        if (line.width < 1) continue;
        const tight = line.height * 0.25;
        const box = {
          left: line.left, right: line.right, top: line.top + tight, bottom: line.bottom - tight,
        };
        things.push({ box, node, element, fact, text: true });
        if (element.closest("svg")) continue;
        lines.add(Math.round(line.top));
        for (let at = fact; at && at.element !== page.body && at.element !== fact.scroller; at = at.up) {
          if (at.inline || at.box.width < 1) continue;
          if (box.left < at.box.left - 1.5 || box.right > at.box.right + 1.5) {
            found.add(`text is wider than ${name(at.element)}: ${node.data.trim().slice(0, 40)}`);
            break;
          }
          // What is pulled over the edges on purpose has its own measure.
          if (at.pulled) break;
          if (box.top < at.box.top - 1.5 || box.bottom > at.box.bottom + 1.5) {
            found.add(`text is higher than ${name(at.element)}: ${node.data.trim().slice(0, 40)}`);
            break;
          }
        }
        for (let cut = fact.clip; cut; cut = cut.up) {
          if (cut.cutsX && (box.left < cut.box.left - 1.5 || box.right > cut.box.right + 1.5)
            || cut.cutsY && (box.top < cut.box.top - 1.5 || box.bottom > cut.box.bottom + 1.5)) {
            found.add(`text is cut off: ${name(element)}`);
          }
        }
      }
      // At the usual size a word of a control or a heading is not torn apart, unless by a hyphen or
      // because it is very long.
      if (size === "100" && lines.size > 1 && element.closest("a, button, label, summary, h1, h2, h3")
        && style(element).hyphens !== "auto") {
        for (const word of node.data.matchAll(/[^\s\-–/()\u00ad]{3,}/g)) {
          range.setStart(node, word.index);
          range.setEnd(node, word.index + word[0].length);
          const parts = [...range.getClientRects()];
          const whole = parts.reduce((sum, part) => sum + part.width, 0);
          const tops = new Set(parts.map((part) => Math.round(part.top)));
          if (tops.size > 1 && whole < wide * 0.4) found.add(`a word is torn apart: ${word[0]} in ${name(element)}`);
        }
      }
    }

    // Controls; those in a line of text have one box for each line.
    const inSentence = (element) => [...element.parentElement.childNodes]
      .some((node) => node !== element && !node.matches?.("a, button") && node.textContent.trim().length > 2);
    for (const element of page.querySelectorAll(CONTROLS)) {
      const fact = facts(element);
      if (!fact.seen || !element.checkVisibility() || fact.box.width <= 1 || fact.box.height <= 1) continue;
      if (fact.inline) {
        for (const line of element.getClientRects()) {
          const tight = line.height * 0.25;
          const box = { left: line.left, right: line.right, top: line.top + tight, bottom: line.bottom - tight };
          things.push({ box, node: element, element, fact });
        }
      } else {
        things.push({ box: fact.box, node: element, element, fact });
      }
      // A whole card takes the tap for the link in it.
      const card = view.getComputedStyle(element, "::after").position === "absolute";
      if (fact.box.height < 43.5 && !card && !(fact.inline && inSentence(element))) {
        found.add(`too low for a finger (${fact.box.height.toFixed(1)}): ${name(element)}`);
      }
    }

    for (const { box, element, fact } of things) {
      if (!fact.scroller && (box.left < -1 || box.right > wide + 1)) found.add(`outside of the window: ${name(element)}`);
    }
    for (const { layer } of known.values()) {
      if (layer && style(layer).position === "fixed" && facts(layer).box.height > HEIGHT * 0.35) {
        found.add(`takes more than a third of the window: ${name(layer).slice(0, 40)}`);
      }
    }

    // Neither may lie on the other, unless one holds the other.
    things.sort((one, other) => one.box.top - other.box.top);
    things.forEach((one, at) => {
      for (let next = at + 1; next < things.length && things[next].box.top < one.box.bottom - 2; next += 1) {
        const other = things[next];
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const down = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
        if (across <= 2 || down <= 2 || one.node === other.node || one.fact.layer !== other.fact.layer) continue;
        if (one.fact.scroller !== other.fact.scroller) continue;
        if (!(one.text && other.text)
          && (one.element.contains(other.element) || other.element.contains(one.element))) continue;
        found.add(`${name(one.element)} and ${name(other.element)} overlap`);
      }
    });
    return [...found];
  };

  // Texts of the first language that mean nothing in the present one.
  let strangers = new Set();
  const strange = (texts) => { strangers = new Set(texts); };
  const foreign = () => {
    const wrong = [...inside().body.querySelectorAll("*")].filter((element) =>
      strangers.has(element.textContent.trim()) && element.checkVisibility()
      // Offices call some things by their German name, which the text explains.
      && !element.closest("[lang]:not(html), .term"));
    return [...new Set(wrong.map((element) => element.textContent.trim().slice(0, 60)))];
  };

  const log = () => (frame.contentWindow.__log ?? []).join("\n");
  return { frame, start, show, faults, strange, foreign, log, inside };
})();

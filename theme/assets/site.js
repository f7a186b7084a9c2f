/* What a page does by itself: a convenience, for with no script all text, sources, tables and plots
   are there. Nothing is stored but a chosen color scheme. */
(() => {
  "use strict";

  /** @type {(selector: string, root?: ParentNode) => HTMLElement | null} */
  const find = (selector, root = document) => root.querySelector(selector);
  /** @type {(selector: string, root?: ParentNode) => HTMLElement} */
  const one = (selector, root = document) => {
    const found = find(selector, root);
    if (!found) throw new Error(`no ${selector} in this page`);
    return found;
  };
  /** @type {(selector: string, root?: ParentNode) => HTMLElement[]} */
  const all = (selector, root = document) => [...root.querySelectorAll(selector)]
    .filter((node) => node instanceof HTMLElement);

  const base = new URL(`${one(".search-button").dataset.base}/`, location.href);

  /** @type {Record<string, Promise<unknown> | undefined>} */
  const loading = {};
  /** Loads a script of the site once; a failure is forgotten, so that the next wish tries again. */
  const load = (/** @type {string} */ path) => {
    loading[path] ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = new URL(path, base).href;
      script.onload = done;
      script.onerror = (event) => {
        delete loading[path];
        script.remove();
        failed(event);
      };
      document.head.append(script);
    });
    return loading[path];
  };

  const span = (/** @type {string} */ name, /** @type {string} */ text) => {
    const node = document.createElement("span");
    node.className = name;
    node.textContent = text;
    return node;
  };

  // ---- color scheme: as the system, light, dark

  const SCHEMES = ["auto", "light", "dark"];
  const schemeButton = one(".scheme-button");
  const schemeName = one(".scheme-name");
  const root = document.documentElement;
  const showScheme = () => {
    const now = root.dataset.scheme || "auto";
    schemeName.textContent = now.charAt(0).toUpperCase() + now.slice(1);
    schemeButton.setAttribute("aria-label", `Colors: ${schemeName.textContent}`);
    return now;
  };
  schemeButton.addEventListener("click", () => {
    const next = SCHEMES[(SCHEMES.indexOf(showScheme()) + 1) % SCHEMES.length];
    if (next === "auto") delete root.dataset.scheme;
    else root.dataset.scheme = next;
    try {
      if (next === "auto") localStorage.removeItem("scheme");
      else localStorage.setItem("scheme", next);
    } catch {
      // a private window keeps nothing
    }
    showScheme();
  });
  showScheme();

  // ---- menu on narrow screens

  const menu = one(".menu-button");
  const nav = one(".site-nav");
  const setMenu = (/** @type {boolean} */ open) => {
    menu.setAttribute("aria-expanded", String(open));
    nav.classList.toggle("is-open", open);
    root.classList.toggle("has-menu", open); // what lies behind neither scrolls nor takes a key
    for (const behind of all("main, .page-toc, .bottom")) behind.inert = open;
  };
  menu.addEventListener("click", () => {
    setMenu(menu.getAttribute("aria-expanded") !== "true");
    if (nav.classList.contains("is-open")) (find("[aria-current]", nav) || one("a", nav)).focus();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !nav.classList.contains("is-open")) return;
    setMenu(false);
    menu.focus();
  });
  matchMedia("(width > 56em)").addEventListener("change", () => setMenu(false));
  const here = find("[aria-current]", nav);
  if (here) {
    requestAnimationFrame(() => { // the list of pages is longer than most screens
      const box = nav.getBoundingClientRect();
      nav.scrollTop = Math.max(0, here.getBoundingClientRect().bottom - box.top - box.height * 0.8);
    });
  }

  // ---- previews of sources and terms

  const PREVIEWED = "a.footnote-ref, a.cite-link, a.term";
  const SENTENCE = "[id^='s-'], tr, li, dd, p";
  const preview = one("#preview");
  /** @type {HTMLAnchorElement | null} */
  let owner = null;
  let timer = 0;
  let touching = false; // browsers differ on what a click tells of the pointer that made it

  const hide = () => {
    clearTimeout(timer);
    preview.hidden = true;
    owner?.removeAttribute("aria-describedby");
    if (owner) delete owner.dataset.tapped;
    owner = null;
  };
  /** Hides it; the mark has the focus again, if it was here. */
  const close = () => {
    const now = document.activeElement;
    if (preview.contains(now) || (touching && now?.contains(owner))) {
      owner?.focus({ preventScroll: true });
    }
    hide();
  };
  const later = (/** @type {() => void} */ action, /** @type {number} */ wait) => {
    clearTimeout(timer);
    timer = setTimeout(action, wait);
  };
  /** @type {(event: Event) => HTMLAnchorElement | null} */
  const previewedAt = (event) => {
    const near = event.target instanceof Element ? event.target : null;
    let target = near?.closest(PREVIEWED);
    if (!target && touching) { // the comma between two marks belongs to the first of them
      const mark = near?.closest("sup.cite, .cite-and");
      target = (mark?.matches(".cite-and") ? mark.previousElementSibling : mark)
        ?.querySelector(PREVIEWED);
    }
    return target instanceof HTMLAnchorElement && !preview.contains(target) ? target : null;
  };
  /** The marks that stand together: for a finger they are one; the pointer and the keys choose.
      @type {(link: HTMLAnchorElement) => HTMLAnchorElement[]} */
  const together = (link) => {
    let mark = touching ? link.closest("sup.cite") : null;
    if (!mark) return [link];
    while (mark.previousElementSibling?.matches(".cite-and")
      && mark.previousElementSibling.previousElementSibling) {
      mark = mark.previousElementSibling.previousElementSibling;
    }
    const found = [];
    for (; mark; mark = mark.nextElementSibling) {
      const one = mark.querySelector("a");
      if (one) found.push(one);
      if (!mark.nextElementSibling?.matches(".cite-and")) break;
      mark = mark.nextElementSibling;
    }
    return found;
  };
  const inPreview = (/** @type {Event} */ event) =>
    event.target instanceof Node && preview.contains(event.target);

  const keyOf = (/** @type {HTMLElement} */ mark) =>
    mark.dataset.key ?? decodeURIComponent(mark.getAttribute("href") ?? "").slice(4);
  const noteOf = (/** @type {string} */ key) => document.getElementById(`fn:${key}`);
  /** Loads the lines of the sources that the page does not list itself, by their first letter. */
  const loadSources = (/** @type {HTMLElement[]} */ marks) => Promise.all(
    [...new Set(marks.map(keyOf).filter((key) => !noteOf(key)).map((key) => key.charAt(0)))]
      .map((letter) => load(`assets/sources-${letter}.js`)));
  const marksBeside = (/** @type {Element} */ mark) =>
    all("a.footnote-ref, a.cite-link", mark.closest(SENTENCE) ?? mark);

  const fillTerm = (/** @type {HTMLAnchorElement} */ link) => {
    const short = window.siteTerms[link.hash.slice(1)];
    if (!short) return false;
    const entry = document.createElement("a");
    entry.href = link.href;
    entry.textContent = "Glossary";
    preview.replaceChildren(span("", short), " ", entry);
    return true;
  };
  /** The line of one source; null where nothing is known of it. */
  const lineOf = (/** @type {HTMLAnchorElement} */ link) => {
    const key = keyOf(link);
    const note = noteOf(key);
    const line = document.createElement("div");
    if (note) line.append(...[...one("p", note).childNodes].map((node) => node.cloneNode(true)));
    else if (window.siteSources?.[key]) {
      line.innerHTML = window.siteSources[key];
      for (const entry of all(".ref-meta a", line)) entry.setAttribute("href", link.href);
    } else return null;
    for (const back of all(".ref-back", line)) back.remove();
    for (const node of all("[id]", line)) node.removeAttribute("id");
    return line;
  };
  const closing = () => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "preview-close";
    button.setAttribute("aria-label", "Close");
    button.textContent = "×";
    button.addEventListener("click", close);
    return button;
  };
  /** Puts into the preview what a link stands for; false where nothing is known of it. */
  const fill = async (/** @type {HTMLAnchorElement} */ link) => {
    if (link.classList.contains("term")) {
      await load("assets/terms.js");
      if (!fillTerm(link)) return false;
    } else {
      const marks = together(link);
      await loadSources([...marks, ...marksBeside(link)]);
      const lines = [];
      for (const mark of marks) {
        const line = lineOf(mark);
        if (!line) continue;
        if (marks.length > 1) line.prepend(span("preview-number", `${mark.textContent}. `));
        lines.push(line);
      }
      if (!lines.length) return false;
      preview.replaceChildren(...lines);
      if (navigator.clipboard) preview.append(quoting());
    }
    if (touching) preview.prepend(closing());
    return true;
  };
  const phone = matchMedia("(width <= 40em)");
  const place = (/** @type {HTMLAnchorElement} */ link) => {
    const box = link.getBoundingClientRect();
    if (preview.classList.toggle("from-below", touching && phone.matches)) {
      preview.scrollTop = 0;
      const under = box.bottom + 12 - preview.getBoundingClientRect().top;
      if (under > 0) scrollBy(0, under); // the mark stays in sight
      return;
    }
    const { offsetWidth: width, offsetHeight: height } = preview;
    const most = root.clientWidth - width - 12;
    const left = Math.min(Math.max(12, box.left + box.width / 2 - width / 2), most);
    const below = box.bottom + height + 16 < innerHeight || box.top < height + 16;
    preview.style.left = `${left + scrollX}px`;
    preview.style.top = `${(below ? box.bottom + 8 : box.top - height - 8) + scrollY}px`;
  };
  const show = async (/** @type {HTMLAnchorElement} */ link) => {
    if (owner === link && !preview.hidden) return;
    hide();
    owner = link;
    const known = await fill(link).catch(() => false); // nothing to show while the network is away
    if (!known || owner !== link) return;
    preview.hidden = false;
    link.setAttribute("aria-describedby", "preview");
    place(link);
  };

  document.addEventListener("pointerdown", (event) => {
    touching = event.pointerType === "touch";
  }, true);
  addEventListener("keydown", () => {
    touching = false;
  }, true);
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = previewedAt(event);
    if (link) later(() => show(link), 120);
    else if (inPreview(event)) clearTimeout(timer);
    else if (owner) later(hide, 250);
  });
  document.addEventListener("focusin", (event) => {
    if (touching) return; // the page may not move under a finger
    const link = previewedAt(event);
    if (link) show(link);
    else if (owner && !inPreview(event)) hide();
  });
  document.addEventListener("click", (event) => {
    // A first tap opens the preview, a second one follows the link, as a mouse or Enter does.
    const link = previewedAt(event);
    if (link && touching && event.detail > 0 && link.dataset.tapped !== "1") {
      event.preventDefault();
      show(link).then(() => {
        if (owner === link) link.dataset.tapped = "1";
      });
    } else if (owner && !inPreview(event)) close();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && owner) close();
  });

  // ---- quoting: a sentence with its sources, where it stands, and the day

  const MARKS = "sup.cite, .cite-and, .lead, .headerlink, .host, a.cite-link + .ref-retracted";
  const words = (/** @type {Element} */ node) => {
    const copy = /** @type {Element} */ (node.cloneNode(true));
    for (const mark of copy.querySelectorAll(MARKS)) mark.remove();
    const cells = [...(copy instanceof HTMLTableRowElement ? copy.cells : [copy])];
    return cells.map((cell) => (cell.textContent ?? "").replace(/\s+/g, " ").trim())
      .filter((text) => text !== "").join(" | ");
  };
  /** How far a source was read, as its entry says it, and what a copied sentence says of that.
      @type {Record<string, string>} */
  const READING = {
    "the passage itself": "the passage itself was read",
    abstract: "its abstract was read",
    "second-hand": "read second-hand",
  };
  /** ' (retracted 14 September 2026, read in part, from a copy)' */
  const howRead = (/** @type {ParentNode} */ entry) => {
    const retracted = find(".ref-retracted", entry)?.textContent.toLowerCase() ?? "";
    const depth = /Checked: ([^·]*)/.exec(find(".ref-meta", entry)?.textContent ?? "")?.[1].trim();
    const [how, ...more] = (depth ?? "").split(", "); // 'read in part, from a copy'
    const told = [retracted, READING[how] ?? how, ...more].filter((text) => text !== "");
    return told.length ? ` (${told.join(", ")})` : "";
  };
  const sourceText = (/** @type {HTMLElement} */ mark) => {
    const key = keyOf(mark);
    const note = noteOf(key);
    const box = document.createElement("div");
    if (!note) box.innerHTML = window.siteSources?.[key] ?? "";
    const entry = note ?? box;
    const line = find(".ref-text", entry);
    if (!line) return "";
    const address = /** @type {HTMLAnchorElement | null} */ (find("a", line))?.href ?? "";
    const text = address.includes("//doi.org/") ? words(line) : `${words(line)} ${address}`.trim();
    return text + howRead(entry);
  };
  /** '#s-0123ab~heading': the sentence, and the heading to go to if it has changed. */
  const placeOf = (/** @type {Element} */ sentence) => {
    const above = all(":is(h1, h2, h3, h4)[id]").filter((head) =>
      head.compareDocumentPosition(sentence) & Node.DOCUMENT_POSITION_FOLLOWING);
    const heading = above[above.length - 1]?.id ?? "";
    const own = sentence.closest("[id]")?.id;
    return `#${own?.startsWith("s-") ? `${own}~${heading}` : own ?? heading}`;
  };
  /** @type {(sentences: Element[]) => HTMLElement[]} */
  const marksIn = (sentences) =>
    sentences.flatMap((sentence) => all("a.footnote-ref, a.cite-link", sentence));
  /** The words are this site's and stand in no quotation marks: else they would look like those
      of the source below them. */
  const quote = (/** @type {Element[]} */ sentences) => {
    const sources = [...new Set(marksIn(sentences).map(sourceText))].filter((text) => text !== "");
    const page = /** @type {HTMLLinkElement | null} */ (find("link[rel=canonical]"))?.href
      ?? location.href.split("#")[0];
    const day = new Date().toISOString().slice(0, 10);
    const who = `${one(".site-name").textContent.trim()}, “${words(one("h1"))}”`;
    const said = `${who}, says: ${sentences.map(words).join(" ")}`;
    const cited = sources.length ? ["It cites:", ...sources] : [];
    return [said, `${page}${placeOf(sentences[0])} (${day})`, ...cited].join("\n");
  };
  const quotation = (/** @type {HTMLElement} */ mark) => quote([mark.closest(SENTENCE) ?? mark]);
  const quoting = () => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quote-button";
    button.setAttribute("aria-live", "polite");
    button.setAttribute("aria-keyshortcuts", "Control+C");
    button.textContent = "Copy with its source";
    button.addEventListener("click", async () => {
      if (!owner) return;
      await navigator.clipboard.writeText(quotation(owner));
      button.textContent = "Copied";
    });
    return button;
  };

  // who selects cited sentences with a pointer or keys is offered them with their sources
  /** @type {HTMLButtonElement | null} */
  let offer = null;
  const selected = () => {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return [];
    const range = selection.getRangeAt(0);
    const { endContainer: end, endOffset } = range;
    return all("article [id^='s-']").filter((one) => range.intersectsNode(one)
      && !(endOffset === 0 && one.contains(end))); // three clicks reach into the next paragraph
  };
  const offering = () => {
    const button = document.createElement("button");
    button.type = "button";
    button.tabIndex = -1; // keys have Ctrl+C on a mark
    button.className = "quote-button quote-offer";
    button.setAttribute("aria-live", "polite");
    button.addEventListener("pointerdown", (event) => event.preventDefault()); // stays selected
    button.addEventListener("click", async () => {
      const sentences = selected();
      if (!sentences.length) return;
      await loadSources(marksIn(sentences)).catch(() => {});
      await navigator.clipboard.writeText(quote(sentences));
      button.textContent = "Copied";
    });
    one("main").append(button);
    return button;
  };
  const offerQuote = () => {
    if (touching || !navigator.clipboard || !selected().length) {
      if (offer) offer.hidden = true;
      return;
    }
    offer ??= offering();
    offer.textContent = "Copy with its source";
    offer.hidden = false;
    const rows = getSelection()?.getRangeAt(0).getClientRects() ?? [];
    const last = rows[rows.length - 1];
    if (!last) return;
    const left = Math.max(8, Math.min(last.right, root.clientWidth - offer.offsetWidth - 8));
    offer.style.left = `${left + scrollX}px`;
    offer.style.top = `${last.bottom + 6 + scrollY}px`;
  };
  const soonOffer = (/** @type {Event} */ event) => {
    if (event.target !== offer) requestAnimationFrame(offerQuote);
  };
  addEventListener("pointerup", soonOffer);
  addEventListener("keyup", soonOffer);
  document.addEventListener("copy", (event) => { // by keyboard, with a mark in focus
    if (!owner || !getSelection()?.isCollapsed || owner.classList.contains("term")) return;
    event.preventDefault();
    event.clipboardData?.setData("text/plain", quotation(owner));
    const button = find(".quote-button", preview);
    if (button) button.textContent = "Copied";
  });
  const goToSentence = () => {
    const [sentence, heading] = decodeURIComponent(location.hash.slice(1)).split("~");
    if (heading === undefined) return;
    location.replace(`#${document.getElementById(sentence) ? sentence : heading}`);
  };
  addEventListener("hashchange", goToSentence);
  goToSentence();

  // ---- the mark behind a heading gives its address: a phone offers to send it, else it is copied

  const notice = span("notice", "");
  notice.setAttribute("role", "status");
  one("main").append(notice);
  document.addEventListener("click", async (event) => {
    const near = event.target instanceof Element ? event.target : null;
    const mark = near?.closest(".headerlink");
    if (!(mark instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey) return;
    const { href: url } = mark;
    try {
      if (touching && "share" in navigator) {
        await navigator.share({ title: document.title, url });
        return;
      }
      await navigator.clipboard.writeText(url);
    } catch {
      return; // sent to nobody, or not allowed: the address bar has it
    }
    notice.textContent = "Link copied";
    setTimeout(() => {
      notice.textContent = "";
    }, 3000);
  });

  // ---- search

  const dialog = /** @type {HTMLDialogElement} */ (one(".search-dialog"));
  const input = /** @type {HTMLInputElement} */ (one("#search-input"));
  const results = one(".search-results");
  const numbers = one(".search-numbers");
  const status = one(".search-status");
  /** @type {Promise<(query: string) => SearchAnswer> | null} */
  let engine = null;

  const PARTS = ["vendor/minisearch.min.js", "search-index.js", "search.js"];
  const ready = () => {
    engine ??= Promise.all(PARTS.map((path) => load(`assets/${path}`)))
      .then(() => window.siteSearch())
      .catch((error) => {
        engine = null; // the next word tries again
        throw error;
      });
    return engine;
  };
  const excerpt = (/** @type {[string, boolean][]} */ parts) => {
    const text = span("hit-text", "");
    for (const [part, marked] of parts) {
      if (!marked) {
        text.append(part);
        continue;
      }
      const mark = document.createElement("mark");
      mark.textContent = part;
      text.append(mark);
    }
    return text;
  };
  const result = (/** @type {SearchHit} */ hit) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const title = document.createElement("strong");
    link.href = new URL(hit.url, base).href;
    title.textContent = hit.title;
    const where = span("hit-page", hit.title === hit.page ? "" : hit.page);
    link.append(title, where, excerpt(hit.parts));
    link.addEventListener("click", (event) => {
      const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
      if (!elsewhere) dialog.close(); // a new tab leaves the list for the next result
    });
    item.append(link);
    return item;
  };
  const search = async () => {
    const words = input.value.trim();
    numbers.hidden = true;
    if (words.length < 2) {
      results.replaceChildren();
      status.textContent = words ? "Type one more letter." : "";
      return;
    }
    status.textContent = "Searching …";
    const ask = await ready().catch(() => null);
    if (input.value.trim() !== words) return;
    if (!ask) {
      status.textContent = "The search could not be loaded. The menu lists every page; "
        + "the next letter you type tries again.";
      return;
    }
    const { hits, says, distress } = ask(words);
    numbers.innerHTML ||= window.siteIndex.numbers;
    numbers.hidden = !distress;
    status.textContent = says;
    results.replaceChildren(...hits.slice(0, 20).map(result));
  };
  const openSearch = () => {
    dialog.showModal();
    input.select();
    ready().catch(() => {});
  };
  one(".search-button").addEventListener("click", openSearch);
  addEventListener("keydown", (event) => {
    // A chord: a single key would also answer to words spoken to a computer that takes dictation.
    const chord = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (chord && event.key.toLowerCase() === "k" && !dialog.open) {
      event.preventDefault();
      openSearch();
    }
  });
  input.addEventListener("input", search);

  const links = () => all("a", results);
  /** @type {Record<string, (event: KeyboardEvent) => void>} */
  const keys = {
    Escape: (event) => { // Firefox would empty the field first
      event.preventDefault();
      dialog.close();
    },
    ArrowDown: (event) => move(event, 1),
    ArrowUp: (event) => move(event, -1),
    Enter: (event) => {
      const first = links()[0];
      if (event.target !== input || !first) return;
      event.preventDefault();
      first.click();
    },
  };
  const move = (/** @type {KeyboardEvent} */ event, /** @type {number} */ by) => {
    const found = links();
    if (!found.length) return;
    event.preventDefault();
    const at = document.activeElement instanceof HTMLElement
      ? found.indexOf(document.activeElement) : -1;
    const next = at + by;
    (next < 0 ? input : found[next % found.length]).focus();
  };
  dialog.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // the key belongs to a word that is being composed
    keys[event.key]?.(event);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });

  // ---- the contents list follows the reader

  const entries = new Map(all(".page-toc a").map((link) => [
    decodeURIComponent(/** @type {HTMLAnchorElement} */ (link).hash.slice(1)), link,
  ]));
  const heads = [...entries.keys()].map((id) => document.getElementById(id))
    .filter((head) => head !== null);
  const markCurrent = () => {
    const passed = heads.filter((head) => head.getBoundingClientRect().top < 190);
    const now = (passed[passed.length - 1] ?? heads[0])?.id;
    for (const [id, link] of entries) {
      if (id === now) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      markCurrent();
    });
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  soon();

  // ---- tables that sort

  const order = new Intl.Collator("en", { numeric: true });
  /** @type {WeakMap<Element, HTMLTableRowElement[]>} */
  const asWritten = new WeakMap();
  /** Up, down, and as the table was written; what was not seen comes last either way. */
  const sortBy = (/** @type {HTMLTableCellElement} */ head) => {
    const now = head.getAttribute("aria-sort");
    const up = now !== "ascending";
    const row = /** @type {HTMLTableRowElement} */ (head.parentNode);
    for (const other of row.cells) other.removeAttribute("aria-sort");
    const body = /** @type {HTMLTableElement} */ (head.closest("table")).tBodies[0];
    const written = asWritten.get(body) ?? [...body.rows];
    asWritten.set(body, written);
    if (now === "descending") {
      body.append(...written);
      return;
    }
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const value = (/** @type {HTMLTableRowElement} */ line) => {
      const cell = line.cells[head.cellIndex];
      return cell.dataset.value ?? cell.textContent.trim();
    };
    /** @type {(line: HTMLTableRowElement) => boolean} */
    const isEmpty = (line) => /^(not seen|–)?$/.test(value(line));
    const sorted = written.filter((line) => !isEmpty(line))
      .sort((a, b) => order.compare(value(a), value(b)));
    body.append(...(up ? sorted : sorted.reverse()), ...written.filter(isEmpty));
  };
  for (const head of all("table[data-sortable] thead th")) {
    if (!(head instanceof HTMLTableCellElement) || head.dataset.sort === "none") continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort-button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sortBy(head));
  }

  // ---- whom to call: the country of the device's time zone first, else the list of all countries

  for (const table of all("table[data-here]")) {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const body = /** @type {HTMLTableElement} */ (table).tBodies[0];
    const rows = [...body.rows];
    const zones = (/** @type {HTMLElement} */ row) => (row.dataset.zones ?? "").split(" ");
    const own = rows.filter((row) => zones(row)
      .some((name) => name === zone || (name.endsWith("/") && zone.startsWith(name))));
    body.prepend(...(own.length ? own : rows.filter((row) => row.dataset.zones === "")));
  }

  // ---- parts that may be closed: on phones, and everywhere in a long list of them

  const folds = /** @type {HTMLDetailsElement[]} */ (all("details.fold"));
  const LONG_LIST = 20;
  folds.forEach((box, _, { length }) => {
    box.open = !phone.matches && length <= LONG_LIST;
  });

  // ---- rows that filter: what is chosen stands in the address, so that a list can be shared

  /** @typedef {HTMLInputElement | HTMLSelectElement} Field */
  const FIELDS = "input[name], select[name]";
  /** A row of a table may name an entry below, which is shown and hidden with it. */
  const entryOf = (/** @type {HTMLElement} */ row) => {
    const link = /** @type {HTMLAnchorElement | null} */ (find("th a[href^='#']", row));
    const after = link && document.getElementById(link.hash.slice(1))?.nextElementSibling;
    return after instanceof HTMLDetailsElement ? after : null;
  };
  const groups = all(".filter:not(.by-name)").map((group) => {
    const scope = /** @type {HTMLElement} */ (group.closest(".figure, article"));
    return {
      group,
      scope,
      says: one("[role=status]", group),
      fields: /** @type {Field[]} */ (all(FIELDS, group)),
      rows: all("[data-row]", scope).map((row) => ({ row, entry: entryOf(row), text: "" })),
    };
  });
  const ticks = (/** @type {Field} */ field) => /^(radio|checkbox)$/.test(field.type);
  const wanted = (/** @type {Field} */ field) =>
    (field instanceof HTMLInputElement && ticks(field) && !field.checked ? "" : field.value.trim());
  const setField = (/** @type {Field} */ field, /** @type {string} */ value) => {
    if (field instanceof HTMLInputElement && ticks(field)) field.checked = field.value === value;
    else field.value = value;
  };
  /** @typedef {{row: HTMLElement, entry: HTMLElement | null, text: string}} Row
      @type {(one: Row, name: string, value: string) => boolean} */
  const fits = (one, name, value) => {
    if (name !== "text") return (one.row.dataset[name] ?? "").split("|").includes(value);
    one.text ||= `${one.row.textContent} ${one.entry?.textContent ?? ""}`.toLowerCase();
    return value.toLowerCase().split(/\s+/).every((word) => one.text.includes(word));
  };
  const applyFilters = () => {
    for (const { scope, says, fields, rows } of groups) {
      const asked = fields.filter((field) => wanted(field) !== "");
      for (const one of rows) {
        one.row.hidden = !asked.every((field) => fits(one, field.name, wanted(field)));
        if (one.entry) one.entry.hidden = one.row.hidden;
      }
      for (const table of all("table", scope)) {
        if (!find("[data-row]", table)) continue;
        const box = /** @type {HTMLElement} */ (table.closest(".table-box") ?? table);
        box.hidden = !find("[data-row]:not([hidden])", table);
      }
      const left = rows.filter(({ row }) => !row.hidden).length;
      says.textContent = asked.length ? `${left} of ${rows.length}` : "";
      scope.dispatchEvent(new CustomEvent("filtered", { detail: asked.length > 0 }));
    }
  };
  const chosen = (/** @type {Event} */ event) => {
    const field = /** @type {Field} */ (event.target);
    const params = new URLSearchParams(location.search);
    for (const { fields } of groups) {
      for (const other of fields) {
        if (other.name === field.name && other !== field) setField(other, wanted(field));
        if (other.name === field.name) params.delete(other.name);
      }
    }
    if (field.name && wanted(field)) params.set(field.name, wanted(field));
    applyFilters();
    const query = params.size ? `?${params}` : "";
    try {
      history.replaceState(null, "", `${location.pathname}${query}${location.hash}`);
    } catch {
      // a browser may keep the address of a page that is read from disk
    }
  };
  /** What the address asks for; a link to a row that is not shown takes every choice back. */
  const fromAddress = () => {
    const params = new URLSearchParams(location.search);
    for (const { fields } of groups) {
      for (const field of fields) {
        const value = params.get(field.name);
        if (value !== null) setField(field, value);
      }
    }
    applyFilters();
    const unseen = "[data-row][hidden]:target, [hidden] :target, :target:has(+ .fold[hidden])";
    if (!find(unseen)) return;
    for (const { fields } of groups) for (const field of fields) setField(field, "");
    applyFilters();
    find(":target")?.scrollIntoView();
  };
  for (const { group } of groups) {
    group.hidden = false;
    group.addEventListener("input", chosen);
  }
  addEventListener("pageshow", fromAddress); // going back brings the choice back, not the rows
  addEventListener("hashchange", fromAddress);

  // squares that are filtered show their names

  for (const figure of all(".statuses")) {
    const named = /** @type {HTMLInputElement} */ (one(".with-names", figure));
    let picked = false;
    const show = () => {
      figure.classList.toggle("named", picked || named.checked);
      for (const list of all("dd", figure)) {
        const items = all("li", list);
        const left = items.filter((item) => !item.hidden).length;
        const many = find(".many", /** @type {HTMLElement} */ (list.previousElementSibling));
        if (many) many.textContent = picked ? `${left} of ${items.length}` : `${left}`;
      }
    };
    figure.addEventListener("filtered", (event) => {
      picked = /** @type {CustomEvent} */ (event).detail;
      show();
    });
    named.addEventListener("change", show);
  }

  // ---- rows that are found by name

  const folded = (/** @type {string} */ text) => text.normalize("NFD").toLowerCase()
    .replace(/[^a-z0-9| ]/g, (sign) => (/[-/,()]/.test(sign) ? " " : ""));
  /** True where each word typed begins a word of the row, or they do when written as one. */
  const isNamed = (/** @type {string} */ names, /** @type {string} */ typed) => {
    const have = names.split(/[ |]+/);
    const asked = typed.split(" ").filter((word) => !/^(\d*|mg|and|or|with|the)$/.test(word));
    return asked.every((word) => have.some((one, at) => one.startsWith(word)
      || have.slice(at, at + 3).join("").startsWith(word)));
  };
  /** How many letters lie between what two words have in common, from either end.
      @type {(one: string, other: string) => number} */
  const apart = (one, other) => {
    const least = Math.min(one.length, other.length);
    let same = 0;
    while (same < least && one[same] === other[same]) same += 1;
    for (let end = 1; same < least && one.at(-end) === other.at(-end); end += 1) same += 1;
    return one.length + other.length - least - same;
  };
  for (const group of all(".by-name")) {
    const figure = /** @type {HTMLElement} */ (group.closest(".figure"));
    const field = /** @type {HTMLInputElement} */ (one("input", group));
    const says = one("[role=status]", group);
    const rows = all("[data-words]", figure).map((row) => ({
      row, names: folded(row.dataset.words ?? ""),
    }));
    const known = (/** @type {string} */ term) => rows.some(({ names }) => isNamed(names, term));
    /** One name each of "zoloft and lithium, seroquel"; words that are no name together may be each
        by itself. @type {(typed: string, by: RegExp) => string[]} */
    const parted = (typed, by) => typed.split(by).map((part) => part.trim()).filter((part) => part);
    /** @type {(typed: string) => string[]} */
    const termsOf = (typed) => parted(typed, /[,;+&\n]/).flatMap((part) => {
      for (const by of [/$^/, /\b(?:and|plus|or|with)\b/i, /(?<=\S{4})\s+(?=\S{4})/]) {
        const terms = parted(part, by);
        if (terms.some((term) => known(folded(term)))) return terms;
      }
      return parted(part, /\b(?:and|plus)\b/i);
    }).filter((term) => /[a-z]{2}/i.test(term) && !/^(?:\d*\s*mg|and|or|with|plus)$/i.test(term));
    /** 'Did you mean Mirtazapine?' of a name with a slip; '' where none is near.
        @type {(term: string) => string} */
    const nearest = (term) => {
      const typed = folded(term).replace(/ *\d.*/, "");
      let most = Math.min(typed.length >> 2, 2) + 1;
      let found = "";
      for (const { row } of rows) {
        for (const name of (row.dataset.words ?? "").split("|")) {
          const far = apart(typed, folded(name));
          if (far < most) [most, found] = [far, name];
        }
      }
      return found && `Did you mean ${found}?`;
    };
    let before = "";
    const apply = () => {
      const terms = termsOf(field.value);
      const asked = terms.map((term) => folded(term).trim());
      for (const { row, names } of rows) {
        row.hidden = asked.length > 0 && !asked.some((term) => isNamed(names, term));
      }
      for (const table of all("table", figure)) {
        table.hidden = !find("[data-words]:not([hidden])", table);
      }
      const left = rows.filter(({ row }) => !row.hidden).length;
      const unknown = terms.filter((_, i) => !known(asked[i]));
      const { missing, together } = group.dataset;
      says.classList.toggle("none", unknown.length > 0);
      says.textContent = [
        asked.length && left ? `${left} of ${rows.length}.` : "",
        unknown.length ? `${terms.length > 1 ? `${unknown.join(", ")}: ` : ""}${missing}` : "",
        ...unknown.map(nearest),
        terms.length - unknown.length > 1 ? together : "",
      ].filter(Boolean).join(" ");
      if (!before && asked.length) group.scrollIntoView({ block: "start" }); // rows come in sight
      before = asked.join();
    };
    const clear = () => { // a link leads to a row, whatever was typed
      if (!find(":target[hidden], [hidden] :target", figure)) return;
      field.value = "";
      apply();
      find(":target", figure)?.scrollIntoView();
    };
    group.hidden = false;
    field.addEventListener("input", apply);
    addEventListener("pageshow", apply);
    addEventListener("hashchange", clear);
  }

  // ---- copying how to cite this page, with the day on which it was read

  /** @type {Record<string, (day: Date) => string>} */
  const READ = {
    APA: (day) => day.toLocaleDateString("en-US", { dateStyle: "long" }),
    RIS: (day) => day.toLocaleDateString("en-CA").replaceAll("-", "/"),
  };
  const tellDay = (/** @type {HTMLElement} */ form) => {
    const text = one("pre", form);
    const read = READ[one("h3", form).textContent]
      ?? ((day) => day.toLocaleDateString("en-GB", { dateStyle: "long" }));
    text.textContent = text.textContent.replace("(the day you read it)", read(new Date()));
  };
  /** A copy that was built without its address has it where it is read from a server. */
  const tellAddress = (/** @type {HTMLElement} */ text) => {
    if (!location.protocol.startsWith("http")) return;
    text.textContent = text.textContent.replace(
      "(address of the copy you read)",
      `${location.origin}${location.pathname}`,
    );
  };
  all(".cite-form pre, .page-end .on-paper").forEach(tellAddress);
  all(".cite-form").forEach(tellDay);
  /** Lines of code to copy name a sample address, in a part of the line or in its colored parts. */
  const tellSample = (/** @type {HTMLElement} */ code) => {
    for (const part of [code, ...all("*", code)].flatMap((node) => [...node.childNodes])) {
      if (part instanceof Text) part.data = part.data.replace("https://site.example/", base.href);
    }
  };
  all("pre code").forEach(tellSample);
  /** Nothing is left to be written there by hand. */
  const hideSample = (/** @type {HTMLElement} */ code) => {
    const line = code.parentElement;
    if (line && code.textContent === "https://site.example/") line.hidden = true;
  };
  all("p > code").forEach(hideSample);
  for (const button of all(".copy-button")) {
    const text = find("pre", button.closest(".cite-form") ?? button);
    const label = button.firstChild;
    if (!navigator.clipboard || !text || !label) continue;
    button.hidden = false;
    const says = label.textContent;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text.textContent);
      label.textContent = "Copied";
      setTimeout(() => {
        label.textContent = says;
      }, 1500);
    });
  }

  // ---- a link to what is closed opens it

  const openTarget = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const after = target?.nextElementSibling;
    if (after instanceof HTMLDetailsElement && after.matches(".fold")) after.open = true;
    let box = target?.closest("details");
    while (box) {
      box.open = true;
      box = box.parentElement?.closest("details");
    }
    if (folds.length) target?.scrollIntoView(); // what stands above it may have been closed
  };
  addEventListener("hashchange", openTarget);
  openTarget();

  // ---- a sheet made for paper

  all(".one-page > .brief + p").forEach((lead) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "print-button";
    button.textContent = "Print this sheet";
    button.addEventListener("click", () => print());
    lead.after(button);
  });

  // ---- paper has no buttons: what can be opened is open, and afterwards as it was

  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    /** @type {NodeListOf<HTMLDetailsElement>} */
    const closed = document.querySelectorAll("details:not(.cite-page, [open])");
    opened = [...opened, ...closed];
    for (const box of opened) box.open = true;
  });
  addEventListener("afterprint", () => {
    for (const box of opened) box.open = false;
    opened = [];
  });
})();

/* The few things a page does by itself. Everything here is a convenience: with no script the text, the sources, the
   tables and the plots are all there. Nothing is stored but the color scheme a reader chose. */
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const base = new URL($(".search-button").dataset.base + "/", location.href);

  const loaded = {};
  const load = (path) => loaded[path] ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = new URL(path, base);
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });

  // ------------------------------------------------------------ color scheme: system, light, dark
  const schemes = ["auto", "light", "dark"];  // auto: as the system
  const schemeButton = $(".scheme-button");
  const showScheme = () => {
    const now = document.documentElement.dataset.scheme || "auto";
    $(".scheme-name").textContent = now[0].toUpperCase() + now.slice(1);
    schemeButton.setAttribute("aria-label", `Colors: ${$(".scheme-name").textContent}`);
    return now;
  };
  schemeButton.addEventListener("click", () => {
    const next = schemes[(schemes.indexOf(showScheme()) + 1) % 3];
    if (next === "auto") delete document.documentElement.dataset.scheme;
    else document.documentElement.dataset.scheme = next;
    try { next === "auto" ? localStorage.removeItem("scheme") : localStorage.setItem("scheme", next); } catch { /* private mode */ }
    showScheme();
  });
  showScheme();

  // ------------------------------------------------------------ menu on narrow screens
  const menu = $(".menu-button"), nav = $(".site-nav");
  const setMenu = (open) => {
    menu.setAttribute("aria-expanded", open);
    nav.classList.toggle("is-open", open);
  };
  menu.addEventListener("click", () => {
    setMenu(menu.getAttribute("aria-expanded") !== "true");
    if (nav.classList.contains("is-open")) ($("[aria-current]", nav) || $("a", nav)).focus();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && nav.classList.contains("is-open")) { setMenu(false); menu.focus(); }
  });

  // ------------------------------------------------------------ previews of sources and terms
  const preview = $("#preview");
  let owner = null, timer = 0;
  const hide = () => { clearTimeout(timer); preview.hidden = true; owner?.removeAttribute("aria-describedby"); owner = null; };
  const fill = async (link) => {
    if (link.classList.contains("term")) {
      await load("assets/sources.js");
      preview.textContent = window.siteTerms[link.hash.slice(1)] ?? "";
      return preview.textContent !== "";
    }
    const key = link.dataset.key || decodeURIComponent(link.hash.slice(4));
    const note = document.getElementById(`fn:${key}`);
    preview.replaceChildren();
    if (note) preview.append(...[...$("p", note).childNodes].map((node) => node.cloneNode(true)));
    else {
      await load("assets/sources.js");
      if (!window.siteSources[key]) return false;
      preview.innerHTML = window.siteSources[key];
      $$(".ref-meta a", preview).forEach((entry) => { entry.href = link.href; });
    }
    $$(".ref-back", preview).forEach((back) => back.remove());
    $$("[id]", preview).forEach((node) => node.removeAttribute("id"));
    return true;
  };
  const show = async (link) => {
    if (owner === link && !preview.hidden) return;
    hide();
    owner = link;
    if (!await fill(link) || owner !== link) return;
    preview.hidden = false;
    link.setAttribute("aria-describedby", "preview");
    const box = link.getBoundingClientRect(), width = preview.offsetWidth, height = preview.offsetHeight;
    const left = Math.min(Math.max(12, box.left + box.width / 2 - width / 2), document.documentElement.clientWidth - width - 12);
    const below = box.bottom + height + 16 < innerHeight || box.top < height + 16;
    preview.style.left = `${left + scrollX}px`;
    preview.style.top = `${(below ? box.bottom + 8 : box.top - height - 8) + scrollY}px`;
  };
  const previewed = "a.footnote-ref, a.cite-link, a.term";
  const later = (action, wait) => { clearTimeout(timer); timer = setTimeout(action, wait); };
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = event.target.closest?.(previewed);
    if (link && !preview.contains(link)) later(() => show(link), 120);
    else if (preview.contains(event.target)) clearTimeout(timer);
    else if (owner) later(hide, 250);
  });
  document.addEventListener("focusin", (event) => {
    const link = event.target.closest?.(previewed);
    if (link && !preview.contains(link)) show(link);
    else if (owner && !preview.contains(event.target)) hide();
  });
  document.addEventListener("click", (event) => {
    // A first tap opens the preview, a second one follows the link; a mouse or the Enter key follows it at once.
    const link = event.target.closest?.(previewed);
    if (link && !preview.contains(link) && event.pointerType === "touch" && link.dataset.tapped !== "1") {
      event.preventDefault();
      $$("[data-tapped]").forEach((other) => delete other.dataset.tapped);
      link.dataset.tapped = "1";
      show(link);
    } else if (owner && !preview.contains(event.target)) hide();
  });
  addEventListener("keydown", (event) => { if (event.key === "Escape" && owner) hide(); });

  // ------------------------------------------------------------ search
  const dialog = $(".search-dialog"), input = $("#search-input"), results = $(".search-results"), status = $(".search-status");
  let engine = null;
  const ready = () => engine ??= Promise.all(["assets/vendor/minisearch.min.js", "assets/search-index.js", "assets/search.js"].map(load)).then(() => window.siteSearch());
  const find = async () => {
    const words = input.value.trim();
    if (words.length < 2) { results.replaceChildren(); status.textContent = words ? "Type one more letter." : ""; return; }
    status.textContent = "Searching …";
    const search = await ready().catch(() => null);
    if (!search) { status.textContent = "The search could not be loaded. The menu lists every page."; return; }
    if (input.value.trim() !== words) return;
    const hits = search(words);
    status.textContent = hits.length ? `${hits.length} result${hits.length > 1 ? "s" : ""}` : "Nothing found. Try fewer or other words, or look through the questions people ask. A medicine that is not named here is not thereby safe with MDMA.";
    results.replaceChildren(...hits.slice(0, 20).map((hit) => {
      const item = document.createElement("li"), link = document.createElement("a");
      const title = document.createElement("strong"), where = document.createElement("span"), text = document.createElement("span");
      link.href = new URL(hit.url, base);
      title.textContent = hit.title;
      where.className = "hit-page";
      where.textContent = hit.title === hit.page ? "" : hit.page;
      text.className = "hit-text";
      hit.parts.forEach(([part, marked]) => {
        if (!marked) return text.append(part);
        const mark = document.createElement("mark");
        mark.textContent = part;
        text.append(mark);
      });
      link.append(title, where, text);
      link.addEventListener("click", () => dialog.close());
      item.append(link);
      return item;
    }));
  };
  const openSearch = () => { dialog.showModal(); input.select(); ready().catch(() => {}); };
  $(".search-button").addEventListener("click", openSearch);
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("input, textarea, select, [contenteditable]") && !dialog.open) {
      event.preventDefault();
      openSearch();
    }
  });
  input.addEventListener("input", find);
  dialog.addEventListener("keydown", (event) => {
    const links = $$("a", results);
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape") { event.preventDefault(); dialog.close(); }  // Firefox empties the field first
    if (event.key === "ArrowDown" && links.length) { event.preventDefault(); (links[at + 1] || links[0]).focus(); }
    if (event.key === "ArrowUp" && links.length) { event.preventDefault(); (at > 0 ? links[at - 1] : input).focus(); }
    if (event.key === "Enter" && event.target === input && links.length) { event.preventDefault(); links[0].click(); }
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

  // ------------------------------------------------------------ contents follow the reader
  const entries = new Map($$(".page-toc a").map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  if (entries.size && "IntersectionObserver" in window) {
    const heads = [...entries.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    const mark = () => {
      const passed = heads.filter((head) => head.getBoundingClientRect().top < 190);
      const now = passed.length ? passed[passed.length - 1].id : heads[0]?.id;
      entries.forEach((link, id) => id === now ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
    };
    new IntersectionObserver(mark, { rootMargin: "-130px 0px -60% 0px" }).observe(document.body);
    const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -75% 0px" });
    heads.forEach((head) => observer.observe(head));
  }

  // ------------------------------------------------------------ tables that sort, rows that filter
  $$("table[data-sortable] thead th").forEach((head) => {
    if (head.dataset.sort === "none") return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort-button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending", column = [...head.parentNode.children].indexOf(head);
      $$("th", head.parentNode).forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const body = head.closest("table").tBodies[0];
      const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
      const order = new Intl.Collator("en", { numeric: true });
      body.append(...[...body.rows].sort((a, b) => (up ? 1 : -1) * order.compare(value(a), value(b))));
    });
  });
  $$(".filter").forEach((group) => {
    group.hidden = false;
    group.addEventListener("change", () => {
      const wanted = $("input:checked", group).value;
      $$("[data-verdict]").forEach((row) => { row.hidden = wanted !== "all" && row.dataset.verdict !== wanted; });
    });
  });

  // ------------------------------------------------------------ copy
  $$(".copy-button").forEach((button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    const label = button.firstChild.textContent;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText($("pre", button.parentNode).textContent);
      button.firstChild.textContent = "Copied";
      setTimeout(() => { button.firstChild.textContent = label; }, 1500);
    });
  });
  addEventListener("beforeprint", () => $$("details").forEach((box) => { if (!box.classList.contains("cite-page")) box.open = true; }));
})();

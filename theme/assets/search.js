/* Answers a reader's words from the index that the build wrote (sitebuild/outputs/search.py).
   Loaded when search is first wanted. */
window.siteSearch = () => {
  "use strict";
  const { documents, synonyms } = window.siteIndex;

  // Letters that Unicode does not take apart: a reader types "ostergaard" and "lukasiewicz".
  const WHOLE = { "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i" };
  /** @type {(word: string) => string} */
  const plain = (word) => word.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "")
    .replace(/[øłđæœßı]/g, (letter) => WHOLE[/** @type {keyof typeof WHOLE} */ (letter)])
    .replace(/['’]s?$/g, "");

  // Words that say nothing of what is asked.
  const IDLE = new Set((
    "a an and are as at be been being by can cant can't could did do does doesn't doesnt don't "
    + "dont for from get getting had has have how i if in into is it its just me my of on or "
    + "should so than that the their them then there these they this to was were what when "
    + "where which while who whom why will with would you your about after all any am i'm im "
    + "much many there's what's people person someone"
  ).split(" "));
  // Names that are idle words but for their capitals, as long as the whole query is not shouted.
  const NAMES = new Set(["WHO"]);
  /** @type {(word: string) => boolean} */
  const idle = (word) => IDLE.has(plain(word));

  // One stem for plural and past forms: "legalised", "legal" and "legality" come near each other.
  /** @type {(word: string) => string} */
  const stem = (word) => {
    word = plain(word);
    if (word.length < 5) return word.replace(/^(.{3,})s$/, "$1");
    return word
      .replace(/ise(d|s|r)?$/, "ize$1")
      .replace(/(ies)$/, "y")
      .replace(/(sses)$/, "ss")
      .replace(/([^s])s$/, "$1")
      .replace(/(ing|ed|ly)$/, (end, _, at) => (at > 3 ? "" : end));
  };

  // Words that stand on nearly every page say little about what is asked.
  const WEAK = new Set(
    ["mdma", "therapy", "ptsd", "treatment", "assist", "assisted", "psychotherapy"].map(stem),
  );
  const engine = new window.MiniSearch({
    fields: ["t", "s", "p", "x"],
    idField: "i",
    processTerm: (/** @type {string} */ term) => {
      const word = stem(term);
      return word.length > 1 && !idle(term) ? word : null;
    },
  });
  engine.addAll(documents.map((document, i) => ({ i, ...document })));

  const meanings = Object.entries(synonyms)
    .map(([word, others]) => /** @type {const} */ ([` ${plain(word)} `, others]));
  /** What else a query means, by the table of synonyms. @type {(query: string) => string[]} */
  const widen = (query) => {
    const words = query.toLowerCase().replace(/[^\p{L}\p{N}' -]/gu, " ").split(/\s+/);
    const spaced = ` ${words.map(plain).join(" ")} `;
    return meanings.filter(([word]) => spaced.includes(word)).flatMap(([, others]) => others);
  };

  // A source is looked for by its author, a page about the site by few; a reader's question is
  // better answered by a page about the subject.
  const LESSER = new Set(["source", "lookup-late"]);
  const options = {
    boostDocument: (/** @type {number} */ id) => (LESSER.has(documents[id].k) ? 0.3 : 1),
    boostTerm: (
      /** @type {string} */ term, /** @type {number} */ at, /** @type {string[]} */ terms,
    ) => (WEAK.has(term) && terms.some((other) => !WEAK.has(other)) ? 0.15 : 1),
    boost: { t: 3, s: 4, p: 2 },
    prefix: (/** @type {string} */ term) => term.length > 3,
    fuzzy: (/** @type {string} */ term) => (term.length > 7 ? 2 : Number(term.length > 4)),
    weights: { fuzzy: 0.3, prefix: 0.5 },
  };
  /** @type {(word: string) => number} */
  const weight = (word) => (WEAK.has(stem(word)) ? 0.25 : 1);
  /** How many words a query has, idle ones left out and weak ones counted less. */
  const wordsIn = (/** @type {string} */ query) => {
    const words = query.split(/[\s/?!.,]+/).filter((word) => word.length > 1 && !idle(word));
    return Math.max(1, words.reduce((sum, word) => sum + weight(word), 0));
  };
  /** @type {(text: string, terms: string[]) => [string, boolean][]} */
  const excerpt = (text, terms) => {
    const lower = text.toLowerCase();
    const places = terms.map((term) => lower.indexOf(term)).filter((place) => place >= 0);
    const at = Math.min(...places, text.length) % text.length || 0;
    const start = at > 70 ? text.indexOf(" ", at - 60) + 1 : 0;
    const whole = text.length <= start + 190;
    const end = whole ? text.length : text.lastIndexOf(" ", start + 190);
    const cut = (start ? "… " : "") + text.slice(start, end) + (whole ? "" : " …");
    /** @type {[string, boolean][]} */
    const parts = [];
    let last = 0;
    for (const match of cut.matchAll(/[\p{L}\p{N}-]+/gu)) {
      if (!terms.includes(stem(match[0]))) continue;
      parts.push([cut.slice(last, match.index), false], [match[0], true]);
      last = match.index + match[0].length;
    }
    return [...parts, [cut.slice(last), false]];
  };
  /** 'WHO' → the words that the name stands for, by the synonyms of 'who (name)'. */
  const named = (/** @type {string} */ query) => query.split(/\s+/)
    .filter((word) => NAMES.has(word.replace(/\W/g, "")))
    .flatMap((word) => synonyms[`${word.replace(/\W/g, "").toLowerCase()} (name)`] ?? []);

  return (query) => {
    const wide = [...widen(query), ...named(query)];
    const distress = wide.includes("crisis line");
    const also = wide.filter((word) => !distress || word !== "deaths");
    /** @type {object[]} */
    const queries = [{ queries: [query], ...options }];
    if (also.length) {
      const boost = { t: 2, s: 3, p: 1.5, x: 0.7 };
      queries.push({ queries: also, ...options, fuzzy: false, boost });
    }
    const words = wordsIn(query);
    // A document that holds more of the words asked for comes before one that holds a single rare
    // word. Words of distress lead first to help, whatever else holds them.
    const rank = (/** @type {MiniSearchHit} */ hit) => {
      const first = distress && documents[hit.id].k === "help" ? 1e6 : 1;
      const held = hit.queryTerms.reduce((sum, word) => sum + weight(word), 0);
      return first * hit.score * Math.min(1, held / words) ** 1.5;
    };
    const ranked = engine.search({ combineWith: "OR", queries })
      .map((hit) => ({ ...hit, score: rank(hit) }))
      .sort((a, b) => b.score - a.score);
    /** @type {Record<string, number>} */
    const perPage = {};
    /** @type {SearchHit[]} */
    const hits = [];
    for (const hit of ranked) {
      const { u: url, t: title, p: page, x: text } = documents[hit.id];
      perPage[page] = (perPage[page] || 0) + 1;
      if (perPage[page] <= 3) hits.push({ url, title, page, parts: excerpt(text, hit.terms) });
    }
    return hits;
  };
};

/* Answers a reader's words from the index that the build wrote (sitebuild/search.py). Loaded when search is first wanted. */
window.siteSearch = () => {
  "use strict";
  const { documents, synonyms } = window.siteIndex;
  const plain = (word) => word.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/['’]s?$/g, "");
  const idle = new Set("a an and are as at be been being by can cant can't could did do does doesn't doesnt don't dont for from get getting had has have how i if in into is it its just me my of on or should so than that the their them then there these they this to was were what when where which while who whom why will with would you your about after all any am i'm im much many there's what's people person someone".split(" "));
  // One stem for plural and past forms, so that "legalised", "legal" and "legality" come near each other.
  const stem = (word) => {
    word = plain(word);
    if (word.length < 5) return word.replace(/^(.{3,})s$/, "$1");
    return word.replace(/ise(d|s|r)?$/, "ize$1").replace(/(ies)$/, "y").replace(/(sses)$/, "ss").replace(/([^s])s$/, "$1").replace(/(ing|ed|ly)$/, (end, _, at) => at > 3 ? "" : end);
  };
  // Words that stand on nearly every page say little about what is asked.
  const weak = new Set(["mdma", "therapy", "ptsd", "treatment", "assist", "assisted", "psychotherapy"].map(stem));
  const engine = new window.MiniSearch({
    fields: ["t", "s", "p", "x"],
    idField: "i",
    processTerm: (term) => { const word = stem(term); return word.length > 1 && !idle.has(plain(term)) ? word : null; },
  });
  engine.addAll(documents.map((one, i) => ({ i, ...one })));
  const meanings = Object.entries(synonyms).map(([word, others]) => [` ${plain(word)} `, others]);
  const widen = (query) => {
    const spaced = ` ${query.toLowerCase().replace(/[^\p{L}\p{N}' -]/gu, " ").split(/\s+/).map(plain).join(" ")} `;
    return meanings.filter(([word]) => spaced.includes(word)).flatMap(([, others]) => others);
  };
  // A source is looked for by its author, a sentence of the older article by few; a reader's question is better answered by a page.
  const lesser = new Set(["References", "The source, statement by statement"]);
  const boostDocument = (id) => lesser.has(documents[id].p) ? 0.3 : 1;
  const options = { boostDocument, boostTerm: (term, at, all) => weak.has(term) && all.some((one) => !weak.has(one)) ? 0.15 : 1, boost: { t: 3, s: 4, p: 2 }, prefix: (term) => term.length > 3, fuzzy: (term) => term.length > 7 ? 2 : term.length > 4 ? 1 : 0, weights: { fuzzy: 0.3, prefix: 0.5 } };

  return (query) => {
    const wide = widen(query), distress = wide.includes("crisis line");
    const also = wide.filter((word) => !distress || word !== "deaths");
    const queries = [{ queries: [query], ...options }];
    if (also.length) queries.push({ queries: also, ...options, fuzzy: false, boost: { t: 2, s: 3, p: 1.5, x: 0.7 } });
    const raw = engine.search({ combineWith: "OR", queries });
    const weight = (word) => weak.has(stem(word)) ? 0.25 : 1;
    const words = Math.max(1, query.split(/[\s/?!.,]+/).filter((word) => word.length > 1 && !idle.has(plain(word))).reduce((sum, word) => sum + weight(word), 0));
    // A document that holds more of the words asked for comes before one that holds a single rare word.
    // Words of distress lead first to help, whatever else holds them.
    const ranked = raw.map((hit) => ({ ...hit, score: (distress && documents[hit.id].t === "Get help in a crisis" ? 1e6 : 1) * hit.score * Math.pow(Math.min(1, hit.queryTerms.reduce((sum, word) => sum + weight(word), 0) / words), 1.5) })).sort((a, b) => b.score - a.score);
    const perPage = {};
    const hits = [];
    for (const hit of ranked) {
      const one = documents[hit.id];
      perPage[one.p] = (perPage[one.p] || 0) + 1;
      if (perPage[one.p] <= 3) hits.push({ url: one.u, title: one.t, page: one.p, parts: excerpt(one.x, hit.terms) });
    }
    return hits;
  };

  function excerpt(text, terms) {
    const lower = text.toLowerCase();
    const at = terms.map((term) => lower.indexOf(term)).filter((place) => place >= 0).sort((a, b) => a - b)[0] ?? 0;
    const start = at > 70 ? text.indexOf(" ", at - 60) + 1 : 0;
    const whole = text.length <= start + 190, end = whole ? text.length : text.lastIndexOf(" ", start + 190);
    const cut = (start ? "… " : "") + text.slice(start, end) + (whole ? "" : " …");
    const parts = [];
    let last = 0;
    for (const match of cut.matchAll(/[\p{L}\p{N}-]+/gu)) {
      if (!terms.includes(stem(match[0]))) continue;
      parts.push([cut.slice(last, match.index), false], [match[0], true]);
      last = match.index + match[0].length;
    }
    return [...parts, [cut.slice(last), false]];
  }
};

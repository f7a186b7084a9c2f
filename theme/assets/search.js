/* Answers a reader's words from the index that the build wrote (sitebuild/outputs/search.py).
   Loaded when search is first wanted. */
window.siteSearch = () => {
  "use strict";
  const { documents, synonyms } = window.siteIndex;

  // ---- words

  // Letters that Unicode does not take apart: a reader types "ostergaard" and "lukasiewicz".
  const WHOLE = { "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i" };
  /** @type {(text: string) => string} */
  const bare = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "")
    .replace(/[øłđæœßı]/g, (letter) => WHOLE[/** @type {keyof typeof WHOLE} */ (letter)]);
  /** @type {(text: string) => string[]} */
  const wordsOf = (text) => text.toLowerCase()
    .replace(/(\d),(?=\d{3})/g, "$1") // 500,000
    .replace(/\b(?:nct ?)?0*(\d{6,})\b/g, "$1") // a registry's number, written in any way
    .replace(/(\d)(?=(?:mg|ml|h|hrs?|yo|yrs?|years?|weeks?|months?)\b)/g, "$1 ") // 120mg, 16yo
    .replace(/['’](s(?![a-z]))?/g, "")
    .match(/[\p{L}\p{N}]+/gu) ?? [];

  /** Lists of words among the data. @type {(name: string) => Set<string>} */
  const listed = (name) => new Set(synonyms[`(${name})`]);
  // Words of everyday speech that no page of ours has: no medicines, and no slips of the pen.
  const EVERYDAY = listed("everyday");
  // Of whom one speaks who is afraid for somebody; and words of those who count or study.
  const PEOPLE = listed("people"), COUNTS = listed("counts");

  // Words that say nothing of what is asked. They are looked for only where nothing else is left.
  const IDLE = new Set((
    "a about actually after all already am an and any anybody anyone anything are arent as ask "
    + "at be been being but by can cannot cant could couldnt did didnt do does doesnt doing dont "
    + "else ever every everybody everyone exactly for from get gets getting give given go goes "
    + "going good got guys had has hasnt have havent having he heard her here hers him his how i "
    + "id if im in into is isnt it its ive just know lets like look lot make many may maybe me "
    + "mean means mine much my myself need no not now of off ok on once one only or other our out "
    + "people per percent person please really s said say says she should shouldnt so some "
    + "somebody someone something still such take taken takes taking tell than that thats the "
    + "their theirs them then there theres these they theyre thing things this those to too "
    + "totally try up us use used using very wanna want was wasnt way we were werent what whats "
    + "when where which while who whom whos whose whove why will with wont would wouldnt yes yet "
    + "you your youre"
  ).split(" "));

  // One stem for plurals and the forms of a verb: "legalised", "legal" and "legality" come near.
  /** @type {(word: string) => string} */
  const stemOf = (word) => {
    word = bare(word);
    if (/\d/.test(word)) return word;
    if (word.length < 5) return word.replace(/^(.{3,})s$/, "$1");
    return word
      .replace(/is(e[drs]?|ing|ation)$/, "iz$1")
      .replace(/ies$/, "y").replace(/sses$/, "ss").replace(/([^su])s$/, "$1")
      .replace(/(.{3})(ations?|ing|ed|ly)$/, "$1")
      .replace(/([^aeiouls])\1$/, "$1")
      .replace(/(.{4})e$/, "$1");
  };
  /** @type {Map<string, string>} */
  const known = new Map();
  /** @type {(word: string) => string} */
  const stem = (word) => {
    if (!known.has(word)) known.set(word, stemOf(word));
    return known.get(word) ?? word;
  };
  /** @type {(text: string) => string[]} */
  const stems = (text) => wordsOf(text).map(stem);

  /** In how many documents a stem stands, and the last of these. @type {Map<string, number[]>} */
  const counts = new Map();
  /** The sources in which a stem stands, and how many sources a section cites. */
  /** @type {Map<string, number[]>} */
  const holders = new Map();
  /** @type {Map<number, number>} */
  const cites = new Map();
  const engine = new window.MiniSearch({
    fields: ["t", "s", "p", "x"],
    idField: "i",
    tokenize: wordsOf,
    processTerm: (/** @type {string} */ word) => {
      if (IDLE.has(word)) return null;
      const one = stem(word);
      const [many, last] = counts.get(one) ?? [0, -1];
      if (last !== at) {
        counts.set(one, [many + 1, at]);
        if (documents[at].k === "source") holders.set(one, [...holders.get(one) ?? [], at]);
      }
      return one;
    },
  });
  let at = 0;
  for (const [i, document] of documents.entries()) {
    at = i;
    for (const place of document.c ?? []) cites.set(place, (cites.get(place) ?? 0) + 1);
    engine.add({ i, ...document });
  }
  const AS_IS = { processTerm: (/** @type {string} */ word) => word };
  /** @type {(word: string) => number} */
  const held = (word) => counts.get(word)?.[0] ?? 0;
  const IDLE_STEMS = new Set([...IDLE].map(stem));
  /** What stands everywhere says little of what is asked. @type {(word: string) => number} */
  const weight = (word) => (
    IDLE_STEMS.has(word) ? 0.4 : Math.log(1 + documents.length / (1 + held(word)))
  );
  /** @type {(words: string[]) => number} */
  const sum = (words) => words.reduce((total, word) => total + weight(word), 0);

  // Titles, and the words by which readers look for a section: a query is held against each whole.
  const names = documents.flatMap(({ u, t, s, k }, id) => [t, ...s.split(" ; ")].filter(Boolean)
    .map((name) => {
      const parts = [...new Set(stems(name))];
      const kind = k === "source" ? k : u.includes("#medicine-") ? "medicine" : "";
      return { id, words: wordsOf(name), parts, total: sum(parts), kind };
    }));
  /** Stem → the names that it is part of. @type {Map<string, number[]>} */
  const named = new Map();
  for (const [i, { parts }] of names.entries()) {
    for (const part of parts) {
      if (named.has(part)) named.get(part)?.push(i);
      else named.set(part, [i]);
    }
  }
  // The longest first: "cpt code" is not "cpt" as well. "how much * overdose" has anything between.
  const meanings = Object.entries(synonyms).filter(([word]) => !word.startsWith("("))
    .map(([word, others]) => /** @type {const} */ ([
      word.split("*").map((part) => ` ${stems(part).join(" ")} `), others,
    ]))
    .sort(([a], [b]) => b.join().length - a.join().length);
  const typed = Object.keys(synonyms).map((word) => ({ words: wordsOf(word) }));
  /** @type {(words: string[]) => Set<string>} */
  const letters = (words) => new Set(words.filter((word) => word.length > 3 && !/\d/.test(word)));
  /** The words that a misspelt one is held against. A person whom no page names is not another. */
  const spelt = letters([...names.filter(({ kind }) => kind !== "source"), ...typed]
    .flatMap(({ words }) => words));
  const [authors, medicines] = ["source", "medicine"].map((which) => letters(names
    .filter(({ kind }) => kind === which).flatMap(({ words }) => words)));

  /** Letters to add, drop, change or swap to make one word of another; 3 stands for more. */
  const steps = (/** @type {string} */ a, /** @type {string} */ b) => {
    if (Math.abs(a.length - b.length) > 2) return 3;
    /** @type {number[][]} */
    const row = [Array.from({ length: b.length + 1 }, (_, j) => j)];
    for (let i = 1; i <= a.length; i += 1) {
      row[i] = [i];
      for (let j = 1; j <= b.length; j += 1) {
        const same = a[i - 1] === b[j - 1];
        const change = row[i - 1][j - 1] + Number(!same);
        row[i][j] = Math.min(row[i - 1][j] + 1, row[i][j - 1] + 1, change);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
          row[i][j] = Math.min(row[i][j], row[i - 2][j - 2] + 1);
        }
      }
    }
    return Math.min(3, row[a.length][b.length]);
  };
  /** How a word sounds, roughly: vowels beside its first letter say little.
   * @type {(word: string) => string} */
  const soundOf = (word) => bare(word).replace(/ph/g, "f").replace(/^x|z|c(?=[eiy])/g, "s")
    .replace(/c|qu?/g, "k").replace(/(?!^)[aeiouyhw]/g, "").replace(/(.)\1+/g, "$1");
  /** @type {Map<string, string>} */
  const heard = new Map([...spelt].map((word) => [word, soundOf(word)]));
  /** Whether a short word is a slip of another: a swap is, another letter makes another word
   * ("mdam", but not "grof"). So is a vowel left out of a word that many sections hold: "watr".
   * @type {(word: string, other: string, swapped: boolean, close: boolean) => boolean} */
  const slipsShort = (word, other, swapped, close) => swapped
    || (close && word.length + 1 === other.length && held(stem(other)) >= COMMON);
  /** How far a word is from one that it may be a slip of, 3 where it is rather another word: few
   * who mistype a word change how it begins and how it sounds, or a letter of a short one.
   * @type {(word: string, other: string, sound: string) => number} */
  const slips = (word, other, sound) => {
    const far = steps(word, other);
    if (far > 2) return 3;
    const swapped = [...word].sort().join() === [...other].sort().join();
    const alike = sound === (heard.get(other) ?? soundOf(other));
    if (word.length < 5) return slipsShort(word, other, swapped, alike && far === 1) ? far : 3;
    if (swapped) return far;
    const long = Math.min(word.length, other.length);
    const hard = medicines.has(other) ? 1 : 0; // a medicine's name is hard to spell
    if (alike && far <= (long + hard > 7 ? 2 : 1)) return far;
    if (word[0] !== other[0]) return 3;
    const letter = word.length === other.length; // another letter, not one more or one less
    return long + hard > (letter ? 8 : 7) + 3 * (far - 1) ? far : 3;
  };
  /** The known word that a misspelt one is nearest to, or "". @type {(word: string) => string} */
  const near = (word) => {
    if (word.length < 4) return "";
    let best = "", least = 3;
    const sound = soundOf(word);
    for (const other of spelt) {
      const far = slips(word, other, sound);
      const sure = far < least && far - Math.min(held(stem(other)), 400) / 1000;
      if (sure && sure < least) [best, least] = [other, sure];
    }
    if (best || word.length < 8) return best;
    return [...authors].find((other) => word[0] === other[0] && steps(word, other) === 1) ?? "";
  };

  // ---- a query

  // How much each thing counts, as tried on tests/browser/search-bed.yml; values near these do as
  // well.
  const FIELDS = { t: 3, s: 3, p: 1, x: 1 };
  const ALSO = { t: 2, s: 2, p: 0.5, x: 0.5 }; // for what the synonyms add
  const NAME = 1.5; // a query that is a name, beside the best by its words
  const NAME_BY_SYNONYM = 0.5;
  const NAME_WITHIN = 0.6; // a rare name that stands whole in a longer query
  const LEAST_LIKE = 0.25;
  const RARE = 4;
  // A source is looked for by its author, a page about this site by few: a reader's question is
  // better answered by a page about the subject. So is it by a section than by a long table.
  const LESSER = { source: 0.35, site: 0.3 };
  const LONG = 4000, LONG_TABLE = 0.5;
  const QUESTION = new Set((
    "am are can cant could did do does has have how i if is may my should was what whats when "
    + "where which who why will"
  ).split(" "));
  const ASKED_IN_PAGE = 1.3;
  const LENT = 1.3; // what a section gains that cites the sources which hold a word asked for
  const FEW = 30;
  const COMMON = 10; // sections that hold a word which is read where a vowel is left out
  const CLAUSE = 0.5, ASKED_CLAUSE = 1; // a part of a long query, and one that is a question
  const CLAUSES_SAY = 3; // one that holds a third of what is said, or more, counts in full
  const MANY_WORDS = 7;
  // Where these are among the synonyms, the sections called so come first: who was harmed by a
  // therapist, somebody who is not well, a bad night, fear of a partner.
  const LEADING = ["abused by therapist", "helpcards", "helpnight", "helpsafe"];

  /** @type {(text: string, words: string[]) => boolean} */
  const asksOf = (text, words) => QUESTION.has(words[0]) || text.includes("?");

  /** What numbers stand for: "my 16 year old", "i am 72", "cpt 0820t".
   * @type {(words: string[]) => string[]} */
  const counted = (words) => words.join(" ")
    .replace(/\b(\d{1,2}) (?:y o|yo|yrs?|years?) ?olds?\b|\b(\d{1,2}) (?:y o|yo)\b/, ageOf)
    .replace(/\b(?:aged?|im|i am|turned) ()(\d\d)\b(?! (?:mg|hour|day|week|month|percent))/, ageOf)
    .replace(/\bcpt (?=(?:[iv0-9]+ )?codes?\b|\d{4}t\b)/, "billing codes ")
    .split(" ");
  /** @type {(text: string, one: string, other: string) => string} */
  const ageOf = (text, one, other) => {
    const age = Number(one || other);
    return age < 18 ? "teenager under 18" : age > 59 ? "older people over 65" : text;
  };

  /** What a query asks for; words that were read as others, and words that stand nowhere. */
  const understand = (/** @type {string} */ query) => {
    /** @type {[string, string][]} */
    const read = [];
    /** @type {string[]} */
    const strange = [];
    const given = counted(wordsOf(query));
    const unknown = given.map((word) => !IDLE.has(word) && !held(stem(word)) && !spelt.has(word)
      && !engine.search({ queries: [stem(word)], prefix: true, ...AS_IS }).length);
    const others = given.map((word, i) => (
      unknown[i] && !EVERYDAY.has(word) ? near(word) : ""
    ));
    const words = given.map((word, i) => {
      if (!unknown[i]) return word;
      // Beside a word that is no slip of another, it is rather the rest of a person's name.
      const other = [i - 1, i + 1].some((at) => unknown[at] && !others[at]) ? "" : others[i];
      if (other) read.push([word, other]);
      else if (word.length > 3 && !/\d/.test(word)) strange.push(word);
      return other || word;
    });
    const spaced = ` ${words.map(stem).join(" ")} `;
    /** @type {string[]} */
    const also = [];
    /** @type {string[]} */
    const taken = [];
    for (const [word, others] of meanings) {
      const at = word.reduce((from, part) => from && spaced.indexOf(part, from - 1) + 1, 1);
      if (!at || taken.some((longer) => longer.includes(word[0]))) continue;
      if (word.length === 1) taken.push(word[0]);
      also.push(...others);
    }
    // The name of a body of the United Nations, unless the whole query is shouted.
    const shouted = query === query.toUpperCase() && words.length > 1;
    if ((/\bWHO\b/.test(query) && !shouted) || words.join() === "who") {
      also.push(...synonyms["who (name)"] ?? []);
    }
    return { words, also, read, strange };
  };

  /** How much each document's names are like what is asked: all of both is 1.
   * @type {(asked: string[], found: Map<number, number>, by: number) => void} */
  const likeness = (asked, found, by) => {
    /** @type {Map<number, number>} */
    const both = new Map();
    for (const word of new Set(asked)) {
      for (const i of named.get(word) ?? []) both.set(i, (both.get(i) ?? 0) + weight(word));
    }
    const total = sum([...new Set(asked)]);
    for (const [i, value] of both) {
      const { id, total: own } = names[i];
      const within = value > own - 0.01 && value >= RARE ? NAME_WITHIN : 0;
      const like = Math.max(2 * value / (total + own), within) * by;
      if (like > Math.max(LEAST_LIKE, found.get(id) ?? 0)) found.set(id, like);
    }
  };

  /** The first sentence, and where that has no word asked for, some words round one.
   * @type {(text: string, terms: string[]) => [string, boolean][]} */
  const excerpt = (text, terms) => {
    const sentence = text.match(/^.{20,}?[.?!](?=\s|$)/)?.[0] ?? "";
    const first = sentence.length > 220 ? "" : sentence;
    const lower = text.toLowerCase();
    const within = terms.some((term) => first.toLowerCase().includes(term));
    const places = terms.map((term) => lower.indexOf(term, first.length)).filter((i) => i >= 0);
    let cut = first;
    if (!first || (!within && places.length)) {
      const at = Math.max(0, Math.min(...places, text.length) % text.length || 0);
      const start = Math.max(first.length, at > 60 ? text.indexOf(" ", at - 50) + 1 : 0);
      const most = start + (first ? 100 : 190);
      const end = text.length <= most ? text.length : text.lastIndexOf(" ", most);
      cut += `${start > first.length ? " … " : ""}${text.slice(start, end)}`
        + (end < text.length ? " …" : "");
    }
    /** @type {[string, boolean][]} */
    const parts = [];
    let last = 0;
    for (const match of cut.matchAll(/[\p{L}\p{N}-]+/gu)) {
      if (!terms.includes(stem(match[0].toLowerCase()))) continue;
      parts.push([cut.slice(last, match.index), false], [match[0], true]);
      last = match.index + match[0].length;
    }
    return [...parts, [cut.slice(last), false]];
  };

  /** The stems that say what is asked. @type {(words: string[]) => string[]} */
  const told = (words) => [...new Set(words.filter((word) => !IDLE.has(word)).map(stem))];

  /** Sources that were asked for by author and year, or by a number. @type {Set<number>} */
  const itself = new Set();
  /** Sections and how well each answers some words; the best by its words alone has about 1.
   * @type {(words: string[], also: string[]) => Map<number, { score: number, terms: string[] }>} */
  const answer = (words, also) => {
    const asked = told(words);
    const total = sum(asked) || 1;
    const dated = asked.some((word) => /\d{4}/.test(word));
    const prefix = (/** @type {string} */ word) => word.length > 3;
    const queries = [
      { queries: asked, boost: FIELDS, prefix, weights: { prefix: 0.5 }, ...AS_IS },
      { queries: also.flatMap(stems), boost: ALSO, ...AS_IS },
    ];
    const hits = engine.search({ combineWith: "OR", queries });
    const top = hits[0]?.score || 1;
    /** @type {Map<number, { score: number, terms: string[] }>} */
    const found = new Map();
    for (const { id, score, terms, queryTerms } of hits) {
      // What holds more of the words asked for comes before what holds a single rare one.
      const part = sum(queryTerms.filter((word) => asked.includes(word))) / total;
      if (dated && documents[id].k === "source" && part > 0.99) itself.add(id);
      const long = documents[id].x.length > LONG ? LONG_TABLE : 1; // not of its name
      found.set(id, { score: score / top * long * Math.min(1, part || 0.2), terms });
    }
    const best = Math.max(...[...found.values()].map(({ score }) => score), 0) || 1;
    const add = (/** @type {number} */ id, /** @type {number} */ more) => {
      const { score, terms } = found.get(id) ?? { score: 0, terms: asked };
      found.set(id, { score: score + more * best, terms });
    };
    /** @type {Map<number, number>} */
    const like = new Map();
    likeness(words.map(stem), like, 1);
    for (const word of also) likeness(stems(word), like, NAME_BY_SYNONYM);
    for (const [id, value] of like) add(id, NAME * value ** 2);
    for (const word of asked) {
      for (const [id, value] of citing(word)) add(id, LENT * value * weight(word) / total);
    }
    return found;
  };

  /** Whether a word stands in titles of sources more than in the pages.
   * @type {(word: string) => boolean} */
  const sourced = (word) => (holders.get(word)?.length ?? 0) * 2 > held(word);

  /** The sections that rest on the sources which hold a word as an author's name, or in titles
   * where few pages have it: 1 for the one that does most.
   * @type {(word: string) => Map<number, number>} */
  const citing = (word) => {
    /** @type {Map<number, number>} */
    const found = new Map();
    if (/\d/.test(word) || held(word) > FEW) return found;
    const ids = (holders.get(word) ?? []).filter((id) => sourced(word)
      || stems(documents[id].t).includes(word));
    for (const id of ids) {
      for (const place of documents[id].c ?? []) {
        found.set(place, (found.get(place) ?? 0) + 1 / Math.sqrt(cites.get(place) ?? 1));
      }
    }
    const most = Math.max(...found.values());
    for (const [place, value] of found) found.set(place, value / most);
    return found;
  };

  /** Without the marks of distress, which are no words. @type {(also: string[]) => string[]} */
  const searched = (also) => also.filter((word) => !word.endsWith(" line"));

  /** A long query is also taken clause by clause: what is told before a question leads astray.
   * @type {(query: string, words: string[], found: ReturnType<typeof answer>) => void} */
  const addClauses = (query, words, found) => {
    if (words.length < MANY_WORDS) return;
    const clauses = query.split(/(?<=[.?!;:])\s|,\s|\s[–—-]\s/)
      .filter((clause) => wordsOf(clause).length > 1);
    if (clauses.length < 2) return;
    const whole = sum(told(words));
    for (const clause of clauses) {
      const part = understand(clause);
      const by = (asksOf(clause, part.words) ? ASKED_CLAUSE : CLAUSE)
        * Math.min(1, CLAUSES_SAY * sum(told(part.words)) / whole);
      for (const [id, { score, terms }] of answer(part.words, searched(part.also))) {
        const before = found.get(id) ?? { score: 0, terms };
        found.set(id, { score: before.score + by * score, terms: before.terms });
      }
    }
  };

  const BESIDE = new Set("and ecstasy is mdma molly on or plus safe take taking with".split(" "));
  /** Whether a query is one or two words that stand nowhere, as the name of a medicine would: with
   * MDMA, but with nothing else that tells of a person or a day.
   * @type {(query: string, strange: string[]) => boolean} */
  const mayBeMedicine = (query, strange) => {
    const rest = wordsOf(query).filter((word) => !BESIDE.has(word));
    return rest.length > 0 && rest.length < 3
      && rest.every((word) => strange.includes(word) && !EVERYDAY.has(word));
  };

  // What a person in distress is not to meet, in what is shown or in what a section is known by.
  const GRIM = new RegExp("\\b(?:dea(?:d|ths?)|die[ds]?|dying|kill\\w*|fatal\\w*|lethal\\w*"
    + "|mortality|overdos\\w*|dos(?:es?|age)|strength|strong pills)\\b", "i");
  const MOST_IN_DISTRESS = 8;
  /** Words that nobody types lead to the sections that help, in this order.
   * @type {(words: string[], also: string[]) => string[]} */
  const helpFor = (words, also) => {
    const said = told(words).filter((word) => !/^(?:mdma|ecstasy|molly)$/.test(word));
    const perhaps = words.some((word) => PEOPLE.has(word))
      || (said.length < 3 && !QUESTION.has(words[0]) && !words.some((word) => COUNTS.has(word)));
    /** @type {(line: string) => boolean} */
    const has = (line) => also.includes(line) || (perhaps && also.includes(`perhaps ${line}`));
    const [crisis, emergency] = [has("crisis line"), has("emergency line")];
    if (!crisis && !emergency) return [];
    if (emergency) return ["helpfirst", "helpemergency", "helpcrisis"];
    const own = (/** @type {string[]} */ ...names) => names.filter((name) => also.includes(name));
    return [...own("helpnight", "helpcards"), "helpfirst", ...own("helpsafe"), "helpcrisis"];
  };

  const FIRST = 3; // results that are seen at once
  /** A medicine that is named stands among the first, whatever else is told of it: "i take klonopin
   * every night". @type {(ranked: { id: number }[], words: string[]) => void} */
  const bringUp = (ranked, words) => {
    const rows = new Set(told(words).filter((word) => held(word) <= FEW).flatMap((word) => {
      const whole = (named.get(word) ?? []).map((i) => names[i])
        .filter(({ parts }) => parts.length === 1);
      // what other sections are called too says less: "booster", "alcohol"
      return whole.every(({ kind }) => kind === "medicine") ? whole.map(({ id }) => id) : [];
    }));
    const at = ranked.findIndex(({ id }) => rows.has(id));
    if (at >= FIRST) ranked.splice(FIRST - 1, 0, ...ranked.splice(at, 1));
  };

  const NOTHING = "If somebody is in danger, call your local emergency number now. Nothing found. "
    + "Try fewer or other words, or look through the questions people ask.";
  const NOT_LISTED = "If it is a medicine: Not in our table. That does not mean it is safe.";
  /** @type {(many: number, read: [string, string][], strange: string[], medicine: boolean)
   * => string} */
  const saying = (many, read, strange, medicine) => [
    many ? `${many} result${many > 1 ? "s" : ""}.` : NOTHING,
    ...read.map(([typed, other]) => `“${typed}” was read as “${other}”.`),
    ...strange.map((word) => `“${word}” is nowhere on this site.`),
    ...medicine ? [NOT_LISTED] : [],
  ].join(" ");

  /** @type {(distress: boolean, also: string[]) => string[]} */
  const leadingOf = (distress, also) => (
    distress ? [] : LEADING.filter((name) => also.includes(name))
  );
  /** Who speaks of somebody, and finds nothing, is shown whom to call as well.
   * @type {(distress: boolean, list: SearchHit[], query: string) => boolean} */
  const showsNumbers = (distress, list, query) => distress
    || (!list.length && wordsOf(query).some((word) => PEOPLE.has(word)));

  return (query) => {
    const { words, also, read, strange } = understand(query);
    const help = helpFor(words, also);
    const distress = help.length > 0;
    const leading = leadingOf(distress, also);
    const meant = searched(also).filter((word) => !distress || word !== "deaths");
    if (distress) meant.push("crisis line", ...help);
    itself.clear();
    const found = answer(words, meant);
    addClauses(query, words, found);
    const question = asksOf(query, words);
    const ranked = [...found].map(([id, { score, terms }]) => {
      const { k, t, s } = documents[id];
      let by = itself.has(id) ? 1 : LESSER[/** @type {keyof typeof LESSER} */ (k)] ?? 1;
      if (question && t.endsWith("?")) by *= ASKED_IN_PAGE;
      const helps = help.findIndex((word) => s.split(" ; ").includes(word));
      if (distress && k === "help") by = 1e9 / score; // first, whatever else holds the words
      else if (helps >= 0) by = 10 ** (8 - helps) * (1 + score) / score;
      if (leading.some((name) => s.includes(name))) by *= 1e3;
      return { id, terms, score: score * by, helps: helps >= 0 || k === "help" };
    }).sort((a, b) => b.score - a.score);

    /** @type {Record<string, number>} */
    const perPage = {};
    /** @type {SearchHit[]} */
    const list = [];
    if (!distress) bringUp(ranked, words);
    for (const { id, terms, helps } of ranked) {
      const { u: url, t: title, p: page, x: text, s } = documents[id];
      // A heading with no words of its own shows those of its first part. Behind a line break are
      // words to be found by, no sentences.
      const first = documents[id + 1];
      const [shown] = (text || (first?.p === page && first.x) || "").split("\n");
      const parts = excerpt(shown, terms);
      const said = [title, s, ...parts.map(([part]) => part)].join(" ");
      if (distress && !helps && (list.length >= MOST_IN_DISTRESS || GRIM.test(said))) continue;
      perPage[page] = (perPage[page] || 0) + 1;
      if (perPage[page] <= 3) list.push({ url, title, page, parts });
    }
    const medicine = !distress && mayBeMedicine(query, strange);
    const says = saying(list.length, read, strange, medicine);
    return {
      hits: list, read, strange, medicine, distress: showsNumbers(distress, list, query), says,
    };
  };
};

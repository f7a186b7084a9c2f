// What the scripts of the site give one another, for the type checker alone; nothing loads this file.

interface SearchDocument {
  u: string; // address, relative to the site
  p: string; // title of the page
  t: string; // heading of the section
  x: string; // text
  s: string; // what readers type who look for this page
  k: string; // kind of page
  c?: number[]; // of a source: the sections that cite it
}

interface SearchHit {
  url: string;
  title: string;
  page: string;
  parts: [string, boolean][]; // text, and whether it is a word that was looked for
}

interface SearchAnswer {
  hits: SearchHit[];
  read: [string, string][]; // a word typed, and the one that it was read as
  strange: string[]; // words that stand nowhere on the site
  medicine: boolean; // whether these may be the name of one
  says: string; // how many results, and what was made of the words
  distress: boolean; // whether they are those of somebody who needs help now
}

interface MiniSearchHit {
  id: number;
  score: number;
  terms: string[];
  queryTerms: string[];
}

interface MiniSearchEngine {
  add(document: object): void;
  search(query: object): MiniSearchHit[];
}

interface Window {
  siteIndex: {
    documents: SearchDocument[];
    synonyms: Record<string, string[]>;
    numbers: string; // whom to call, as the help page lists it
  };
  siteSearch: () => (query: string) => SearchAnswer;
  siteSources: Record<string, string>;
  siteTerms: Record<string, string>;
  MiniSearch: new (options: object) => MiniSearchEngine;
}

/**
 * The search fold, from the table that publish/search/fold.py writes; see there for the rule.
 * Every character becomes one character or none, so what is found can be shown in the text's own characters.
 */

import { createLoader } from "./loader.js";

const [DROPPED, MARK, HAN, NEUTRAL] = [0, 1, 2, 3];

/**
 * @typedef {{text: string, starts: number[], ends: number[]}} Folded
 *   `starts[i]`, `ends[i]`: the character of the text that became the i-th code unit of the folded one.
 * @typedef {{terms: string[], excluded: string[]}} Query  Folded terms, each once, none empty.
 */

/**
 * @param {{space: string, from: string, to: string, dropped: number[], marks: number[], han: number[]}} table
 * @param {{from: string, to: string}} [more] what a query may hold besides
 */
export function createFold(table, more = { from: "", to: "" }) {
  const kinds = new Uint8Array(0x110000).fill(NEUTRAL);
  for (const [kind, ranges] of [[DROPPED, table.dropped], [MARK, table.marks], [HAN, table.han]]) {
    for (let at = 0, code = 0; at < ranges.length; at += 2) {
      kinds.fill(kind, code + ranges[at], code + ranges[at] + ranges[at + 1]);
      code += ranges[at] + ranges[at + 1];
    }
  }
  const to = [...table.to, ...more.to];
  const folded = new Map([...table.from, ...more.from].map((char, at) => [char, to[at]]));
  const space = new Set(table.space);

  /** @param {string} text @returns {Folded} */
  function fold(text) {
    const found = { text: "", starts: [], ends: [] };
    let marks = [];
    let neutral = false;
    const keep = ([char, start, end]) => {
      found.text += char;
      for (let unit = 0; unit < char.length; unit++) found.starts.push(start), found.ends.push(end);
    };
    let start = 0;
    for (const original of text) {
      const char = folded.get(original) ?? original;
      const kind = kinds[char.codePointAt(0)];
      const piece = [char, start, (start += original.length)];
      if (kind === MARK) marks.push(piece);
      else if (kind !== DROPPED) {
        if (neutral || kind === NEUTRAL) marks.forEach(keep);
        keep(piece);
        marks = [];
        neutral = kind === NEUTRAL;
      }
    }
    if (neutral) marks.forEach(keep);
    return found;
  }

  /** @param {string} query @returns {Query} */
  function parse(query) {
    const terms = new Set();
    const excluded = new Set();
    for (const word of [...query].map((char) => (space.has(char) ? " " : char)).join("").split(" ")) {
      const chars = [...word].filter((char) => kinds[(folded.get(char) ?? char).codePointAt(0)] !== DROPPED);
      const minus = (folded.get(chars[0]) ?? chars[0]) === "-";
      const { text } = fold((minus ? chars.slice(1) : chars).join(""));
      if (text) (minus ? excluded : terms).add(text);
    }
    return { terms: [...terms], excluded: [...excluded] };
  }

  /** Whether the table says what becomes of a character. */
  const knows = (char) => folded.has(char) || kinds[char.codePointAt(0)] === DROPPED;

  return { fold, parse, knows };
}

let current = null;

/** Makes a fold the one that `foldText` uses; an engine does so with its own. @template T @param {T} made @returns {T} */
export function useFold(made) {
  current = made;
  return made;
}

/** Reads the whole table below the site's root, for `foldText`. @param {{base: string, fetch: typeof fetch}} site */
export async function loadFold({ base, fetch }) {
  const loader = createLoader(new URL("search-index/", base).href, fetch);
  return useFold(createFold(...(await Promise.all(["fold.json", "fold-more.json"].map(loader.json)))));
}

/**
 * A folded text with the place of each of its characters, by the table of an engine or of `loadFold`.
 * @param {string} text @returns {{folded: string, places: number[]}}
 */
export function foldText(text) {
  if (!current) throw new Error("foldText before an engine or loadFold has read the table");
  const { text: folded, starts: places } = current.fold(text);
  return { folded, places };
}

/** Where a folded term starts in a folded text, overlapping places included. */
export function* occurrences(text, term) {
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) yield at;
}

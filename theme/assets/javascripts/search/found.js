/** What is shown of the documents found: their facts, and each hit with the words around it. */

import { occurrences } from "./fold.js";
import { SearchError } from "./loader.js";
import { focus } from "./rank.js";

const AROUND = 30; // code units before and after a hit
const WINDOW = 10; // documents that are put in order among themselves by their texts
const FIRST = 3; // results shown before the others
const MANY = 50; // texts asked for at a time

/**
 * @param {import("./match.js").Match[]} matches in order
 * @param {{terms: string[], fold: Function, wait: Function, sort?: string, offset?: number, limit?: number,
 *   onFirst?: (results: object[]) => void}} options
 */
export async function resultsOf(matches, options) {
  const { offset = 0, limit = 10, sort = "relevance", onFirst } = options;
  const near = sort === "relevance";
  const from = near ? offset - (offset % WINDOW) : offset;
  const to = near ? Math.ceil((offset + limit) / WINDOW) * WINDOW : offset + limit;
  const chosen = matches.slice(from, to);
  if (!near && chosen.length > FIRST) onFirst?.((await shown(chosen.slice(0, FIRST), options)).map(plain));
  const found = [];
  for (let at = 0; at < chosen.length; at += MANY) found.push(...(await shown(chosen.slice(at, at + MANY), options)));
  if (near) ordered(found, chosen);
  return found.slice(offset - from, offset - from + limit).map(plain);
}

/** The documents with their hits; `sure`: all terms stand in it. */
export async function shown(matches, { terms, fold, wait }) {
  const records = await wait(Promise.all(matches.map(({ segment, doc }) => segment.record(doc))));
  return records.map((record, at) => result(record, matches[at], { terms, fold }));
}

function result(record, { hits }, { terms, fold }) {
  const { fields, blocks, themes, ...facts } = record;
  const units = [...fields.map(([field, text]) => ({ block: "", field, text })), ...blocks.map(([block, text]) => ({ block, text }))];
  const found = units.map((unit) => lines(unit, terms, fold)).filter((each) => each.length);
  const counts = terms.map((term) => found.reduce((sum, each) => sum + each.filter((line) => line.term === term).length, 0));
  if (hits && counts.some((count, at) => count !== hits[at])) {
    throw new SearchError("检索数据前后不一致，请刷新页面后重试。");
  }
  return {
    ...facts,
    year: record.date?.slice(0, 4) ?? null,
    publication: fields.find(([name]) => name === "publication")?.[1] ?? null,
    themes: themes.map(([id, label]) => ({ id, label })),
    hits: counts.reduce((sum, count) => sum + count, 0),
    lines: found.flat().map(({ term, at, ...line }) => line),
    sure: counts.every((count) => count > 0),
    focus: focus(found, terms),
  };
}

/** A result without what only decides on its place. */
export const plain = ({ focus, sure, ...result }) => result;

/** Every hit in a unit, in order. */
function lines({ text, ...unit }, terms, fold) {
  const { text: folded, starts, ends } = fold(text);
  const found = terms.flatMap((term) => Array.from(occurrences(folded, term), (at) => ({ at, term })));
  found.sort((a, b) => a.at - b.at || a.term.length - b.term.length);
  return found.map(({ at, term }) => {
    const [start, end] = [starts[at], ends[at + term.length - 1]];
    return {
      ...unit,
      term,
      at,
      before: text.slice(whole(text, Math.max(start - AROUND, 0)), start),
      match: text.slice(start, end),
      after: text.slice(end, whole(text, end + AROUND)),
      cut: [start > AROUND, end + AROUND < text.length],
    };
  });
}

/** A place that does not stand inside a character. */
const whole = (text, at) => (/[\udc00-\udfff]/.test(text[at] ?? "") ? at + 1 : at);

/** Puts each window of results in order by score and by how much a paragraph is about the terms. */
function ordered(found, matches) {
  const scores = new Map(found.map((each, at) => [each, matches[at].score + each.focus]));
  for (let at = 0; at < found.length; at += WINDOW) {
    const window = found.slice(at, at + WINDOW).sort((a, b) => scores.get(b) - scores.get(a));
    found.splice(at, window.length, ...window);
  }
}

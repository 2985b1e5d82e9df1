/**
 * Which documents of a segment match a query, and how often: exact.
 *
 * One character or two: the document level knows. A longer term is covered by pairs; documents that hold all of
 * them are candidates. When few are left, their texts are read; otherwise the positions of the pairs decide.
 */

import { occurrences } from "./fold.js";

const FEW = 8; // candidates whose texts are read; pairs in no more documents have no positions. As RARE in levels.py
const SHOWN = 10; // texts that are read in any case, to be shown
const TEXTS = 1.4; // texts worth one shard of positions: 2.4 in bytes, but each list of positions leaves fewer documents
const EACH = 2; // lists of a term loaded at a time
const DEAR = 3; // shards of positions; before more of them are loaded, all pairs of a term are looked up
const MANY = 24; // shards of positions; before more of them are loaded, first results are shown

/**
 * @typedef {import("./segment.js").List} List
 * @typedef {{doc: number, hits: number[], strong: number}} Match  Hits of each term; weight in title and headings.
 * @typedef {{segment: import("./segment.js").Segment, fold: (text: string) => {text: string},
 *   wait: <T>(promise: Promise<T>) => Promise<T>, slow?: (segment: object, docs: number[], rank: (doc: number) => number) => Promise<void>}} Task
 *   `wait` ends a search that is no longer wanted; `slow` hears of candidates before many positions are loaded.
 */

/** A term in a segment: what is known of its documents so far. */
class Term {
  constructor(text, grams) {
    this.text = text;
    /** Pairs not yet looked up; the ends of a term first, which overlap least. */
    this.left = grams.filter(({ cover }) => cover);
    this.left.sort((a, b) => (a.offset === 0 ? -1 : b.offset === 0 ? 1 : b.offset - a.offset));
    /** The other pairs, which are looked up where positions would cost more. */
    this.spare = grams.filter(({ cover }) => !cover);
    /** @type {{gram: {key: number, offset: number}, list: List}[]} */
    this.known = [];
    /** Whether one list says everything. */
    this.exact = grams.length === 1;
    /** @type {Map<number, {count: number, strong: number}>} documents that may hold it, with the most they can have */
    this.bound = new Map();
  }

  async load(segment, many, grams = this.left.splice(0, many)) {
    const lists = await Promise.all(grams.map((gram) => segment.list(gram.key)));
    for (const [at, list] of lists.entries()) this.#take(grams[at], list);
  }

  #take(gram, list) {
    const next = new Map();
    list.docs.forEach((doc, at) => {
      const before = this.known.length ? this.bound.get(doc) : { count: Infinity, strong: Infinity };
      if (!before) return;
      next.set(doc, { count: Math.min(before.count, list.counts[at]), strong: Math.min(before.strong, list.strong[at]) });
    });
    this.known.push({ gram, list });
    this.bound = next;
  }

  /** The pairs whose positions say most for least, in this order: together they hold every character. */
  chosen(segment, docs) {
    const costs = this.known.map((each) => ({ ...each, shards: segment.shards(each.gram.key, docs).length }));
    const held = new Set();
    return costs
      .sort((a, b) => a.shards - b.shards)
      .filter(({ gram: { offset } }) => {
        const more = !held.has(offset) || !held.has(offset + 1);
        held.add(offset).add(offset + 1);
        return more;
      });
  }

  /** Shards of positions, if all had to be read. */
  cost(segment, docs) {
    return this.chosen(segment, docs).reduce((sum, { shards }) => sum + shards, 0);
  }

  /** Hits in each of some documents. @returns {Promise<Map<number, number>>} */
  async count(docs, task) {
    if (this.exact) return new Map(docs.filter((doc) => this.bound.has(doc)).map((doc) => [doc, this.bound.get(doc).count]));
    const maybe = docs.filter((doc) => this.bound.has(doc));
    if (maybe.length <= FEW) return this.#read(maybe, task);
    await task.wait(task.segment.locate());
    return this.#place(maybe, task);
  }

  /** Hits, by the documents' texts. */
  async #read(docs, { segment, fold, wait }) {
    const records = await wait(Promise.all(docs.map((doc) => segment.record(doc))));
    const hits = records.map(({ fields, blocks }) =>
      [...fields, ...blocks].reduce((sum, [, text]) => sum + [...occurrences(fold(text).text, this.text)].length, 0),
    );
    return new Map(docs.map((doc, at) => [doc, hits[at]]).filter(([, count]) => count > 0));
  }

  /** Hits, by the positions of its pairs, the rarest first: each leaves fewer documents to look at, by their texts where that costs less. */
  async #place(docs, task) {
    const { segment, wait } = task;
    let starts = null;
    const left = this.chosen(segment, docs);
    while (left.length) {
      const shards = left.reduce((sum, { gram }) => sum + segment.shards(gram.key, docs).length, 0);
      if (docs.length <= FEW || docs.length - SHOWN <= TEXTS * shards) return this.#read(docs, task);
      const { gram, list } = left.shift();
      const places = await wait(segment.places(gram.key, list, docs));
      const next = new Map();
      for (const doc of docs) {
        const here = places.get(doc).map((place) => place - gram.offset);
        const known = starts && new Set(starts.get(doc));
        const left = known ? here.filter((start) => known.has(start)) : here;
        if (left.length) next.set(doc, left);
      }
      starts = next;
      docs = [...next.keys()];
    }
    return new Map(docs.map((doc) => [doc, starts.get(doc).length]));
  }
}

/** @param {{terms: string[], excluded: string[]}} query @param {Task} task @returns {Promise<Match[]>} by document */
export async function match(query, task) {
  const { segment } = task;
  const grams = query.terms.map((text) => segment.grams(text));
  if (grams.includes(null)) return [];
  const terms = query.terms.map((text, at) => new Term(text, grams[at]));
  let docs = await candidates(terms, task);
  const counted = terms.filter((term) => term.exact);
  const open = terms.filter((term) => !term.exact);
  if (docs.length > FEW && open.length) {
    await task.wait(segment.locate());
    const dear = open.filter((term) => term.spare.length && term.cost(segment, docs) > DEAR);
    await task.wait(Promise.all(dear.map((term) => term.load(segment, 0, term.spare))));
    docs = docs.filter((doc) => dear.every((term) => term.bound.has(doc)));
    const cost = new Map(open.map((term) => [term, term.cost(segment, docs)]));
    open.sort((a, b) => cost.get(a) - cost.get(b));
    if (cost.get(open[0]) > MANY) await task.slow?.(segment, docs, bestFirst(terms));
  }
  const hits = new Map();
  for (const term of [...counted, ...open]) {
    hits.set(term, await term.count(docs, task));
    docs = docs.filter((doc) => hits.get(term).has(doc));
  }
  for (const text of query.excluded) docs = await without(text, docs, task);
  return docs.map((doc) => ({
    doc,
    hits: terms.map((term) => hits.get(term).get(doc)),
    strong: terms.reduce((sum, term) => sum + Math.min(term.bound.get(doc).strong, 3 * hits.get(term).get(doc)), 0),
  }));
}

/** Documents that may hold all terms: lists are loaded until few are left, or all. */
async function candidates(terms, { segment, wait }) {
  let docs = [];
  do {
    await wait(Promise.all(terms.map((term) => term.load(segment, EACH))));
    docs = [...terms[0].bound.keys()].filter((doc) => !segment.dead.has(doc) && terms.every((term) => term.bound.has(doc)));
  } while (docs.length > FEW && terms.some((term) => term.left.length));
  return docs;
}

/** Documents without an excluded term. */
async function without(text, docs, task) {
  const grams = task.segment.grams(text);
  if (!grams || docs.length === 0) return docs;
  const term = new Term(text, grams);
  await task.wait(term.load(task.segment, Infinity));
  const hits = await term.count(docs, task);
  return docs.filter((doc) => !hits.has(doc));
}

/** More hits at most first. */
const bestFirst = (terms) => (doc) => terms.reduce((sum, term) => sum + term.bound.get(doc).count, 0);

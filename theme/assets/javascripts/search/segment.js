/**
 * A segment of the index: which of its documents hold a gram, and where; their texts. What a file holds is
 * described in publish/search/FORMAT.md.
 */

import { Bits, parameter } from "./bits.js";

/**
 * @typedef {{docs: number[], counts: number[], strong: number[]}} List
 *   Documents, ascending; occurrences in each; what those in title and headings weigh.
 */

const summed = (gaps) => {
  let total = 0;
  return gaps.map((gap) => (total += gap));
};
const lengthOf = (level) => Math.floor(((4 + (level & 3)) * 2 ** (level >> 2)) / 4);

/** First place whose value is not below. */
export function lowerBound(values, value) {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first entry of each shard of a level. */
class Level {
  constructor(name, bits) {
    this.name = name;
    this.keys = summed(bits.series());
    const [flags, bases] = [bits.series(), bits.series()];
    /** The document it goes on with where its list started before, else 0. */
    this.bases = flags.map((flag) => (flag ? bases.shift() : 0));
  }

  /** Numbers of the shards that may hold a gram. */
  range(key) {
    let first = lowerBound(this.keys, key);
    if (this.keys[first] !== key || this.bases[first] > 0) first -= 1; // its list starts inside a shard
    if (first < 0) return [];
    let end = first;
    while (this.keys[end + 1] === key) end++;
    return Array.from({ length: end - first + 1 }, (_, at) => first + at);
  }
}

export class Segment {
  /** @param {ReturnType<import("./loader.js").createLoader>} loader @param {{path: string, dead: number[]}} entry */
  static async open(loader, entry) {
    const bits = new Bits(await loader.binary(`${entry.path}/directory.bin`));
    const segment = new Segment();
    const [counts, alphabet] = [bits.series(), bits.series()];
    const documents = new Level("d", bits);
    const [around, years, held, joined, titles] = Array.from({ length: 5 }, () => bits.series());
    const middle = counts[4];
    return Object.assign(segment, {
      loader,
      path: entry.path,
      dead: new Set(entry.dead),
      size: counts[0],
      speeches: counts[1],
      delivered: counts[2],
      ranks: new Map(summed(alphabet).map((code, at) => [String.fromCodePoint(code), at + 1])),
      radix: alphabet.length + 1,
      documents,
      positions: null,
      lengths: around.map((each) => lengthOf(middle + (each & 1 ? -(each + 1) / 2 : each / 2))),
      dated: counts[2] + counts[3],
      days: null,
      years: summed(years),
      ends: summed(held),
      packs: summed(joined.map((flag) => 1 - flag)).map((number) => number - 1),
      titles,
    });
  }

  /** Every document as a match of nothing. */
  all() {
    const docs = Array.from({ length: this.size }, (_, doc) => doc);
    return docs.filter((doc) => !this.dead.has(doc)).map((doc) => ({ doc, hits: [], strong: 0 }));
  }

  /** Year of the delivery date, empty where it is not known. */
  year(doc) {
    return doc < this.delivered ? `${this.years[lowerBound(this.ends, doc + 1)]}` : "";
  }

  /** Reads the days of its documents, by which those of several segments are put in order. */
  async date() {
    const bits = new Bits(await this.loader.binary(`${this.path}/dates.bin`));
    this.days ??= [...summed(bits.series()), ...summed(bits.series())];
  }

  /** All pairs of a term with their offsets, or its one character; `cover`: enough to hold every character. Null where no document can hold it. */
  grams(term) {
    const ranks = Array.from(term, (char) => this.ranks.get(char));
    if (ranks.includes(undefined)) return null;
    if (ranks.length === 1) return [{ key: ranks[0] * this.radix, offset: 0, cover: true }];
    const last = ranks.length - 2;
    return ranks.slice(0, -1).map((rank, offset) => ({
      key: rank * this.radix + ranks[offset + 1],
      offset,
      cover: offset % 2 === 0 || offset === last,
    }));
  }

  /** The documents that hold a gram. @returns {Promise<List>} */
  async list(key) {
    const list = { docs: [], counts: [], strong: [] };
    for (const entry of await this.#entries(this.documents, key, () => true)) readList(entry, list);
    return list;
  }

  /** Reads where positions are; before it is done, `shards` and `places` cannot be asked. */
  async locate() {
    this.positions ??= new Level("p", new Bits(await this.loader.binary(`${this.path}/positions.bin`)));
  }

  /** Shards of positions that hold a gram in some of these documents. */
  shards(key, docs) {
    const { keys, bases } = this.positions;
    return this.positions.range(key).filter((shard, at, all) => {
      const first = keys[shard] === key ? bases[shard] : 0;
      const next = at + 1 < all.length ? bases[all[at + 1]] : Infinity;
      return docs[lowerBound(docs, first)] <= next;
    });
  }

  /** Positions of a gram in some of the documents of its list. @returns {Promise<Map<number, number[]>>} */
  async places(key, list, docs) {
    const wanted = new Set(docs);
    const shards = new Set(this.shards(key, docs));
    const found = new Map();
    for (const { bits, start, end, ordinal } of await this.#entries(this.positions, key, (at) => shards.has(at))) {
      bits.at = start;
      for (let at = ordinal; bits.at < end; at++) {
        const positions = readPlaces(bits, this.lengths[list.docs[at]], list.counts[at]);
        if (wanted.has(list.docs[at])) found.set(list.docs[at], positions);
      }
    }
    return found;
  }

  /** What is shown of a document, and its text. */
  async record(doc) {
    const pack = this.packs[doc];
    const records = await this.loader.json(`${this.path}/t${pack}.txt`);
    return records[doc - lowerBound(this.packs, pack)];
  }

  /** A facet's values with the documents of each. @returns {Promise<{value: string, label: string, docs: number[]}[]>} */
  async facet(name) {
    const [names, lists] = await this.loader.json(`${this.path}/${name}.json`);
    const bits = new Bits(Uint8Array.from(atob(lists), (char) => char.charCodeAt(0)));
    const [firsts, more] = [summed(bits.series()), bits.series()];
    return names.map((each, at) => {
      const [value, label] = Array.isArray(each) ? each : [each, each];
      return { value, label, docs: summed([firsts[at], ...(more[at] ? bits.series() : [])]) };
    });
  }

  /** The entries of a gram in its shards. */
  async #entries(level, key, wanted) {
    const numbers = level.range(key).filter(wanted);
    const contents = await Promise.all(numbers.map((at) => this.loader.binary(`${this.path}/${level.name}${at}.bin`)));
    return contents.flatMap((content, at) => [...entries(level, numbers[at], content, key)]);
  }
}

/** The entries of one gram in a shard. */
function* entries(level, number, content, key) {
  const bits = new Bits(content);
  let gram = level.keys[number];
  while (bits.end - bits.at >= 8 || bits.at === 0) {
    gram += bits.gamma() - 1;
    if (gram > key) return;
    const entry = { bits, base: bits.gamma() - 1 };
    if (level.name === "d") Object.assign(entry, { count: bits.gamma(), form: bits.fixed(10) });
    else entry.ordinal = bits.gamma() - 1;
    const length = bits.gamma() - 1;
    Object.assign(entry, { start: bits.at, end: bits.at + length });
    if (gram === key) yield entry;
    bits.at = entry.end;
  }
}

function readList({ bits, start, base, count, form }, list) {
  bits.at = start;
  const [gapK, countK, strong] = [form >> 5, (form >> 1) & 15, form & 1];
  let doc = -1;
  for (let at = 0; at < count; at++) {
    const gap = bits.rice(gapK);
    doc = at === 0 && base > 0 ? base : doc + 1 + gap;
    list.docs.push(doc);
    list.counts.push(bits.rice(countK) + 1);
    list.strong.push(strong ? bits.rice(0) : 0);
  }
}

function readPlaces(bits, length, count) {
  const k = parameter(length, count + 1);
  let place = -1;
  return Array.from({ length: count }, () => (place += 1 + bits.rice(k)));
}

/**
 * Exact search over the published text: what publish/search/__init__.py says a query means, from the files that it
 * writes. Runs in a worker, a page and Node; depends on nothing.
 *
 *     const engine = await createEngine({ base: "https://example.org/", fetch });
 *     const found = await engine.search("党建 -经费", { limit: 10 });
 */

import { FACETS, columns, facetCounts, given, passes, resultCounts, yearsOf } from "./facets.js";
import { createFold, useFold } from "./fold.js";
import { SearchError, createLoader } from "./loader.js";
import { match } from "./match.js";
import { SORTS, scored } from "./rank.js";
import { plain, resultsOf, shown } from "./found.js";
import { Segment } from "./segment.js";

export { SearchError };

const FIRST = 5; // results shown before totals are known

/**
 * @typedef {{theme?: string[], year?: (string|number)[], level?: string[], place?: string[], kind?: string[],
 *   speaker?: string[], author?: string[], publication?: string[], original?: string[]}} Filters  One of each list must hold; `original`
 *   "1" leaves out versions of other documents. Without any query they choose by themselves: newest first, years count
 *   documents.
 * @typedef {{filters?: Filters, sort?: "relevance"|"date"|"date-asc", offset?: number, limit?: number,
 *   facets?: false|string[], among?: "speeches"|"pages", signal?: AbortSignal, onPartial?: (found: Found) => void}} Options
 *   `facets`: which are counted, all without a word; each has a file, which `false` spares where nobody looks.
 *   `among`: documents that are speeches, or those that are none; all without a word.
 * @typedef {{block: string, field?: string, before: string, match: string, after: string, cut: [boolean, boolean]}} Line
 *   `block`: id of an element of the page, empty for a field of metadata.
 * @typedef {{id: string, kind: string, url: string, title: string, date: ?string, posted: ?string, year: ?string,
 *   place: ?string, level: ?string, speaker: ?string, themes: {id: string, label: string}[], hits: number,
 *   lines: Line[]}} Result  As many lines as hits.
 * @typedef {{empty?: true, partial?: true, speeches: ?number, hits: ?number, atMost?: number, terms: string[],
 *   excluded: string[], results: Result[], facets: ?Object<string, [string, number, string][]>,
 *   years: [string, number][]}} Found
 *   `speeches`: documents of every kind; with `hits` exact, null while they are not known.
 */

/** @param {{base: string, fetch: typeof fetch}} site  `base`: the site's root, with a final slash */
export async function createEngine({ base, fetch }) {
  const root = new URL("search-index/", base).href;
  let loader = createLoader(root, fetch);
  let opened = null;
  let current = new AbortController();

  async function open() {
    const manifest = await loader.fresh("manifest.json");
    if (manifest.schema !== 1) throw new SearchError("检索数据的格式与页面不符，请刷新页面。");
    const [table, ...segments] = await Promise.all([
      loader.json(`fold.json?v=${manifest.fold}`),
      ...manifest.segments.map((entry) => Segment.open(loader, entry)),
    ]);
    segments.forEach((segment, at) => (segment.at = at));
    const more = async () => createFold(table, await loader.json(`fold-more.json?v=${manifest.fold}`));
    return { segments, more, levels: new Map(manifest.levels), ...useFold(createFold(table)) };
  }

  /** The index, with all of the fold that a query needs. */
  async function index(query) {
    opened ??= open();
    const mine = opened;
    try {
      const found = await mine;
      const known = (char) => char === "-" || found.knows(char) || found.segments.some(({ ranks }) => ranks.has(char));
      if (found.more && ![...query].every(known)) Object.assign(found, useFold(await found.more()), { more: null });
      return found;
    } catch (error) {
      if (opened === mine) opened = null;
      throw error;
    }
  }

  /** Answers once; when a file is gone, the site was published anew: opens the new index and answers again. */
  async function answered(query, options, wait) {
    try {
      return await answer(await wait(index(query)), query, options, wait);
    } catch (error) {
      if (!(error instanceof SearchError && error.missing)) throw error;
      loader = createLoader(root, fetch);
      opened = null;
      return answer(await wait(index(query)), query, options, wait);
    }
  }

  return {
    /** @param {string} query @param {Options} [options] @returns {Promise<Found>} @throws SearchError, AbortError */
    async search(query, options = {}) {
      current.abort();
      current = new AbortController();
      return answered(query, options, waiter([current.signal, ...(options.signal ? [options.signal] : [])]));
    },
    /** The folded terms of a query. @param {string} query */
    async parse(query) {
      return (await index(query)).parse(query);
    },
    /** What readers call a level, where that is not its value. @returns {Promise<Map<string, string>>} */
    async levels() {
      return (await index("")).levels;
    },
  };
}

/** A wait that ends when a signal says so; files under way still arrive, and are kept. */
function waiter(signals) {
  const gone = new Promise((_, reject) => {
    const stop = () => reject(new DOMException("检索已取消", "AbortError"));
    for (const signal of signals) signal.aborted ? stop() : signal.addEventListener("abort", stop, { once: true });
  });
  gone.catch(() => {});
  return (promise) => Promise.race([gone, promise]);
}

/** @returns {Promise<Found>} */
async function answer(index, query, options, wait) {
  const { terms, excluded } = index.parse(query);
  const { filters = {} } = options;
  const found = { terms, excluded, speeches: 0, hits: 0, results: [], facets: {}, years: [] };
  const chosen = !query.trim() && given(filters).length > 0; // by filters alone
  if (terms.length === 0 && !chosen) return { empty: true, ...found };
  const { segments, fold } = index;
  const sort = options.sort && !(chosen && options.sort === "relevance") ? options.sort : chosen ? "date" : "relevance";
  const context = { ...options, sort, terms, fold, wait };
  const early = options.onPartial && !given(filters).length && !excluded.length && !options.offset;
  const slow = async (segment, all, rank) => {
    const docs = all.filter((doc) => sought(segment, doc, options.among));
    const likely = [...docs].sort((a, b) => rank(b) - rank(a) || a - b).slice(0, FIRST);
    const results = await shown(likely.map((doc) => ({ segment, doc })), context);
    const sure = results.filter((each) => each.sure).map(plain);
    options.onPartial({ ...found, partial: true, speeches: null, hits: null, atMost: docs.length, results: sure, facets: null });
  };
  const parts = await Promise.all(
    segments.map((segment) => chosen ? segment.all() : match({ terms, excluded }, { segment, fold, wait, ...(early && { slow }) })),
  );
  let matches = parts.flatMap((part, at) => part.map((each) => ({ segment: segments[at], ...each })));
  matches = matches.filter(({ segment, doc }) => sought(segment, doc, options.among));
  scored(matches, terms, segments);
  const all = matches;
  if (given(filters).length) {
    const known = await wait(columns(segments, given(filters)));
    matches = matches.filter((each) => passes(each, filters, known));
  }
  if (sort.startsWith("date")) await wait(Promise.all(segments.map((segment) => segment.date())));
  matches.sort(SORTS[sort]);
  found.speeches = matches.length;
  found.hits = matches.reduce((sum, each) => sum + each.total, 0);
  found.years = yearsOf(matches, chosen ? () => 1 : ({ total }) => total);
  found.results = await resultsOf(matches, {
    ...context,
    onFirst: (results) => options.onPartial?.({ ...found, partial: true, results, facets: null }),
  });
  if (options.facets === false) return { ...found, facets: null };
  if (all.length === found.results.length) return { ...found, facets: resultCounts(found.results) };
  const names = new Set([...(options.facets ?? FACETS), ...given(filters)]);
  return { ...found, facets: facetCounts(all, filters, await wait(columns(segments, [...names]))) };
}

const sought = (segment, doc, among) => !among || doc < segment.speeches === (among === "speeches");

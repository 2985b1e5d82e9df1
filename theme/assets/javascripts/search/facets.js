/** Theme, year, level, place, kind, speaker, author and publication of what was found: filters and counts. */

export const FACETS = ["theme", "year", "level", "place", "kind", "speaker", "author", "publication"];

/**
 * What documents are, by facet: value and label of each, in files of their own that are read when somebody asks.
 * @typedef {Map<import("./segment.js").Segment, Object<string, [string, string][][]>>} Columns
 * @param {import("./segment.js").Segment[]} segments @param {string[]} names @returns {Promise<Columns>}
 */
export async function columns(segments, names) {
  const rows = await Promise.all(
    segments.map(async (segment) => {
      const found = await Promise.all(names.map((name) => column(segment, name)));
      return [segment, Object.fromEntries(names.map((name, at) => [name, found[at]]))];
    }),
  );
  return new Map(rows);
}

async function column(segment, name) {
  const found = Array.from({ length: segment.size }, () => []);
  if (name === "year") {
    for (let doc = 0; doc < segment.delivered; doc++) found[doc].push([segment.year(doc), segment.year(doc)]);
    return found;
  }
  for (const { value, label, docs } of await segment.facet(name)) {
    for (const doc of docs) found[doc].push([value, label]);
  }
  return found;
}

/** The names of filters that say something. */
export const given = (filters) => Object.keys(filters ?? {}).filter((name) => filters[name]?.length > 0);

/** The names of the filters that a document does not pass. */
function failed({ segment, doc }, filters, known) {
  return given(filters).filter((name) => {
    const wanted = filters[name].map(String);
    return !known.get(segment)[name]?.[doc].some(([value]) => wanted.includes(value));
  });
}

/** Whether a document passes all filters. */
export const passes = (match, filters, known) => failed(match, filters, known).length === 0;

/**
 * For each facet its values with the number of documents that pass the filters of all other facets: what choosing
 * a value would give. Most first. @returns {Object<string, [string, number, string][]>} value, count, label
 */
export function facetCounts(matches, filters, known) {
  return counted(
    matches.flatMap((each) => {
      const out = failed(each, filters, known);
      const names = out.length > 1 ? [] : out.length ? out : FACETS;
      return names.map((name) => [name, known.get(each.segment)[name]?.[each.doc] ?? []]);
    }),
  );
}

/** The same for results that are all there is. */
export function resultCounts(results) {
  const values = (result, name) => (result[name] ? [[result[name], result[name]]] : []);
  return counted(
    results.flatMap((result) => [
      ["theme", result.themes.map(({ id, label }) => [id, label])],
      ...FACETS.slice(1).map((name) => [name, values(result, name)]),
    ]),
  );
}

function counted(rows) {
  const counts = Object.fromEntries(FACETS.map((name) => [name, new Map()]));
  for (const [name, values] of rows) {
    for (const [value, label] of values) {
      const row = counts[name].get(value) ?? [value, 0, label];
      row[1] += 1;
      counts[name].set(value, row);
    }
  }
  const order = (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1);
  return Object.fromEntries(FACETS.map((name) => [name, [...counts[name].values()].sort(order)]));
}

/** Hits, or what `worth` says, per year of delivery. @returns {[string, number][]} ascending */
export function yearsOf(matches, worth = ({ total }) => total) {
  const years = new Map();
  for (const each of matches) {
    const year = each.segment.year(each.doc);
    if (year) years.set(year, (years.get(year) ?? 0) + worth(each));
  }
  return [...years].sort();
}

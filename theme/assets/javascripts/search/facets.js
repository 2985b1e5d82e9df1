/** Theme, year, level, place, kind and speaker of what was found: filters and counts. */

export const FACETS = ["theme", "year", "level", "place", "kind", "speaker"];

/**
 * What each document of the segments is, by facet.
 * @param {import("./segment.js").Segment[]} segments
 * @returns {Promise<Map<import("./segment.js").Segment, Object<string, [string, string][][]>>>} value and label
 */
export async function columns(segments) {
  const files = await Promise.all(segments.map((segment) => segment.facets()));
  return new Map(segments.map((segment, at) => [segment, column(segment, files[at])]));
}

function column(segment, file) {
  const found = Object.fromEntries(FACETS.map((name) => [name, Array.from({ length: segment.size }, () => [])]));
  for (const [name, values] of Object.entries(file)) {
    for (const [value, label, gaps] of values) {
      let doc = 0;
      for (const gap of gaps) found[name]?.[(doc += gap)].push([value, label]);
    }
  }
  for (let doc = 0; doc < segment.delivered; doc++) found.year[doc].push([segment.year(doc), segment.year(doc)]);
  return found;
}

/** The names of the filters that a document does not pass. */
function failed({ segment, doc }, filters, known) {
  const given = Object.entries(filters).filter(([, values]) => values?.length > 0);
  return given
    .filter(([name, values]) => !known.get(segment)[name]?.[doc].some(([value]) => values.map(String).includes(value)))
    .map(([name]) => name);
}

/** Whether a document passes all filters. */
export const passes = (match, filters, known) => failed(match, filters, known).length === 0;

/**
 * For each facet its values with the number of documents that pass the filters of all other facets: what choosing
 * a value would give. Most first. @returns {Object<string, [string, number, string][]>} value, count, label
 */
export function facetCounts(matches, filters, known) {
  const counts = Object.fromEntries(FACETS.map((name) => [name, new Map()]));
  for (const each of matches) {
    const out = failed(each, filters, known);
    for (const name of out.length > 1 ? [] : out.length ? out : FACETS) {
      for (const [value, label] of known.get(each.segment)[name][each.doc]) {
        const row = counts[name].get(value) ?? [value, 0, label];
        row[1] += 1;
        counts[name].set(value, row);
      }
    }
  }
  const order = (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1);
  return Object.fromEntries(FACETS.map((name) => [name, [...counts[name].values()].sort(order)]));
}

/** Hits per year of delivery. @returns {[string, number][]} ascending */
export function yearsOf(matches) {
  const years = new Map();
  for (const { segment, doc, total } of matches) {
    const year = segment.year(doc);
    if (year) years.set(year, (years.get(year) ?? 0) + total);
  }
  return [...years].sort();
}

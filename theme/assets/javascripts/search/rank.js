/** In which order documents are shown. */

const STRONG = 0.5; // what a hit in a heading is worth beside the body's hits; see benchmarks/search.py
const DENSE = 0.5; // what the best paragraph is worth; guessed
const EARLY = 0.9; // what a hit in its first words is worth; guessed
const LEAD = 100; // characters from a paragraph's start at which a hit is worth half of one in its first words; guessed
const NAMED = 1000; // a theme or formula whose name is the query stands first

/** Gives every match its total of hits and its score: hits over length, hits in title and headings. */
export function scored(matches, terms, segments) {
  const documents = segments.reduce((sum, segment) => sum + segment.size, 0);
  const usual = segments.reduce((sum, segment) => segment.lengths.reduce((all, each) => all + each, sum), 0) / documents;
  for (const each of matches) {
    const { segment, doc } = each;
    const length = doc < segment.speeches ? segment.lengths[doc] : usual; // a page of few words is no better for it
    const room = 1.2 * (0.25 + (0.75 * length) / usual);
    each.total = each.hits.reduce((sum, count) => sum + count, 0);
    each.score = each.hits.reduce((sum, count) => sum + count / (count + room), 0) / (terms.length || 1);
    each.score += STRONG * Math.log2(1 + each.strong) / (terms.length || 1);
    if (named(each, terms)) each.score += NAMED;
  }
}

function named({ segment, doc, strong }, terms) {
  return terms.length === 1 && strong > 0 && doc >= segment.speeches && segment.titles[doc - segment.speeches] === terms[0].length;
}

/**
 * How much the paragraphs of a document are about the terms: all of them together in one, many hits in one, a hit
 * near its start, where a heading may run into it and where it says what it is about. 0–2.5.
 * @param {{term: string, at: number}[][]} found hits by paragraph, `at` in folded characters
 */
export function focus(found, terms) {
  const all = found.filter((hits) => terms.every((term) => hits.some((hit) => hit.term === term)));
  const most = Math.max(0, ...all.map((hits) => hits.length / terms.length));
  const lead = Math.max(0, ...all.map((hits) => LEAD / (LEAD + hits[0].at)));
  const together = terms.length > 1 ? all.length / (all.length + 2) : 0;
  return together + DENSE * (most / (most + 2)) + EARLY * lead;
}

const place = (a, b) => (a.segment.at - b.segment.at) || a.doc - b.doc;
/** Delivery date before any other date before none; speeches before other pages. */
const group = ({ segment, doc }) =>
  doc < segment.delivered ? 0 : doc < segment.dated ? 1 : doc < segment.speeches ? 2 : 3;
const day = ({ segment, doc }) => segment.days[doc] ?? 0;

/** Orders of matches, by name. */
export const SORTS = {
  relevance: (a, b) => b.score - a.score || place(a, b),
  date: (a, b) => group(a) - group(b) || day(b) - day(a) || b.score - a.score || place(a, b),
  "date-asc": (a, b) => group(a) - group(b) || day(a) - day(b) || b.score - a.score || place(a, b),
};

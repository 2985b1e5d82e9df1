/** In which order documents are shown. */

const STRONG = 0.5; // what a hit in a heading is worth beside the body's hits; see benchmarks/search.py
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
    each.score = each.hits.reduce((sum, count) => sum + count / (count + room), 0) / terms.length;
    each.score += STRONG * Math.log2(1 + each.strong) / terms.length;
    if (named(each, terms)) each.score += NAMED;
  }
}

function named({ segment, doc, strong }, terms) {
  return terms.length === 1 && strong > 0 && doc >= segment.speeches && segment.titles[doc - segment.speeches] === terms[0].length;
}

/** Whether terms stand close together: 0–1, by the number of blocks that hold them all. @param {boolean[]} blocks */
export const closeness = (blocks) => {
  const together = blocks.filter(Boolean).length;
  return together / (together + 2);
};

const place = (a, b) => (a.segment.at - b.segment.at) || a.doc - b.doc;
/** Delivery date before any other date before none; speeches before other pages. */
const group = ({ segment, doc }) =>
  doc < segment.delivered ? 0 : doc < segment.days.length ? 1 : doc < segment.speeches ? 2 : 3;
const day = ({ segment, doc }) => segment.days[doc] ?? 0;

/** Orders of matches, by name. */
export const SORTS = {
  relevance: (a, b) => b.score - a.score || place(a, b),
  date: (a, b) => group(a) - group(b) || day(b) - day(a) || b.score - a.score || place(a, b),
  "date-asc": (a, b) => group(a) - group(b) || day(a) - day(b) || b.score - a.score || place(a, b),
};

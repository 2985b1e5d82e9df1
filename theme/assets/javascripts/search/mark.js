/* Marks what was searched for (`?h=`) on the page a result leads to, with the fold of the search itself.

   In: the page's address. Out: `mark` elements around text; no text is added or taken away. A match may run through links
   and other elements inside its paragraph. Terms to exclude are not marked. */
import {foldText, loadFold} from "./fold.js"

const BLOCKS = "[data-block], h1, h2, h3, h4, p, li, dt, dd, td, figcaption"

/* Places of the terms in a text as [start, end) in code units, sorted, none touching another. */
function places(text, terms) {
  const {folded, places: at} = foldText(text)
  const found = []
  for (const term of terms) {
    for (let start = folded.indexOf(term); start >= 0; start = folded.indexOf(term, start + 1)) {
      const last = at[start + term.length - 1]
      found.push([at[start], last + String.fromCodePoint(text.codePointAt(last)).length])
    }
  }
  found.sort(([one], [other]) => one - other)
  const merged = []
  for (const [start, end] of found) {
    const last = merged.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(last[1], end)
    else merged.push([start, end])
  }
  return merged
}

/* The terms of a query that are looked for, folded. */
function wanted(query) {
  const words = query.split(/\s+/).filter(word => !word.startsWith("-"))
  return [...new Set(words.map(word => foldText(word).folded).filter(Boolean))]
}

function texts(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  const nodes = []
  while (walker.nextNode()) nodes.push(walker.currentNode)
  return nodes
}

function markIn(element, terms) {
  const ranges = places(element.textContent, terms)
  if (!ranges.length) return
  let offset = 0
  for (const node of texts(element)) {
    const end = offset + node.length
    // From the end, so that what is split off leaves the earlier places as they were.
    for (const [start, stop] of ranges.filter(([start, stop]) => start < end && stop > offset).reverse()) {
      const part = node.splitText(Math.max(start - offset, 0))
      part.splitText(Math.min(stop, end) - Math.max(start, offset))
      const mark = document.createElement("mark")
      mark.dataset.mdHighlight = ""
      part.replaceWith(mark)
      mark.append(part)
    }
    offset = end
  }
}

const query = new URLSearchParams(location.search).get("h")
if (query) {
  await loadFold({base: new URL("../../../", import.meta.url).href, fetch: window.fetch.bind(window)})
  const terms = wanted(query)
  const blocks = terms.length ? document.querySelectorAll(`article :is(${BLOCKS})`) : []
  for (const block of blocks) if (!block.closest(".outline") && !block.querySelector(BLOCKS)) markIn(block, terms)
  // In a paragraph longer than the screen the match may lie below it.
  const mark = document.querySelector(":target mark")
  if (mark && mark.getBoundingClientRect().bottom > innerHeight) mark.scrollIntoView({block: "center"})
}

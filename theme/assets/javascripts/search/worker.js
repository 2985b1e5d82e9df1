/* Answers the search box from this project's index, beside the page.

   In: {number, query}, or {warm}: somebody is about to type. Out: {number, results} once with the first results, and once
   with all that are shown and `totals`, or {number, failure}. Results are texts and addresses, never markup. */
"use strict"

const SHOWN = 10 // speeches in the box; the search page has all
const PAGES = 2 // themes, formulas and other pages below them
const LINES = 2 // places shown under each
const BEFORE = 24 // 字 before a match in the box, which is narrow
const NAMES = {theme: "主题", formula: "提法", page: "网页"}
const base = new URL("../../../", self.location.href).href

let parts = null // the engine and what completes a word, once loaded
let tries = 0
let newest = 0

/* A module that failed to load is remembered by some browsers: the next try asks under another name. */
async function load() {
  const again = tries++ ? `?${tries}` : ""
  const [{createEngine}, {Words, named}] = await Promise.all([import(`./engine.js${again}`), import(`./words.js${again}`)])
  const engine = await createEngine({base, fetch: self.fetch.bind(self)})
  return {engine, named, words: new Words(base, () => engine.parse(""))}
}

async function ready() {
  parts ??= load()
  try {
    return await parts
  } catch (error) {
    parts = null
    throw error
  }
}

function place(result, block, query) {
  return `${result.url}?h=${encodeURIComponent(query)}${block ? `#${block}` : ""}`
}

/* A place without a block is a line of the page's head, which the title stands for: it leads to the first place found. */
function shown(result, query) {
  const facts = [NAMES[result.kind], result.date, result.place, result.hits > 1 ? `${result.hits} 处` : ""].filter(Boolean)
  const lines = (result.lines ?? []).filter(each => each.block).slice(0, LINES)
  return {
    title: result.title,
    location: place(result, result.lines?.[0]?.block ?? "", query),
    facts,
    lines: lines.map(({block, before, match, after, cut}) => {
      const start = before.length > BEFORE || cut[0] ? `……${before.slice(-BEFORE)}` : before
      return {location: place(result, block, query), before: start, match, after: cut[1] ? `${after}……` : after}
    }),
  }
}

function answer(number, query, results, more) {
  if (number === newest) self.postMessage({number, results: results.map(result => shown(result, query)), ...more})
}

/* What follows the last word in the word that it begins. */
async function following(words, query) {
  const [word] = await words.complete(query).catch(() => [])
  return word ? word.slice(query.split(/[\s-]+/).at(-1).length) : ""
}

/* A theme or formula of this very name, then speeches, then other pages. */
async function search(number, query) {
  newest = number
  if (!query.trim()) return answer(number, query, [], {})
  try {
    const {engine, named, words} = await ready()
    const early = ({results}) => answer(number, query, results, {totals: {done: false}})
    const speeches = await engine.search(query, {among: "speeches", limit: SHOWN, facets: false, onPartial: early})
    if (speeches.empty) return answer(number, query, [], {totals: {empty: true, done: true}})
    early(speeches)
    const {results: pages} = await engine.search(query, {among: "pages", limit: PAGES, facets: false})
    const suggest = await following(words, query)
    const results = [...pages.filter(named), ...speeches.results, ...pages.filter(page => !named(page))]
    const totals = {speeches: speeches.speeches, hits: speeches.hits, pages: pages.length, done: true}
    answer(number, query, results, {totals, suggest})
  } catch (error) {
    if (error?.name === "AbortError") return
    const failure = error?.name === "SearchError" ? error.message : "检索程序没有取到，请检查网络后重试。"
    answer(number, query, [], {failure})
  }
}

self.addEventListener("message", ({data: {number, query, warm}}) => {
  if (warm) ready().then(({engine}) => engine.parse("")).catch(() => {})
  else search(number, String(query))
})

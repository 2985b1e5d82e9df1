/* Answers Material's search box with this project's index.

   In: Material's message QUERY. Out: READY, at once, for nothing has to be loaded before the first key; RESULT,
   once with the first results and once with all that are shown. `totals` and `failure` are for header.js; Material passes
   them over. Material sets titles, texts and tags as markup: every text is escaped here. */
"use strict"

const READY = 1, QUERY = 2, RESULT = 3 // Material's; its SETUP brings nothing that is needed
const WARM = "warm" // from header.js: somebody is about to type
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

const escape = text => String(text ?? "").replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`)

function place(result, block, query) {
  return `${result.url}?h=${encodeURIComponent(query)}${block ? `#${block}` : ""}`
}

function line(result, {block, before, match, after}, query) {
  const start = before.length > BEFORE ? `…${before.slice(-BEFORE)}` : before
  const text = `<p>${escape(start)}<mark>${escape(match)}</mark>${escape(after)}</p>`
  return {location: place(result, block, query), title: "", text, score: 1, terms: {}}
}

/* One result as Material's group: the page, then its places. A place without a block is a line of the page's head. */
function group(result, query) {
  const tags = [NAMES[result.kind], result.date, result.place, result.hits > 1 ? `${result.hits} 处` : ""].filter(Boolean).map(escape)
  const head = {location: place(result, "", query), title: escape(result.title), text: "", score: 1, terms: {}, tags}
  const lines = (result.lines ?? []).filter(each => each.block).slice(0, LINES)
  return [head, ...lines.map(each => line(result, each, query))]
}

function answer(number, query, results, more) {
  if (number !== newest) return
  self.postMessage({type: RESULT, data: {items: results.map(result => group(result, query)), ...more}})
}

/* A theme or formula of this very name, then speeches, then other pages. */
async function search(number, query) {
  if (!query.trim()) return answer(number, query, [], {})
  try {
    const {engine, named, words} = await ready()
    const early = ({results}) => answer(number, query, results, {totals: {done: false}})
    const speeches = await engine.search(query, {among: "speeches", limit: SHOWN, facets: false, onPartial: early})
    if (speeches.empty) return answer(number, query, [], {totals: {empty: true, done: true}})
    early(speeches)
    const {results: pages} = await engine.search(query, {among: "pages", limit: PAGES, facets: false})
    const suggest = await words.complete(query).catch(() => [])
    const results = [...pages.filter(named), ...speeches.results, ...pages.filter(page => !named(page))]
    const totals = {speeches: speeches.speeches, hits: speeches.hits, pages: pages.length, done: true}
    answer(number, query, results, {totals, suggest})
  } catch (error) {
    if (error?.name === "AbortError") return
    const failure = error?.name === "SearchError" ? error.message : "检索程序没有取到，请检查网络后重试。"
    answer(number, query, [], {failure})
  }
}

self.addEventListener("message", ({data: {type, data}}) => {
  if (type === QUERY) search(++newest, String(data))
  else if (type === WARM) ready().then(({engine}) => engine.parse("")).catch(() => {})
})
self.postMessage({type: READY})

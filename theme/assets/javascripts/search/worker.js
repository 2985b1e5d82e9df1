/* Answers Material's search box with this project's index.

   In: Material's messages SETUP and QUERY. Out: READY, at once, for nothing has to be loaded before the first key; RESULT,
   once with the first results and once with all that are shown. `totals` and `failure` are for header.js; Material passes
   them over. Material sets titles, texts and tags as markup: every text is escaped here. */
"use strict"

const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3
const SHOWN = 10 // speeches and pages in the box; the search page has all
const LINES = 2 // places shown under each
const BEFORE = 24 // 字 before a match in the box, which is narrow
const base = new URL("../../../", self.location.href).href

let parts = null // the engine and what completes a word, once loaded
let tries = 0
let newest = 0

/* A module that failed to load is remembered by some browsers: the next try asks under another name. */
async function load() {
  const again = tries++ ? `?${tries}` : ""
  const [{createEngine}, {Words}] = await Promise.all([import(`./engine.js${again}`), import(`./words.js${again}`)])
  return {engine: await createEngine({base, fetch: self.fetch.bind(self)}), words: new Words(base)}
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
  const tags = [result.date, result.place, result.hits > 1 ? `${result.hits} 处` : ""].filter(Boolean).map(escape)
  const head = {location: place(result, "", query), title: escape(result.title), text: "", score: 1, terms: {}, tags}
  const lines = (result.lines ?? []).filter(each => each.block).slice(0, LINES)
  return [head, ...lines.map(each => line(result, each, query))]
}

function answer(number, query, found, more = {}) {
  if (number !== newest) return
  const items = (found?.results ?? []).slice(0, SHOWN).map(result => group(result, query))
  self.postMessage({type: RESULT, data: {items, ...more}})
}

const totals = (found, done) => found.empty
  ? {empty: true, done}
  : {speeches: found.speeches, hits: found.hits, shown: found.results.length, done}

async function search(number, query) {
  if (!query.trim()) return answer(number, query, null)
  try {
    const {engine, words} = await ready()
    const onPartial = found => answer(number, query, found, {totals: totals(found, false)})
    const found = await engine.search(query, {limit: SHOWN, onPartial})
    answer(number, query, found, {totals: totals(found, true)})
    const suggest = await words.complete(query)
    if (suggest.length) answer(number, query, found, {totals: totals(found, true), suggest})
  } catch (error) {
    if (error?.name === "AbortError") return
    answer(number, query, null, {failure: error?.name === "SearchError" ? error.message : "检索程序没有取到"})
  }
}

self.addEventListener("message", ({data: {type, data}}) => {
  if (type === SETUP || type !== QUERY) return
  search(++newest, String(data))
})
self.postMessage({type: READY})

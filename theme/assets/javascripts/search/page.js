/* The search page: what is typed and chosen becomes an address, an address becomes a search, a search becomes a page. */
import {SORTS, filtered, read, unfiltered, write} from "./address.js"
import {Box} from "./box.js"
import {make, number} from "./dom.js"
import {createEngine} from "./engine.js"
import {offers} from "./offers.js"
import {chosen, filters, first, item, other, years} from "./results.js"
import {table} from "./table.js"
import {Words, named} from "./words.js"

const PAGE = 10 // speeches at a time
const OTHERS = 10 // themes, formulas and other pages below them
const PAUSE = 80 // ms without a key before what is typed is searched for
const base = new URL("../../../", import.meta.url).href
const part = name => document.querySelector(`[data-find-${name}]`)
const form = document.querySelector("[data-find]")
const field = form.elements.namedItem("q")
const title = document.title
const wide = matchMedia("(min-width: 60em)") // as in search.css: filters stand beside the results

const words = new Words(base, async () => (await engineFor("page")).parse(""))
const engines = new Map()
let state = read(location.href)
let running = new AbortController()
let shown = [] // results on the page
let typing = 0

/* A search of one engine ends its older ones: what reads on beside the page's own search has an engine of its own. */
async function engineFor(use) {
  if (!engines.has(use)) engines.set(use, createEngine({base, fetch: window.fetch.bind(window)}))
  try {
    return await engines.get(use)
  } catch (error) {
    engines.delete(use)
    throw error
  }
}

const options = (more = {}) =>
  ({among: "speeches", facets: false, filters: state.filters, sort: state.sort, limit: PAGE, ...more})

/* Without a word nothing is more relevant than anything else: the newest come first. */
const order = () => state.q || state.sort !== "relevance" ? state.sort : "date"

/* ---- from an address to a page */

async function run() {
  running.abort()
  running = new AbortController()
  const {signal} = running
  const asked = Boolean(state.q.trim()) || (!state.q && filtered(state))
  document.title = state.q ? `${state.q} - ${title}` : title
  part("sort").value = order()
  part("help").hidden = Boolean(state.q) || asked
  part("body").hidden = !part("help").hidden
  for (const name of ["offers", "named", "others"]) part(name).replaceChildren()
  busy(asked)
  if (!asked) return status("")
  const late = setTimeout(() => status("正在检索……"), 300)
  try {
    const engine = await engineFor("page")
    const onPartial = found => signal.aborted || list(found)
    const found = await engine.search(state.q, options({signal, onPartial}))
    clearTimeout(late)
    await show(found, {engine, signal})
  } catch (error) {
    if (signal.aborted || error.name === "AbortError") return
    empty()
    status(error.name === "SearchError" ? error.message : "检索程序没有取到，请检查网络后重试。",
      make("button", {type: "button", onclick: run}, "重试"))
  } finally {
    clearTimeout(late)
    if (!signal.aborted) busy(false)
  }
}

/* Says whether what stands on the page is still that of an older search. */
function busy(is) {
  if (is) part("body").setAttribute("aria-busy", "true")
  else part("body").removeAttribute("aria-busy")
}

function empty() {
  shown = []
  for (const name of ["list", "filters", "chosen", "years", "more"]) part(name).replaceChildren()
  part("body").classList.add("nothing")
}

/* First what was asked for, then what goes with it: other pages, filters, offers. */
async function show(found, {engine, signal}) {
  if (signal.aborted) return
  if (found.empty) {
    empty()
    return status("这些符号检索时不计。请输入文字、数字或字母。")
  }
  const labels = state.filters.theme?.length ? await words.labels() : new Map()
  const levels = await engine.levels()
  if (found.results.length) {
    list(found)
    if (state.q) {
      status(`${number(found.speeches)} 篇讲话有结果，共 ${number(found.hits)} 处`,
        make("button", {type: "button", class: "quiet", onclick: download}, "下载成表格"))
    } else status(`${number(found.speeches)} 篇讲话符合条件，新的在前`)
    part("years").replaceChildren(...years(found.years, state, choose))
    more(found)
  } else {
    empty()
    status(state.q ? "讲话里没有一字不差的结果。" : "没有讲话同时符合这些条件。")
  }
  part("chosen").replaceChildren(...chosen(state, {labels, levels, choose}))
  if (!filtered(state)) others(await engine.search(state.q, options({signal, among: "pages", limit: 2})), signal)
  if (!found.results.length) return offer(signal)
  const {facets} = await engine.search(state.q, options({signal, facets: undefined}))
  if (!signal.aborted) part("filters").replaceChildren(...filters(facets, state, {labels, levels, choose}))
}

/* Pages that are no speeches: the theme or formula that the query names on top, all folded below the speeches. */
function others({speeches, results}, signal) {
  if (signal.aborted || !speeches) return
  part("named").replaceChildren(...results.filter(named).map(each => first(each, base)))
  const listed = make("ul")
  const unfold = async () => {
    const engine = await engineFor("pages")
    const found = await engine.search(state.q, options({signal, among: "pages", limit: OTHERS}))
    listed.replaceChildren(...found.results.map(each => other(each, {base, query: state.q})))
    if (speeches > OTHERS) listed.append(make("li", {}, `共 ${number(speeches)} 页，列出最靠前的 ${OTHERS} 页。`))
  }
  part("others").replaceChildren(make("details", {ontoggle: ({target}) => target.open && unfold().catch(() => {})},
    make("summary", {"data-step": true}, `主题、提法和说明里也有：${number(speeches)} 页`), listed))
}

function list(found) {
  shown = found.results
  part("body").classList.remove("nothing")
  part("list").replaceChildren(...shown.map(each => item(each, {base, query: state.q})))
  part("more").replaceChildren()
}

function status(...parts) {
  part("status").replaceChildren(...parts.filter(Boolean))
}

/* ---- more of the same */

function more({speeches}) {
  if (shown.length >= speeches) return part("more").replaceChildren()
  const button = make("button", {type: "button", onclick: () => next(button)}, "再看十篇")
  part("more").replaceChildren(button)
}

async function next(button) {
  const {signal} = running
  button.disabled = true
  try {
    const found = await (await engineFor("page")).search(state.q, options({signal, offset: shown.length}))
    if (signal.aborted) return
    const items = found.results.map(each => item(each, {base, query: state.q}))
    shown = [...shown, ...found.results]
    part("list").append(...items)
    items[0]?.querySelector("a").focus()
    more(found)
  } catch (error) {
    if (error.name !== "AbortError") button.replaceChildren("没有取到，重试")
    button.disabled = false
  }
}

async function offer(signal) {
  const aside = await engineFor("offers")
  const count = async ({q, filters}) => (await aside.search(q, options({filters, limit: 0}))).speeches ?? 0
  const found = await offers(state, words, count).catch(() => [])
  if (signal.aborted || !found.length) return
  part("offers").replaceChildren(
    make("h2", {}, "这样找得到"),
    make("ul", {}, found.map(({why, state: next, speeches}) => make("li", {}, make("small", {}, why),
      make("a", {href: write(next), "data-step": true, onclick: event => {
        event.preventDefault()
        choose(next)
      }}, next.q), make("small", {}, `${number(speeches)} 篇`)))))
}

async function download({currentTarget: button}) {
  button.disabled = true
  const wanted = state
  try {
    const said = (done, all) => button.replaceChildren(`${number(done)}/${number(all)} 篇`)
    const file = await table(await engineFor("table"), wanted, {base, said})
    const link = make("a", {href: URL.createObjectURL(file), download: `检索-${wanted.q.replace(/[\\/:*?"<>|\s]+/g, "_")}.csv`})
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
    button.replaceChildren("下载成表格")
  } catch {
    button.replaceChildren("没有取全，重试")
  }
  button.disabled = false
}

/* ---- from hands to an address */

/* Goes to a search as to another page: the browser's Back leads to the one before. */
function choose(next) {
  clearTimeout(typing)
  const same = write(next) === location.search
  state = next
  field.value = state.q
  if (!same) history.pushState(null, "", write(state))
  return run()
}

function typed(event) {
  clearTimeout(typing)
  if (event.isComposing) return
  box.offer()
  typing = setTimeout(() => {
    state = {...state, q: field.value.trim()}
    history.replaceState(null, "", write(state))
    run()
  }, PAUSE)
}

/* ↓ and ↑ go from one result to the next, above the first to the field. */
function step(from, by) {
  const steps = [...document.querySelectorAll("[data-step]")].filter(each => each.checkVisibility?.() ?? true)
  const at = steps.indexOf(from) + by
  if (at < 0) field.focus()
  else steps[at]?.focus()
}

const box = new Box(field, part("suggestions"), {
  words,
  search: text => choose({...state, q: text.trim()}),
  open: url => location.assign(`${new URL(url, base)}`),
  down: () => step(null, 1),
})

form.addEventListener("submit", event => {
  event.preventDefault()
  box.close()
  choose({...state, q: field.value.trim()})
})
form.addEventListener("input", typed)
field.addEventListener("compositionend", typed)
part("sort").append(...Object.entries(SORTS).map(([value, name]) => make("option", {value}, name)))
part("sort").addEventListener("change", ({target}) => choose({...state, sort: target.value}))
addEventListener("popstate", () => {
  state = read(location.href)
  field.value = state.q
  run()
})
document.addEventListener("keydown", event => {
  const inside = event.target.closest("input, select, textarea")
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === "/" && !inside) field.select()
  else if (event.key === "Escape" && !inside) field.focus()
  else if (event.target.matches("[data-step]") && event.key === "ArrowDown") step(event.target, 1)
  else if (event.target.matches("[data-step]") && event.key === "ArrowUp") step(event.target, -1)
  else return
  event.preventDefault()
})

for (const code of part("help").querySelectorAll("td code")) {
  code.replaceWith(make("a", {href: write({...unfiltered(state), q: code.textContent})}, code.textContent))
}
const unfold = () => {
  part("side").open = wide.matches
}
wide.addEventListener("change", unfold)
unfold()
if (!state.q && field.value.trim()) { // typed before this script came
  state.q = field.value.trim()
  history.replaceState(null, "", write(state))
  box.offer()
}
field.value = state.q
part("sort").value = state.sort
if (!state.q && !filtered(state)) {
  if (document.activeElement === document.body) field.focus({preventScroll: true}) // unless a reader is elsewhere already
  engineFor("page").then(engine => engine.parse("")).catch(() => {}) // the first search tells what is wrong
}
run()

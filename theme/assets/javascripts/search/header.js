/* The search box in the header of every page. On the search page it stays away: there is one search, and `q` is its.

   In: what is typed, and what worker.js answers. Out: results as links, exact totals, a way to the search page, words for a
   failure. Nothing of the search is fetched before somebody turns to the box. Texts are set as texts. */
import {make} from "./dom.js"

const root = new URL("../../../", import.meta.url)
const toggle = document.querySelector("#__search")
const box = document.querySelector("[data-md-component=search]")
const [field, list, meta, foot, suggested] = ["query", "list", "meta", "foot", "suggest"]
  .map(name => box?.querySelector(`[data-md-component=search-${name}]`))
const HINT = "键入词语即可检索"

let worker = null
let asked = 0 // the number of the question that was asked last

function start() {
  worker = new Worker(new URL("worker.js", import.meta.url))
  worker.addEventListener("message", ({data}) => data.number === asked && show(data))
  worker.addEventListener("error", () => {
    worker = null
    fail("检索程序没有装好。")
  })
}

function send(message) {
  if (!worker) start()
  worker.postMessage(message)
}

function ask() {
  suggested.textContent = ""
  send({number: ++asked, query: field.value})
}

function fail(words) {
  list.replaceChildren()
  foot.hidden = true
  meta.replaceChildren(words, make("button", {type: "button", onclick: ask}, "重试"))
}

/* ---- an answer */

function said({empty, speeches, hits, pages}) {
  if (empty) return "这些符号检索时不计，所以没有结果。请输入文字。"
  if (speeches) return `${speeches} 篇讲话有结果，共 ${hits} 处`
  return pages ? "讲话里没有；本站别的页面里有结果" : "没有找到符合条件的结果"
}

function item({title, facts, location, lines}) {
  const link = (href, ...inside) =>
    make("a", {class: "md-search-result__link", href: new URL(href, root)},
      make("div", {class: "md-search-result__article md-typeset"}, inside))
  return make("li", {class: "md-search-result__item"},
    link(location, make("p", {class: "md-search-result__title"}, title),
      facts.length > 0 && make("p", {class: "md-search-result__facts"}, facts.join(" · "))),
    lines.map(({location: place, before, match, after}) =>
      link(place, make("p", {}, before, make("mark", {}, match), after))))
}

function show({results = [], totals, failure, suggest = ""}) {
  if (failure) return fail(failure)
  list.replaceChildren(...results.map(item))
  meta.textContent = totals ? (totals.done ? said(totals) : "正在计数……") : HINT
  foot.hidden = !totals
  foot.firstElementChild.href = `${new URL("search/", root)}?q=${encodeURIComponent(field.value)}`
  suggested.textContent = suggest && field.value + suggest
}

/* ---- hands */

function open(is) {
  if (toggle.checked === is) return
  toggle.checked = is
  turned()
}

function turned() {
  if (toggle.checked) field.focus()
  else field.blur()
}

/* ↓ and ↑ go round: field, results, the way to the search page. */
function step(by) {
  const stops = [field, ...box.querySelectorAll("ol a"), ...foot.hidden ? [] : foot.children]
  const at = stops.indexOf(document.activeElement)
  stops[(at + by + stops.length) % stops.length].focus()
}

/* At the end of what is typed → takes the word behind it. */
function take() {
  if (!suggested.textContent || field.selectionStart < field.value.length) return false
  field.value = suggested.textContent
  ask()
  return true
}

function key(event) {
  if (event.isComposing) return
  const by = {ArrowDown: 1, ArrowUp: -1}[event.key]
  if (by) step(by)
  else if (event.key === "Escape") open(false)
  else if (event.key !== "ArrowRight" || event.target !== field || !take()) return
  event.preventDefault()
}

function attend() {
  meta.textContent = HINT
  box.addEventListener("keydown", key)
  box.addEventListener("focusout", ({relatedTarget}) => {
    if (relatedTarget && !box.contains(relatedTarget)) open(false)
  })
  field.addEventListener("focus", () => {
    open(true)
    send({warm: true})
  })
  field.addEventListener("input", event => event.isComposing || ask())
  field.addEventListener("compositionend", ask)
  field.form.addEventListener("reset", () => {
    field.focus()
    queueMicrotask(ask)
  })
  toggle.addEventListener("change", turned)
  document.addEventListener("keydown", event => {
    const writing = event.target.closest("input, select, textarea, [contenteditable]")
    if (event.key !== "/" || writing || event.ctrlKey || event.metaKey || event.altKey) return
    open(true)
    event.preventDefault()
  })
}

if (box) attend()
else if (document.querySelector("[data-find]")) {
  import("./page.js").catch(() => {
    document.querySelector("[data-find-status]").replaceChildren("检索程序没有取到，请检查网络。", make("a", {href: location.href}, "重试"))
  })
}
if (new URLSearchParams(location.search).get("h")) import("./mark.js")

/* The page 趋势: words and themes become an address, an address becomes numbers per year, numbers become panels and a table.

   Words are counted by the search's own engine, so a number here is the number there; themes and the size of each year come
   from data/trends.json. What was made with the site stands until somebody asks for something else. Panels are drawn as
   build_corpus/publish/trends.py draws them, with the same numbers. */
import {make, number} from "./search/dom.js"
import {createEngine} from "./search/engine.js"
import {cell} from "./search/table.js"

const MOST = 5 // words and themes at a time
const PER = 10_000 // 字
const FEW = 10_000 // 字 of a year; with fewer its number says little
const WIDTH = 340, HIGH = 92, HEAD = 18, FOOT = 20, ASIDE = 34, BAR_MAX = 26, TICK_ROOM = 44
const MEASURES = {rate: "每万字", count: "处数、段数"}
const SVG = "http://www.w3.org/2000/svg"
const COLOURS = {bar: "#8a2a23", few: "none", none: "#8c8178"} // of a file, which has no style sheet
const base = new URL("../../", import.meta.url).href
const part = name => document.querySelector(`[data-trends-${name}]`)
const form = document.querySelector("[data-trends]")
const field = form.elements.namedItem("word")
const title = document.title

let known = null // what data/trends.json says
let engine = null
let running = 0
let shown = [] // series on the page

/* ---- address: `?word=…&theme=…`; `q` would open Material's search box */

function read(address) {
  const given = new URL(address).searchParams
  const unique = name => [...new Set(given.getAll(name).map(each => each.trim()).filter(Boolean))]
  return {
    words: unique("word").slice(0, MOST),
    themes: unique("theme").slice(0, MOST - Math.min(unique("word").length, MOST)),
    measure: given.get("measure") === "count" ? "count" : "rate",
    scale: given.get("scale") === "own" ? "own" : "same",
  }
}

function write({words, themes, measure, scale}) {
  const said = new URLSearchParams()
  for (const word of words) said.append("word", word)
  for (const theme of themes) said.append("theme", theme)
  if (measure !== "rate") said.set("measure", measure)
  if (scale !== "same") said.set("scale", scale)
  return `?${said}`
}

let state = read(location.href)

function choose(next) {
  state = next
  if (write(next) !== (location.search || "?")) history.pushState(null, "", write(next))
  return run()
}

const full = () => state.words.length + state.themes.length >= MOST

/* ---- numbers */

async function totals() {
  if (known) return known
  const answer = await fetch(new URL("data/trends.json", base))
  if (!answer.ok) throw new Error(`${answer.status}`)
  const {schema, years, themes} = await answer.json()
  if (schema !== 1) throw new Error("schema")
  known = {
    years: new Map(years.map(([year, speeches, chars]) => [year, {speeches, chars}])),
    themes: new Map(themes.map(([id, label, counts]) => [id, {label, counts: new Map(counts)}])),
  }
  return known
}

/* A word over the years, "" for what has no date. The sum of all is what the search page says without versions. */
async function counted(word) {
  engine ??= createEngine({base, fetch: window.fetch.bind(window)})
  try {
    const options = {among: "speeches", facets: false, limit: 0, filters: {original: ["1"]}}
    const found = await (await engine).search(word, options)
    const dated = found.years.reduce((sum, [, hits]) => sum + hits, 0)
    const counts = new Map(found.years.map(([year, hits]) => [String(year), hits]))
    if (found.hits > dated) counts.set("", found.hits - dated)
    return {name: word, unit: "处", url: `search/?q=${encodeURIComponent(word)}`, empty: found.empty, counts}
  } catch (error) {
    engine = null
    throw error
  }
}

function themed(id) {
  const theme = known.themes.get(id)
  return theme && {name: theme.label, unit: "段", url: `themes/${id}/`, counts: theme.counts, theme: id}
}

const rate = (count, {chars}) => (chars ? count * PER / chars : 0)
const value = (series, year) => {
  const count = series.counts.get(year) ?? 0
  return state.measure === "rate" ? rate(count, known.years.get(year)) : count
}
const said = amount => (state.measure === "rate" ? amount.toFixed(2) : number(amount))
const named = year => (year ? `${year} 年` : "日期不详")

/* ---- from an address to a page */

async function run() {
  const mine = ++running
  document.title = [...state.words, title].join(" - ")
  form.elements.namedItem("measure").value = state.measure
  form.elements.namedItem("scale").value = state.scale
  const asked = state.words.length + state.themes.length > 0
  part("default").hidden = asked
  part("result").hidden = !asked
  chips()
  part("status").replaceChildren()
  if (!asked) return part("result").replaceChildren()
  const late = setTimeout(() => part("status").replaceChildren("正在数……"), 300)
  try {
    await totals()
    const series = []
    for (const word of state.words) series.push(await counted(word)) // one after the other: a search ends the one before
    series.push(...state.themes.map(themed).filter(Boolean))
    if (mine !== running) return
    shown = series
    chips()
    show()
  } catch (error) {
    if (mine !== running || error.name === "AbortError") return
    part("status").replaceChildren("数据没有取到，请检查网络后重试。", make("button", {type: "button", onclick: run}, "重试"))
  } finally {
    clearTimeout(late)
  }
}

function chips() {
  const off = (name, value) => ({...state, [name]: state[name].filter(each => each !== value)})
  const chip = (name, value, label) => make("button", {
    type: "button", class: "chosen", "aria-label": `去掉：${label}`, onclick: () => choose(off(name, value)),
  }, label)
  part("chosen").replaceChildren(
    ...state.words.map(word => chip("words", word, word)),
    ...state.themes.map(id => chip("themes", id, known?.themes.get(id)?.label ?? id)))
}

function show() {
  const lost = shown.filter(each => !each.counts.size)
  part("status").replaceChildren(lost.length ? `没有：${lost.map(each => each.name).join("、")}` : "")
  const years = [...known.years.keys()]
  const top = series => Math.max(0, ...years.map(year => value(series, year)))
  // One scale for what is counted alike: places of words, or paragraphs of themes.
  const most = ({unit}) => Math.max(0, ...shown.filter(each => each.unit === unit).map(top))
  const unit = series => state.measure === "rate" ? `${series.unit} / 万字` : series.unit
  const drawn = shown.map(series => make("figure", {},
    make("figcaption", {}, make("a", {href: new URL(series.url, base).href}, series.name), make("small", {}, unit(series))),
    panel(series, state.scale === "own" ? top(series) : most(series))))
  const undated = known.years.get("")
  part("result").replaceChildren(
    make("div", {class: "panels"}, drawn),
    make("p", {class: "legend"}, "底线断开的年份，本库没有讲话；有底线没有柱子的，是零。空心的柱子：那一年不到一万字，数字靠不住。",
      undated && `${years.length > 1 ? "右边隔开的一柱是" : "这里只有"}日期不详的 ${number(undated.speeches)} 篇。`),
    make("p", {class: "trends-files"},
      make("button", {type: "button", onclick: () => save(csv(), "趋势.csv")}, "下载表格（CSV）"),
      make("button", {type: "button", onclick: () => save(picture(), "趋势.svg")}, "下载图（SVG）")),
    make("details", {class: "trends-table", open: true}, make("summary", {}, "列成表"), table(years)))
}

function table(years) {
  const head = ["年", "篇", "字", ...shown.map(each => `${each.name}（${each.unit}）`)]
  const row = year => {
    const {speeches, chars} = known.years.get(year)
    return make("tr", {}, make("th", {scope: "row"}, named(year)), make("td", {}, number(speeches)), make("td", {}, number(chars)),
      shown.map(each => make("td", {}, `${number(each.counts.get(year) ?? 0)} `,
        make("small", {}, rate(each.counts.get(year) ?? 0, known.years.get(year)).toFixed(2)))))
  }
  const order = [...years.filter(Boolean), ...years.filter(year => !year)]
  return [
    make("div", {class: "grid", role: "region", "aria-label": "逐年的数字", tabindex: "0"}, make("table", {},
      make("thead", {}, make("tr", {}, head.map(name => make("th", {scope: "col"}, name)))),
      make("tbody", {}, order.map(row)))),
    make("p", {class: "legend"}, "后面的小字是每万字多少。"),
  ]
}

/* ---- drawing */

function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag)
  for (const [name, each] of Object.entries(attributes)) element.setAttribute(name, each)
  element.append(...children)
  return element
}

const short = amount => Math.round(amount * 10) / 10

/* A year's ground line and what stands on it; none where the corpus has no speech of that year. */
function column(series, year, {left, step, most}) {
  const total = known.years.get(year)
  const amount = value(series, year)
  const high = amount && most ? short(Math.max(HIGH * amount / most, 1)) : 0
  const wide = Math.min(BAR_MAX, step * 0.72)
  const count = series.counts.get(year) ?? 0
  const words = `${named(year)}：${number(count)} ${series.unit}，每万字 ${rate(count, total).toFixed(2)} ${series.unit}（${number(total.speeches)} 篇，${number(total.chars)} 字）`
  const group = draw("g", {}, draw("title", {}, words),
    draw("path", {class: "ground", d: `M${short(left + step * 0.06)} ${HEAD + HIGH}h${short(step * 0.88)}`}))
  if (high) {
    group.append(draw("rect", {
      class: year ? (total.chars < FEW ? "few" : "bar") : "none",
      x: short(left + (step - wide) / 2), y: short(HEAD + HIGH - high), width: short(wide), height: high,
    }))
  }
  return group
}

function panel(series, most) {
  const years = [...known.years.keys()].filter(Boolean).map(Number).sort((one, other) => one - other)
  const span = years.length ? Array.from({length: years.at(-1) - years[0] + 1}, (_, at) => years[0] + at) : []
  const aside = known.years.has("")
  const step = span.length ? (WIDTH - (aside ? ASIDE + 12 : 0)) / span.length : 0
  const every = step ? Math.max(1, Math.round(TICK_ROOM / step + 0.499)) : 1
  const tick = (x, text) => draw("text", {class: "tick", x, y: HEAD + HIGH + 15, "text-anchor": "middle"}, String(text))
  const svg = draw("svg", {
    class: "panel", viewBox: `0 0 ${WIDTH} ${HEAD + HIGH + FOOT}`, role: "img",
    "aria-label": `${series.name}：${MEASURES[state.measure]}，逐年；数字见下表`,
  },
  draw("text", {class: "most", x: 0, y: HEAD - 7}, said(most)),
  draw("path", {class: "top", d: `M0 ${HEAD}H${WIDTH}`}),
  ...span.flatMap((year, at) => known.years.has(String(year)) ? [column(series, String(year), {left: at * step, step, most})] : []),
  ...span.flatMap((year, at) => at % every ? [] : [tick(Math.max(short((at + 0.5) * step), 14), year)]))
  if (aside) svg.append(column(series, "", {left: WIDTH - ASIDE, step: ASIDE, most}), tick(WIDTH - ASIDE / 2, "不详"))
  return svg
}

/* ---- files */

function csv() {
  const rows = [["系列", "类别", "年", "篇", "字", "数", "每万字"]]
  for (const series of shown) {
    for (const [year, {speeches, chars}] of known.years) {
      const count = series.counts.get(year) ?? 0
      rows.push([series.name, series.unit, year || "不详", speeches, chars, count, rate(count, {chars}).toFixed(4)])
    }
  }
  return new Blob(["\ufeff", rows.map(row => `${row.map(cell).join(",")}\r\n`).join("")], {type: "text/csv"})
}

/* All panels below each other, with what they say and where they come from. */
function picture() {
  const panels = [...part("result").querySelectorAll("svg.panel")]
  const high = HEAD + HIGH + FOOT + 30
  const file = draw("svg", {
    xmlns: SVG, width: WIDTH + 20, height: panels.length * high + 30, viewBox: `0 0 ${WIDTH + 20} ${panels.length * high + 30}`,
    "font-family": "sans-serif", "font-size": 11, fill: "#29231e",
  }, draw("rect", {width: "100%", height: "100%", fill: "#fdfcf9"}))
  panels.forEach((each, at) => {
    const copy = each.cloneNode(true)
    for (const [name, amount] of Object.entries({x: 10, y: at * high + 30, width: WIDTH, height: HEAD + HIGH + FOOT})) copy.setAttribute(name, amount)
    for (const line of copy.querySelectorAll("path")) for (const [name, amount] of [["stroke", "#29231e"], ["stroke-opacity", line.matches(".top") ? 0.15 : 0.6]]) line.setAttribute(name, amount)
    for (const bar of copy.querySelectorAll("rect")) {
      const kind = bar.getAttribute("class")
      bar.setAttribute("fill", COLOURS[kind])
      if (kind === "few") bar.setAttribute("stroke", COLOURS.bar)
    }
    file.append(draw("text", {x: 10, y: at * high + 22, "font-size": 14}, `${shown[at].name}（${MEASURES[state.measure]}，${shown[at].unit}）`), copy)
  })
  file.append(draw("text", {x: 10, y: panels.length * high + 20, "font-size": 9}, location.href))
  return new Blob([new XMLSerializer().serializeToString(file)], {type: "image/svg+xml"})
}

function save(blob, name) {
  const link = make("a", {href: URL.createObjectURL(blob), download: name})
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/* ---- from hands to an address */

form.addEventListener("submit", event => {
  event.preventDefault()
  const word = field.value.trim()
  if (!word) return field.focus()
  if (full()) return part("status").replaceChildren(`最多 ${MOST} 个，先去掉一个。`)
  field.value = ""
  if (!state.words.includes(word)) choose({...state, words: [...state.words, word]})
})
part("theme").addEventListener("change", ({target}) => {
  const id = target.value
  target.value = ""
  if (full()) return part("status").replaceChildren(`最多 ${MOST} 个，先去掉一个。`)
  if (id && !state.themes.includes(id)) choose({...state, themes: [...state.themes, id]})
})
for (const name of ["measure", "scale"]) {
  for (const each of form.querySelectorAll(`[name=${name}]`)) each.addEventListener("change", () => choose({...state, [name]: each.value}))
}
addEventListener("popstate", () => {
  state = read(location.href)
  run()
})

form.hidden = false
totals().then(({themes}) => {
  part("theme").append(...[...themes].map(([id, {label}]) => make("option", {value: id}, label)))
}).catch(() => {})
run()

/* What a search found, as elements: speeches with their lines, filters with counts, hits per year. */
import {FILTERS, toggled, write} from "./address.js"
import {make, number} from "./dom.js"

const LINES = 5 // lines shown under a speech; the others unfold
const VALUES = 8 // values of a filter shown; the others unfold
export const KINDS = {speech: "讲话", article: "文章", report: "报告", page: "网页", theme: "主题", formula: "提法"}
const NAMES = {theme: "主题", year: "年份", level: "层级", place: "地点", kind: "类型", speaker: "讲话人", author: "作者", publication: "出处"}
const LEFT_OUT = "……" // where a text goes on that is not shown

export function address(base, {url}, query, block) {
  return `${new URL(url, base)}${query && `?h=${encodeURIComponent(query)}`}${block ? `#${block}` : ""}`
}

/* Where a result's name leads: to the first place found. The head of the page is one, and goes before its text. */
const opening = ({lines}) => lines?.[0]?.block ?? ""

/* One speech or page with its lines. */
export function item(result, {base, query}) {
  const facts = [
    KINDS[result.kind] ?? null, result.date, result.place, result.speaker, query && `${number(result.hits)} 处`,
  ].filter(Boolean)
  const lines = (result.lines ?? []).map(each => line(result, each, {base, query}))
  const rest = lines.splice(LINES)
  return make("li", {class: "found"},
    make("h2", {}, make("a", {href: address(base, result, query, opening(result)), "data-step": true}, result.title)),
    make("p", {class: "found-facts"}, facts.join(" · ")),
    lines.length > 0 && make("ol", {class: "lines"}, lines),
    rest.length > 0 && make("details", {},
      make("summary", {"data-step": true}, `另外 ${number(rest.length)} 处`), make("ol", {class: "lines"}, rest)))
}

function line(result, {block, before, match, after, cut}, {base, query}) {
  return make("li", {},
    make("a", {href: address(base, result, query, block), class: "line", "data-step": true},
      make("span", {class: "before"}, make("span", {}, cut[0] && LEFT_OUT, before)),
      make("mark", {}, match), make("span", {class: "after"}, after, cut[1] && LEFT_OUT)))
}

/* A page that is no speech: its name and how often it has the words. */
export function other(result, {base, query}) {
  return make("li", {}, make("small", {}, KINDS[result.kind] ?? ""),
    make("a", {href: address(base, result, query, opening(result)), "data-step": true}, result.title),
    make("small", {}, `${number(result.hits)} 处`))
}

/* The theme or formula that the query names. */
export function first({kind, title, url}, base) {
  return make("a", {href: new URL(url, base).href, class: "named", "data-step": true},
    make("small", {}, KINDS[kind]), make("b", {}, title),
    make("span", {}, kind === "theme" ? "看论及它的段落" : "看它的用法和出处"))
}

/* The filters, each a group of boxes. `labels`: theme id → label; `levels`: level → what readers call it. `choose` hears
   the state to go to. */
export function filters(facets, state, {labels, levels, choose}) {
  return FILTERS.map(name => {
    const counts = new Map()
    for (const [value, count, label] of facets[name] ?? []) {
      counts.set(String(value), count)
      if (name === "theme" && label) labels.set(value, label)
    }
    const chosen = state.filters[name] ?? []
    for (const value of chosen) if (!counts.has(value)) counts.set(value, 0)
    const values = [...counts].sort(([one], [other]) =>
      chosen.includes(other) - chosen.includes(one) || (name === "year" ? other - one : 0))
    if (!values.length) return null
    const shown = ([value, count]) => make("li", {}, make("label", {},
      make("input", {
        type: "checkbox", name, value, checked: chosen.includes(value), onchange: () => choose(toggled(state, name, value)),
      }),
      make("span", {}, value_name(name, value, {labels, levels})), make("small", {}, number(count))))
    const rest = values.splice(Math.max(VALUES, chosen.length))
    return make("fieldset", {}, make("legend", {}, NAMES[name]),
      make("ul", {}, values.map(shown)),
      rest.length > 0 && make("details", {},
        make("summary", {}, `另外 ${number(rest.length)} 个`), make("ul", {}, rest.map(shown))))
  }).filter(Boolean)
}

function value_name(name, value, {labels, levels}) {
  if (name === "theme") return labels.get(value) ?? value
  if (name === "level") return levels.get(value) ?? value
  return name === "kind" ? KINDS[value] ?? value : value
}

/* What is filtered by, each with a way to take it off. */
export function chosen(state, {labels, levels, choose}) {
  return FILTERS.flatMap(name => (state.filters[name] ?? []).map(value => {
    const words = value_name(name, value, {labels, levels})
    const off = () => choose(toggled(state, name, value))
    return make("button", {type: "button", class: "chosen", "aria-label": `去掉筛选：${words}`, onclick: off}, words)
  }))
}

/* Hits, or speeches where nothing was looked for, per year: a bar each, which filters by its year, and the same as a
   table. One year is no chart. */
export function years(counts, state, choose) {
  if (counts.length < 2) return []
  const most = Math.max(...counts.map(([, hits]) => hits))
  const unit = state.q ? "处" : "篇"
  const column = ([year, hits]) => {
    const on = (state.filters.year ?? []).includes(String(year))
    const next = toggled(state, "year", String(year))
    const go = event => {
      event.preventDefault()
      choose(next)
    }
    const bar = make("span", {class: "bar", "aria-hidden": "true"})
    bar.style.setProperty("--part", hits / most)
    return make("li", {}, make("a", {
      href: write(next), onclick: go, title: `${year} 年 ${number(hits)} ${unit}`,
      "aria-label": `${year} 年 ${number(hits)} ${unit}`, "aria-current": on ? "true" : null,
    }, bar, make("span", {class: "year", "aria-hidden": "true"}, String(year))))
  }
  const row = ([year, hits]) => make("tr", {}, make("th", {scope: "row"}, String(year)), make("td", {}, number(hits)))
  return [
    make("ol", {class: "bars", "aria-label": `每年几${unit}`}, spread(counts).map(column)),
    make("details", {}, make("summary", {}, "列成表"), make("table", {},
      make("caption", {}, `每年几${unit}`),
      make("thead", {}, make("tr", {}, make("th", {scope: "col"}, "年份"), make("th", {scope: "col"}, unit))),
      make("tbody", {}, counts.map(row)))),
  ]
}

/* Years in order with those between them that have none, unless there are too many for bars. */
function spread(counts) {
  const known = new Map(counts.map(([year, hits]) => [Number(year), hits]))
  const all = [...known.keys()].sort((one, other) => one - other)
  const span = all.at(-1) - all[0] + 1
  if (!(span <= 60)) return counts
  return Array.from({length: span}, (_, at) => [all[0] + at, known.get(all[0] + at) ?? 0])
}

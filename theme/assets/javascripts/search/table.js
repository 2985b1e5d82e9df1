/* All lines of a search as CSV, for a spreadsheet: UTF-8 with a byte order mark, RFC 4180, no cell a formula. */
import {KINDS, address} from "./results.js"

const STEP = 50 // speeches asked for at a time
const HEAD = ["编号", "标题", "类型", "日期", "地点", "层级", "讲话人", "段落", "前文", "命中", "后文", "地址"]

/* A cell that a spreadsheet would reckon with gets an apostrophe, as the metadata tables have it. */
export function cell(value) {
  const text = String(value ?? "")
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/* The table as a Blob. `said(done, all)` hears how many speeches are in it. */
export async function table(engine, {q, filters, sort}, {base, said}) {
  const rows = [HEAD]
  const levels = await engine.levels()
  for (let offset = 0, all = 1; offset < all; offset += STEP) {
    const found = await engine.search(q, {among: "speeches", facets: false, filters, sort, offset, limit: STEP})
    all = found.speeches
    for (const result of found.results) {
      const {id, title, kind, date, place, level, speaker} = result
      const facts = [id, title, KINDS[kind] ?? "", date, place, levels.get(level) ?? level, speaker]
      for (const {block, before, match, after} of result.lines) {
        rows.push([...facts, block, before, match, after, address(base, result, q, block)])
      }
    }
    said(Math.min(offset + STEP, all), all)
  }
  return new Blob(["\ufeff", rows.map(row => `${row.map(cell).join(",")}\r\n`).join("")], {type: "text/csv"})
}

/* Words to offer: themes, formulas, names, titles, as build_corpus/publish/suggestions.py writes them.

   In: data/suggestions.json and data/suggest/LETTER.json below the site's root, each fetched once and only when needed.
   Out: what completes a word, by characters or pinyin initials; what comes nearest to a word that no text has. Without
   the files nothing is offered, and the search is none the worse. */
import {foldText} from "./fold.js"

const OPENINGS = ["在", "关于"] // as in suggestions.py
const KINDS = {theme: "主题", formula: "提法", name: "名称", title: "讲话"}
const fold = text => foldText(text).folded

/* Whether a page is the theme or formula that a query names: one of its names is what was found, and nothing else. */
export function named({kind, lines}) {
  const whole = ({block, before, after}) => !block && !/[\p{L}\p{N}]/u.test(before + after)
  return (kind === "theme" || kind === "formula") && lines.some(whole)
}

export class Words {
  #base
  #table
  #files = new Map()

  /* `table()` resolves when the table that folds has been read: an engine's `parse("")`, for one. */
  constructor(base, table) {
    this.#base = base
    this.#table = table
  }

  /* A file's object; {} where it cannot be had, and then the next call tries again. */
  async #file(path) {
    if (!this.#files.has(path)) {
      this.#files.set(path, fetch(new URL(path, this.#base)).then(answer => answer.ok ? answer.json() : Promise.reject()))
    }
    try {
      return await this.#files.get(path)
    } catch {
      this.#files.delete(path)
      return {}
    }
  }

  async #known() {
    const [file] = await Promise.all([this.#file("data/suggestions.json"), this.#table()])
    file.entries ??= [
      ...(file.themes ?? []).flatMap(([id, ...wordings]) =>
        wordings.map(([text, initials]) => entry(text, "theme", initials, `themes/${id}/`))),
      ...(file.words ?? []).map(([text, kind, initials, id]) => entry(text, kind, initials, id && `formulas/${id}/`)),
    ]
    return file
  }

  /* Theme id → label. */
  async labels() {
    return new Map(((await this.#file("data/suggestions.json")).themes ?? []).map(([id, [label]]) => [id, label]))
  }

  /* What Material shows behind the caret: at most one word that begins with the last one typed. */
  async complete(query) {
    const last = query.split(/[\s-]+/).at(-1)
    if (last.length < 2) return []
    const found = (await this.#known()).entries.find(({text}) => text.startsWith(last) && text !== last)
    return found ? [found.text] : []
  }

  /* Entries for the last word of a query, best first: [{text, kind, url}]. A title's url is where it leads. */
  async matches(query, most) {
    const last = query.split(/\s+/).at(-1).replace(/^-/, "")
    const {entries, heads = {}} = await this.#known()
    const folded = fold(last)
    if (!folded) return []
    const titles = await this.#titles(folded, heads)
    const letters = /^[a-z0-9]+$/.test(folded) ? folded : ""
    const seen = {} // of one kind at most half, so that a theme's many wordings hide no title
    return [...entries, ...titles]
      .map((each, at) => ({each, at, rank: rank(each, folded, letters)}))
      .filter(({rank}) => rank < NEVER)
      .sort((one, other) => one.rank - other.rank || one.at - other.at)
      .filter(({each: {kind}}, _, all) => all.length <= most || (seen[kind] = (seen[kind] ?? 0) + 1) <= most / 2)
      .slice(0, most)
      .map(({each: {text, kind, url}}) => ({text, kind: KINDS[kind], url: kind === "title" ? url : ""}))
  }

  async #titles(folded, heads) {
    const opening = OPENINGS.find(each => folded.startsWith(each) && folded.length > each.length) ?? ""
    const head = folded.slice(opening.length)[0]
    const letter = Object.keys(heads).find(each => each === head || heads[each].includes(head))
    if (!letter) return []
    const file = await this.#file(`data/suggest/${letter}.json`)
    file.entries ??= (file.titles ?? []).map(([text, initials, id]) => entry(text, "title", initials, `speeches/${id}/`))
    return file.entries
  }

  /* Words that differ from the query by a slip or by characters left out, nearest first. */
  async nearest(query, most) {
    const {entries} = await this.#known()
    const folded = fold(query)
    if (folded.length < 2) return []
    const found = entries.map((each, at) => ({each, at, far: distance(folded, each.folded)}))
    const near = found.filter(({far}) => far > 0 && far < NEVER)
    near.sort((one, other) => one.far - other.far || one.at - other.at)
    return [...new Set(near.map(({each}) => each.text))].slice(0, most)
  }
}

const NEVER = 9

function entry(text, kind, initials, url) {
  return {text, kind, initials, url, folded: fold(text)}
}

/* 0: begins so; 1: these are its initials; 2: its initials begin so; 3: holds it; 4: its initials hold it; NEVER. */
function rank({folded, initials}, typed, letters) {
  if (folded.startsWith(typed)) return 0
  if (letters && initials === letters) return 1
  if (letters.length > 1 && initials.startsWith(letters)) return 2
  if (folded.includes(typed)) return 3
  return letters.length > 2 && initials.includes(letters) ? 4 : NEVER
}

/* Edits between two words, NEVER beyond one edit in four characters; characters left out of a longer word count half. */
function distance(typed, word) {
  const [short, long] = [[...typed], [...word]].sort((one, other) => one.length - other.length)
  const more = long.length - short.length
  if (short.length < 2 || more > 3) return NEVER
  if (more && short.length > 2 && within(short, long)) return more / 2
  const far = edits([...typed], [...word])
  return far <= Math.max(1, Math.floor(short.length / 4)) ? far : NEVER
}

function within(short, long) {
  let at = 0
  for (const char of long) if (char === short[at]) at++
  return at === short.length
}

/* Insertions, deletions, replacements and exchanges of neighbours. */
function edits(one, other) {
  let before = [], above = other.map((_, at) => at + 1)
  above.unshift(0)
  for (let row = 1; row <= one.length; row++) {
    const line = [row]
    for (let at = 1; at <= other.length; at++) {
      const same = one[row - 1] === other[at - 1]
      line[at] = Math.min(line[at - 1] + 1, above[at] + 1, above[at - 1] + (same ? 0 : 1))
      const crossed = row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1]
      if (crossed) line[at] = Math.min(line[at], before[at - 2] + 1)
    }
    before = above
    above = line
  }
  return above[other.length]
}

/* What to offer when nothing was found: never results, always other searches, each tried before it is offered. */
import {foldText} from "./fold.js"
import {unfiltered, filtered} from "./address.js"

const TRIED = 6 // searches at most; each costs a few kilobytes
const SHOWN = 4

/* [{words, state, speeches}], best first. `count(state)`: how many speeches a search finds. */
export async function offers(state, words, count) {
  const found = []
  let tried = 0
  const attempt = async (why, next) => {
    if (found.length >= SHOWN || tried++ >= TRIED) return false
    const speeches = await count(next)
    if (speeches) found.push({why, state: next, speeches})
    return speeches > 0
  }
  if (filtered(state)) await attempt("去掉筛选", unfiltered(state))
  const plain = {...unfiltered(state), sort: "relevance"}
  for (const text of await words.nearest(state.q, 3)) await attempt("相近的词", {...plain, q: text})
  for (const q of splits(state.q)) if (await attempt("分开来找", {...plain, q})) break
  for (const text of await nearestParts(state.q, words)) await attempt("相近的词", {...plain, q: text})
  return found
}

/* A term in two, from the middle outwards; a query of several terms, with one of them left out. */
function splits(query) {
  const terms = query.split(/\s+/).filter(Boolean)
  if (terms.length > 1) return terms.map((_, at) => terms.filter((_, other) => other !== at).join(" "))
  const chars = [...foldText(query).folded]
  const places = chars.map((_, at) => at).filter(at => at > 1 && at < chars.length - 1)
  places.sort((one, other) => Math.abs(one - chars.length / 2) - Math.abs(other - chars.length / 2))
  return places.map(at => `${chars.slice(0, at).join("")} ${chars.slice(at).join("")}`)
}

/* Words near a part of a longer query: its first and its last four characters. */
async function nearestParts(query, words) {
  const chars = [...foldText(query).folded]
  if (chars.length < 6) return []
  const parts = [chars.slice(-4), chars.slice(0, 4)].map(part => part.join(""))
  return [...new Set((await Promise.all(parts.map(part => words.nearest(part, 1)))).flat())]
}

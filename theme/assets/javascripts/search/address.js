/* A search as an address and back: `?q=词&theme=…&year=…&sort=date`. What is not said is not in the address. */

export const FILTERS = ["theme", "year", "level", "place", "kind", "speaker", "author", "publication"]
export const SORTS = {relevance: "按相关", date: "新的在前", "date-asc": "旧的在前"}

export function read(address) {
  const given = new URL(address).searchParams
  const sort = given.get("sort")
  return {
    q: given.get("q") ?? "",
    sort: sort in SORTS ? sort : "relevance",
    filters: Object.fromEntries(FILTERS.map(name => [name, [...new Set(given.getAll(name))].filter(Boolean)])),
  }
}

export function write({q, sort, filters}) {
  const said = new URLSearchParams()
  if (q) said.set("q", q)
  for (const name of FILTERS) for (const value of filters[name] ?? []) said.append(name, value)
  if (sort !== "relevance") said.set("sort", sort)
  return `?${said}`
}

/* The same search with a filter's value on or off. */
export function toggled(state, name, value) {
  const values = state.filters[name] ?? []
  const others = values.includes(value) ? values.filter(each => each !== value) : [...values, value]
  return {...state, filters: {...state.filters, [name]: others}}
}

/* The same words, in every speech. */
export const unfiltered = state => ({...state, filters: Object.fromEntries(FILTERS.map(name => [name, []]))})
export const filtered = ({filters}) => FILTERS.some(name => filters[name]?.length)

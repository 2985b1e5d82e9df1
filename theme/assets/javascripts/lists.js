/* Where a speech stands: before and after it in the list that the reader came from, and its address and the day on paper.

   A click on a speech in a list (a theme's page, a year's, results of a search) keeps the list's title and addresses in
   this tab alone. The page of a speech that is in it offers the one before and the one after. The page itself knows the
   neighbours by date; without scripts those stand. */
"use strict"

{
  const ROOT = new URL("../../", document.currentScript.src)
  const STORE = `${ROOT.pathname}list`
  const MOST = 500 // speeches of a list that are kept
  const WORDS = 60 // 字 of a title
  const page = document.querySelector(".page-speech")

  /* The address below the site of the speech that a link leads to, null for other links. */
  function speech(link) {
    const {origin, pathname} = new URL(link.href, location)
    const folder = `${ROOT.pathname}speeches/`
    const name = pathname.slice(folder.length)
    return origin === location.origin && pathname.startsWith(folder) && /^[^/]+\/$/.test(name) ? pathname : null
  }

  const short = words => words.trim().replaceAll(/\s+/g, " ").slice(0, WORDS)

  /* A list as {title, address, items: [[path, href, title]]}: each speech once. Where the reader follows a link to a
     paragraph, each speech is kept with its first paragraph in the list. */
  function listed(links, deep) {
    const items = new Map()
    for (const link of links) {
      const path = speech(link)
      if (!path || link.closest("[hidden]") || (items.size >= MOST && !items.has(path))) continue
      const item = items.get(path) ?? {href: link.href, deep: Boolean(link.hash), title: ""}
      if (deep && !item.deep && link.hash) Object.assign(item, {href: link.href, deep: true})
      const named = !link.hash || link.matches(".found h2 a, :has(.md-search-result__title)") // a result's name leads to a paragraph
      if (!item.title && named) item.title = short((link.querySelector(".md-search-result__title, h1") ?? link).textContent)
      items.set(path, item)
    }
    return [...items].map(([path, {href, title}]) => [path, href, title])
  }

  /* Which list a link stands in, with what it is called. A speech's own page is none; the search box is. */
  function around(link) {
    const box = link.closest(".md-search-result__list")
    if (box) return [box, `检索“${short(document.querySelector("[data-md-component=search-query]").value)}”`]
    if (document.querySelector(".page-speech, .page-compare, .page-version")) return [null, ""]
    const asked = document.querySelector("[data-find]") && new URLSearchParams(location.search).get("q")
    const title = short(document.querySelector("h1")?.textContent ?? "")
    return [link.closest("article"), asked ? `检索“${short(asked)}”` : `《${title}》`]
  }

  function remember(link) {
    const [list, title] = speech(link) ? around(link) : [null, ""]
    const items = list ? listed(list.querySelectorAll("a[href]"), Boolean(link.hash)) : []
    if (items.length < 2) return
    try {
      sessionStorage.setItem(STORE, JSON.stringify({title, address: location.href, items}))
    } catch {} // full or closed to the page: the neighbours by date stand
  }

  function recalled() {
    try {
      return JSON.parse(sessionStorage.getItem(STORE))
    } catch {
      return null
    }
  }

  function link(words, href, rel, label) {
    const element = document.createElement("a")
    if (label) {
      const small = document.createElement("small")
      small.textContent = label
      element.append(small, " ")
    }
    element.append(words)
    element.href = href
    if (rel) element.rel = rel
    return element
  }

  /* The neighbours in the list that was remembered, before those by date. */
  function offer() {
    const {title, address, items} = recalled() ?? {items: []}
    const at = items.findIndex(([path]) => path === location.pathname)
    if (at < 0) return
    const nav = document.createElement("nav")
    const origin = document.createElement("p")
    nav.className = "turn listed"
    nav.setAttribute("aria-label", `在${title}里`)
    origin.className = "origin"
    origin.append(link(title, address), ` 第 ${at + 1} 篇，共 ${items.length} 篇`)
    nav.append(origin)
    for (const [rel, label, other] of [["prev", "上一篇", items[at - 1]], ["next", "下一篇", items[at + 1]]]) {
      if (other) nav.append(link(other[2], other[1], rel, label))
    }
    const dated = page.querySelector(".turn")
    if (dated) dated.before(nav)
    else page.append(nav)
  }

  /* On paper a page says where it was read, and when: no page knows the day, so the browser says it. A speech says it among
     its sources, and states an address of its own where the site has one. */
  function imprint() {
    const facts = document.querySelector("#source ~ .facts dl") ?? apart()
    if (!facts.querySelector(".address")) facts.append(...printed("地址", location.origin + location.pathname))
    const [name, day] = printed("打印日期", today())
    facts.append(name, day)
    addEventListener("beforeprint", () => { day.textContent = today() })
  }

  /* A list at the end of a page that has none. */
  function apart() {
    const frame = document.createElement("div")
    const list = document.createElement("dl")
    frame.className = "facts printed"
    frame.append(list)
    document.querySelector("article").append(frame)
    return list
  }

  function printed(...words) {
    return words.map((each, at) => {
      const element = document.createElement(at ? "dd" : "dt")
      element.className = "printed"
      element.textContent = each
      return element
    })
  }

  /* The reader's day, not that of Greenwich. */
  function today() {
    const now = new Date()
    const two = number => String(number).padStart(2, "0")
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
  }

  document.addEventListener("click", ({target}) => {
    const followed = target.closest?.("a[href]")
    if (followed) remember(followed)
  }, true)
  if (page) offer()
  imprint()
}

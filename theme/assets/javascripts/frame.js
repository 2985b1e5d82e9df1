/* What the frame of a page does: contents that follow the text, a way back to the top, tables that scroll by keyboard.

   In: the page as it was made, which can be read without this script. Out: attributes and elements around texts; no text
   changes. Nothing moves that a reader is looking at. */
"use strict"

{
  const HEADER = 120 // px: header, sections and a line; a heading above it is the one being read
  const STOP = [["tabindex", "0"], ["role", "group"], ["aria-label", "可以左右滚动"]] // what scrolls sideways
  const all = (selector, root = document) => [...root.querySelectorAll(selector)]

  /* ---- contents, title and way back follow the scrolling */

  const links = new Map(all(".md-nav--secondary a").map(link => [document.getElementById(decodeURIComponent(link.hash.slice(1))), link]))
  links.delete(null)
  const title = document.querySelector("[data-frame=title]")
  const heading = document.querySelector("h1")
  const up = document.querySelector("[data-frame=up]")
  let height = 0 // px scrolled when last looked at
  let waiting = false

  function follow() {
    const above = [...links.keys()].filter(element => element.getBoundingClientRect().top < HEADER)
    const now = links.get(above.at(-1))
    for (const link of links.values()) {
      link.classList.toggle("md-nav__link--active", link === now)
      if (link === now) link.setAttribute("aria-current", "location")
      else link.removeAttribute("aria-current")
    }
    const box = now?.closest(".md-sidebar__scrollwrap")
    if (box) box.scrollTop = now.offsetTop - box.clientHeight / 2
  }

  function look() {
    waiting = false
    follow()
    if (heading) title?.classList.toggle("md-header__title--active", heading.getBoundingClientRect().bottom < HEADER)
    if (up) up.hidden = scrollY < innerHeight || scrollY >= height
    height = scrollY
  }

  const soon = () => {
    if (!waiting) requestAnimationFrame(look)
    waiting = true
  }
  addEventListener("scroll", soon, {passive: true})
  soon()
  up?.addEventListener("click", () => {
    scrollTo(0, 0)
    document.querySelector(".md-skip")?.focus({preventScroll: true})
  })

  /* ---- what scrolls sideways can be reached by keyboard, and only then is a stop */

  const sizes = new ResizeObserver(entries => {
    for (const {target} of entries) {
      const scrolls = target.scrollWidth > target.clientWidth + 1
      for (const [name, value] of STOP) {
        if (scrolls) target.setAttribute(name, value)
        else target.removeAttribute(name)
      }
    }
  })
  for (const table of all(".md-typeset table:not([class])")) {
    const [outer, inner] = ["scrollwrap", "table"].map(name => {
      const element = document.createElement("div")
      element.className = `md-typeset__${name}`
      return element
    })
    table.replaceWith(outer)
    outer.append(inner)
    inner.append(table)
    if (!outer.closest(".grid")) sizes.observe(outer) // which is a frame itself
  }
  for (const code of all(".md-typeset pre > code")) sizes.observe(code)

  /* ---- names that style sheets give are given again for browsers that do not read them out */

  for (const link of all("[data-block] a:empty")) link.ariaLabel = "本段链接"

  /* ---- folded parts open where an address leads into them, and on paper */

  function unfold() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
    const closed = all("details:not([open])").filter(each => target && each.contains(target))
    for (const each of closed) each.open = true
    if (closed.length) target.scrollIntoView()
  }
  addEventListener("hashchange", unfold)
  unfold()

  let folded = []
  addEventListener("beforeprint", () => {
    folded = all("article details:not([open])")
    for (const each of folded) each.open = true
  })
  addEventListener("afterprint", () => {
    for (const each of folded) each.open = false
  })
}

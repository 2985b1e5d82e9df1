/* Keys for readers: j and k go from paragraph to paragraph, t to the themes, n and p to other speeches; ? shows them all.
   The search box hears / itself. A letter alone must be possible to switch off (WCAG 2.1.4): ? does it. */
"use strict"

{
  const NAMES = [
    ["j", "下一段"], ["k", "上一段"], ["t", "这一段的主题；没有选中一段时，本篇的主题"], ["n", "下一篇"], ["p", "上一篇"],
    ["/", "检索"], ["Esc", "收起"], ["?", "这张表"],
  ]
  const STORE = `${new URL("../../", document.currentScript.src).pathname}keys` // in the browser, "off" where they are not wanted
  const LINE = 0.25 // of the window's height: where a paragraph comes to rest, so that what comes before it is in sight
  const slow = matchMedia("(prefers-reduced-motion: no-preference)")
  const blocks = [...document.querySelectorAll(".page-speech [data-block]")]
  let at = null // the paragraph that was chosen last

  const top = block => block.getBoundingClientRect().top
  const line = () => innerHeight * LINE

  function seen(block) {
    const box = block.getBoundingClientRect()
    return box.bottom > 0 && box.top < innerHeight
  }

  function rest(block, smooth) {
    block.tabIndex = -1
    block.focus({preventScroll: true})
    scrollTo({top: scrollY + top(block) - line(), behavior: smooth && slow.matches ? "smooth" : "instant"})
    at = block
  }

  /* From the chosen paragraph on, or from where the reader is. */
  function step(by, smooth) {
    const near = by > 0 ? blocks.find(each => top(each) > line() + 2) : blocks.findLast(each => top(each) < line() - 2)
    const next = at ? blocks[blocks.indexOf(at) + by] : near
    if (next) rest(next, smooth)
  }

  /* The mark of the chosen paragraph opens and closes; without one the themes at the head of the speech. */
  function themes() {
    const mark = at?.closest(".paragraph")?.querySelector(".marks")
    if (!mark) {
      document.querySelector(".page-speech .chips a")?.focus()
      return
    }
    mark.open = !mark.open
    if (mark.open) mark.querySelector("summary").focus()
    else rest(at, false)
  }

  function make(tag, words, ...children) {
    const element = document.createElement(tag)
    element.append(words, ...children)
    return element
  }

  function dialog() {
    const made = make("dialog", "")
    const title = make("h2", "键盘")
    const wanted = make("input", "")
    const close = make("button", "关闭")
    made.className = "keys md-typeset"
    title.id = "keys-title"
    made.setAttribute("aria-labelledby", title.id)
    wanted.type = "checkbox"
    wanted.checked = on()
    wanted.addEventListener("change", () => keep(wanted.checked))
    close.type = "button"
    close.addEventListener("click", () => made.close())
    made.addEventListener("close", () => made.remove())
    const list = make("dl", "", ...NAMES.flatMap(([key, does]) => [make("dt", make("kbd", key)), make("dd", does)]))
    made.append(title, list, make("label", wanted, " 启用单个字母的键"), close)
    document.body.append(made)
    made.showModal()
  }

  /* Storage can be closed to a page; then the keys are on. */
  function on() {
    try {
      return localStorage.getItem(STORE) !== "off"
    } catch {
      return true
    }
  }

  function keep(wanted) {
    try {
      if (wanted) localStorage.removeItem(STORE)
      else localStorage.setItem(STORE, "off")
    } catch {}
  }

  const acts = {
    j: ({repeat}) => step(1, !repeat),
    k: ({repeat}) => step(-1, !repeat),
    t: themes,
    n: () => document.querySelector(".turn [rel=next]")?.click(),
    p: () => document.querySelector(".turn [rel=prev]")?.click(),
  }

  document.addEventListener("keydown", event => {
    const {target, key} = event
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    if (target.closest?.("input, textarea, select, dialog") || target.isContentEditable) return
    if (key === "?" || key === "？") dialog()
    else if (blocks.length && Object.hasOwn(acts, key) && on()) acts[key](event)
    else return
    event.preventDefault()
  })
  document.addEventListener("focusin", ({target}) => {
    const block = target.closest(".paragraph")?.querySelector("[data-block]") ?? target.closest("[data-block]")
    if (block) at = block
  })
  // Who scrolls away starts from where they are.
  document.addEventListener("scrollend", () => {
    if (at && !seen(at)) at = null
  })
}

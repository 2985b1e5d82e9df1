/* Light or dark, before anything is drawn: what the reader chose, else what the system says.

   In: the choice that this browser keeps for this site. Out: the scheme on `body`, which the style sheets follow; the
   button in the header changes it. Runs where it stands, at the head of `body`; everything else waits for the page. */
"use strict"

{
  document.documentElement.classList.replace("no-js", "js")
  const key = `${new URL("../../", document.currentScript.src).pathname}scheme`
  const system = matchMedia("(prefers-color-scheme: dark)")
  let button = null

  /* A browser may refuse to keep anything. */
  const kept = act => {
    try {
      return act(localStorage)
    } catch {
      return null
    }
  }
  const show = () => {
    const scheme = kept(store => store.getItem(key)) ?? (system.matches ? "slate" : "default")
    document.body.setAttribute("data-md-color-scheme", scheme)
    button?.setAttribute("aria-pressed", String(scheme === "slate"))
    return scheme
  }

  system.addEventListener("change", show)
  document.addEventListener("DOMContentLoaded", () => {
    button = document.querySelector(".scheme")
    button.addEventListener("click", () => {
      const other = show() === "slate" ? "default" : "slate"
      kept(store => store.setItem(key, other))
      show()
    })
    show()
  })
  show()
}

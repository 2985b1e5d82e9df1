/* Light or dark, before anything is drawn: what the reader chose, else what the system says.

   In: the button in the header and the choice that this browser keeps for this site. Out: the scheme on `body`, which the
   style sheets follow. Runs where it stands, right behind the button; everything else waits for the page. */
"use strict"

{
  document.documentElement.classList.replace("no-js", "js")
  const key = `${new URL("../../", document.currentScript.src).pathname}scheme`
  const button = document.currentScript.previousElementSibling
  const system = matchMedia("(prefers-color-scheme: dark)")

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
    button.setAttribute("aria-pressed", String(scheme === "slate"))
    return scheme
  }

  button.addEventListener("click", () => {
    const other = show() === "slate" ? "default" : "slate"
    kept(store => store.setItem(key, other))
    show()
  })
  system.addEventListener("change", show)
  show()
}

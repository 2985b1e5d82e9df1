/* What Material's search box lacks: exact totals, a way to the search page, and words for a failure.

   Runs before Material's bundle. The bundle keeps its worker to itself, so the one call that makes it is watched; after
   that call `Worker` is the browser's again. On the search page the box goes away: there is one search, and `q` is its. */
"use strict"

{
  const root = new URL("../../../", document.currentScript.src)

  /* A link that Material's arrows and Enter take for a result, the last one: Enter asks for a score. */
  function link(words, href) {
    const element = document.createElement("a")
    const inner = document.createElement("span")
    inner.dataset.mdScore = "-1"
    inner.textContent = words
    element.href = href
    element.append(inner)
    return element
  }

  /* Tries again without leaving the page: Material would close the box on a click on a link. */
  function retry(act) {
    const element = link("重试", "?")
    element.setAttribute("role", "button")
    element.addEventListener("click", event => {
      event.preventDefault()
      event.stopPropagation()
      act()
    })
    return element
  }

  function attend(worker) {
    const result = document.querySelector("[data-md-component=search-result]")
    const input = document.querySelector("[data-md-component=search-query]")
    if (!result || !input) return
    const meta = result.firstElementChild
    const foot = document.createElement("p")
    foot.className = "md-search-result__foot"
    foot.hidden = true
    result.append(foot)
    meta.setAttribute("role", "status")
    const asked = () => `q=${encodeURIComponent(input.value)}`

    function tell({totals, failure}) {
      foot.hidden = !totals
      foot.replaceChildren(link("在检索页看全部，可以筛选、排序、下载", `${new URL("search/", root)}?${asked()}`))
      if (failure) meta.replaceChildren(failure, retry(() => worker.postMessage({type: 2, data: input.value})))
      else if (!totals.done) meta.textContent = "正在计数……"
      else if (totals.empty) meta.textContent = "这些符号检索时不计，所以没有结果。请输入文字。"
      else if (totals.speeches) meta.textContent = `${totals.speeches} 篇讲话有结果，共 ${totals.hits} 处`
      else meta.textContent = totals.pages ? "讲话里没有；本站别的页面里有结果" : "没有找到符合条件的结果"
    }

    worker.addEventListener("error", () => {
      meta.replaceChildren("检索程序没有装好。", retry(() => location.assign(`?${asked()}`)))
    })
    worker.addEventListener("message", ({data: {data}}) => {
      if (data?.totals || data?.failure) tell(data)
      else foot.hidden = true
    })
    input.addEventListener("focus", () => worker.postMessage({type: "warm"}), {once: true})
    // Material hears keys only; text that is pasted or dictated counts as well.
    input.addEventListener("input", event => event.isComposing || input.dispatchEvent(new Event("keyup")))
  }

  if (document.querySelector("[data-find]")) {
    for (const each of document.querySelectorAll("[data-md-component=search], .md-header [for=__search]")) each.remove()
    import(new URL("page.js", document.currentScript.src)).catch(() => {
      document.querySelector("[data-find-status]").replaceChildren("检索程序没有取到，请检查网络。", link("重试", location.href))
    })
  } else {
    const Browser = window.Worker
    window.Worker = function (address, options) {
      window.Worker = Browser
      const worker = new Browser(address, options)
      // A task later, so that Material has subscribed: what is said here is said after it.
      queueMicrotask(() => attend(worker))
      return worker
    }
  }

  if (new URLSearchParams(location.search).get("h")) import(new URL("assets/javascripts/search/mark.js", root))
}

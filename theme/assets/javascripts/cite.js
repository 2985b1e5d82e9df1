/* Citations a reader takes along. On a speech, a button at each paragraph copies its words with their reference: the line
   that the head of the page states, the day, the paragraph's number and address. On the page that goes with a speech the
   reference gets the day, and a button. Without this script the pages stand as they are, and lack nothing but the buttons.

   The words are the published ones exactly: a button's sign is drawn by cite.css and adds none. */

const LASTS = 2500 // ms that a button says that it is done
const PLACE = "[引用日期]"

const stated = document.head.querySelector('meta[name="DCTERMS.bibliographicCitation"]')?.content
const said = make("p", "cite-said")
said.setAttribute("role", "status")

function make(tag, name, words = "") {
  const element = document.createElement(tag)
  element.className = name
  element.textContent = words
  return element
}

/* The reader's day, not that of Greenwich. */
function today() {
  const now = new Date()
  const two = number => String(number).padStart(2, "0")
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

function address(id) {
  const own = document.head.querySelector("link[rel=canonical]")?.href ?? location.origin + location.pathname
  return `${own}#${id}`
}

/* `number`: of the paragraph in the running text, 0 for what is none of its paragraphs. */
function reference(id, number) {
  const read = `${stated.endsWith("/OL]") ? ". " : ""}[${today()}]`
  return `${stated}${read}${number ? `：正文第 ${number} 段` : ""}. ${address(id)}`
}

/* Without https a browser keeps its clipboard to itself: an old way, then the reader's own hand. */
function copyOtherwise(words) {
  const box = make("dialog", "cite-box")
  const hint = make("p", "", "浏览器不让网页复制。文字已经选中，请按 Ctrl+C（⌘C）。")
  const field = make("textarea", "")
  const close = make("button", "", "关闭")
  field.value = words
  field.readOnly = true
  field.setAttribute("aria-label", "引文")
  close.addEventListener("click", () => box.close())
  box.addEventListener("close", () => box.remove())
  box.append(hint, field, close)
  document.body.append(box)
  box.showModal()
  field.select()
  const done = document.execCommand("copy")
  if (done) box.close()
  return done
}

async function copy(words) {
  try {
    await navigator.clipboard.writeText(words)
    return true
  } catch {
    return copyOtherwise(words)
  }
}

async function take(button, words) {
  if (!await copy(words)) return
  said.textContent = ""
  button.dataset.done = ""
  requestAnimationFrame(() => { said.textContent = "已复制" })
  setTimeout(() => { delete button.dataset.done }, LASTS)
  button.focus({preventScroll: true})
}

function added(to, name, label, words) {
  const button = make("button", name)
  button.type = "button"
  button.setAttribute("aria-label", label)
  button.addEventListener("click", () => take(button, words()))
  to.append(button)
}

function atParagraphs() {
  let count = 0
  for (const block of document.querySelectorAll(".page-speech [data-block]:not([data-block=heading])")) {
    const number = ["paragraph", "closing"].includes(block.dataset.block) ? ++count : 0
    const words = block.textContent
    const label = number ? `复制第 ${number} 段和引文` : "复制这一段和引文"
    added(block, "take", label, () => `“${words}”（${reference(block.id, number)}）`)
  }
}

if (stated) atParagraphs()
for (const line of document.querySelectorAll(".reference")) {
  const speech = line.dataset.of ? `. ${new URL(line.dataset.of, location)}` : "" // where the site's address is not known
  const words = line.textContent.replace(PLACE, `[${today()}]${speech}`)
  line.textContent = words
  added(line, "take whole", "复制引文", () => words)
}
document.body.append(said)

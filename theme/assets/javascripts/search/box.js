/* The query's field with what completes it: a combobox with a listbox, as the ARIA practices draw it.

   ↓ and ↑ choose, Enter takes the choice, Esc closes the list, then empties the field. Nothing is chosen until somebody
   chooses, so Enter after typing searches for what was typed. While an input method composes, keys are its. */
import {make} from "./dom.js"

const SHOWN = 8 // suggestions at a time

export class Box {
  #chosen = -1
  #found = []
  #asked = 0

  /* `search(text)` hears a choice; `open(url)` a title that was chosen; `down()` ↓ where no list is open. */
  constructor(field, list, {words, search, open, down}) {
    Object.assign(this, {field, list, words, search, open, down})
    field.addEventListener("keydown", event => this.#key(event))
    field.addEventListener("blur", () => this.close())
    list.addEventListener("pointerdown", event => event.preventDefault()) // the field keeps the focus
    list.addEventListener("click", event => {
      const option = event.target.closest("[role=option]")
      if (option) this.#take(Number(option.dataset.at))
    })
  }

  /* Shows what completes the field's text, unless the text is another by then. */
  async offer() {
    const asked = ++this.#asked
    const found = await this.words.matches(this.field.value, SHOWN).catch(() => [])
    if (asked !== this.#asked || document.activeElement !== this.field) return
    this.#found = found
    this.#chosen = -1
    this.list.replaceChildren(...found.map(({text, kind}, at) =>
      make("li", {role: "option", id: `${this.list.id}-${at}`, "data-at": String(at), "aria-selected": "false"},
        make("span", {}, text), make("small", {}, kind))))
    this.#show(found.length > 0)
  }

  close() {
    this.#asked++
    this.#show(false)
  }

  #show(open) {
    this.list.hidden = !open
    this.field.setAttribute("aria-expanded", String(open))
    if (!open) this.#choose(-1)
  }

  #choose(at) {
    this.#chosen = at
    for (const option of this.list.children) {
      option.setAttribute("aria-selected", String(Number(option.dataset.at) === at))
    }
    if (at < 0) this.field.removeAttribute("aria-activedescendant")
    else {
      this.field.setAttribute("aria-activedescendant", this.list.children[at].id)
      this.list.children[at].scrollIntoView({block: "nearest"})
    }
  }

  #key(event) {
    if (event.isComposing) return
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key]
    if (step && !this.list.hidden) {
      const count = this.#found.length + 1 // one place is the field itself
      this.#choose((this.#chosen + 1 + step + count) % count - 1)
    } else if (step === 1) this.down()
    else if (event.key === "Enter" && this.#chosen >= 0) this.#take(this.#chosen)
    else if (event.key === "Escape" && !this.list.hidden) this.close()
    else return
    event.preventDefault()
  }

  #take(at) {
    const {text, url} = this.#found[at]
    this.close()
    if (url) this.open(url)
    else this.search(this.field.value.replace(/(-?)\S*$/, (_, sign) => sign + text))
  }
}

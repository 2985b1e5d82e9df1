/* Elements whose texts are texts: nothing here reads markup. */

/* make("a", {href: "…", class: "…"}, "text", element): null and false children are left out. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value)
    else if (name === "style") element.style.cssText = value // as an attribute the page's policy refuses it
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value)
  }
  element.append(...children.flat().filter(child => child !== null && child !== false && child !== ""))
  return element
}

export const number = value => value.toLocaleString("zh-CN")

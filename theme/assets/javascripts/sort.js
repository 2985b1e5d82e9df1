/* Tables in a `.sortable` container sort by a click on a column's name. Without this script they stand as they were made:
   sorted by what matters most. Cells are compared as numbers where all of a column's are, as words otherwise; empty ones come last. */
(() => {
  "use strict";

  const collator = new Intl.Collator("zh", { numeric: true });
  const text = (row, at) => row.cells[at].textContent.trim();
  const number = (said) => Number(said.replaceAll(",", ""));

  /* What the cells of a column are compared by: −1, 0 or 1 going up. */
  const comparing = (rows, at) => {
    const said = rows.map((row) => text(row, at)).filter(Boolean);
    return said.every((each) => !Number.isNaN(number(each)))
      ? (one, other) => number(one) - number(other)
      : collator.compare;
  };

  const sort = (table, head, at, direction) => {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const compare = comparing(rows, at);
    const sign = direction === "ascending" ? 1 : -1;
    rows.sort((one, other) => {
      const [left, right] = [text(one, at), text(other, at)];
      if (!left || !right) return (left ? 0 : 1) - (right ? 0 : 1);
      return sign * compare(left, right);
    });
    body.append(...rows);
    for (const each of head.cells) each.removeAttribute("aria-sort");
    head.cells[at].setAttribute("aria-sort", direction);
  };

  const enhance = (table) => {
    const head = table.tHead.rows[0];
    [...head.cells].forEach((cell, at) => {
      const button = document.createElement("button");
      const name = cell.textContent.trim();
      button.type = "button";
      button.className = "sort";
      button.title = `按“${name}”排序`;
      if (cell.querySelector("a")) {
        button.setAttribute("aria-label", button.title); /* the name stays a link; a button stands beside it */
        cell.append(button);
      } else {
        button.append(...cell.childNodes);
        cell.append(button);
      }
      button.addEventListener("click", () => {
        const numeric = cell.align === "right" || cell.align === "center";
        const first = numeric ? "descending" : "ascending";
        const second = numeric ? "ascending" : "descending";
        sort(table, head, at, cell.getAttribute("aria-sort") === first ? second : first);
      });
    });
  };

  for (const table of document.querySelectorAll(".sortable table")) enhance(table);
})();

"use strict";
// A click on a heading sorts the rows of each group by that column; without a script the rows stand as they are printed.
const number = text => parseFloat(text.replace(/[,<\s()[\]]/g, "").replace("\u2212", "-"));

function compared(one, other) {
  const [a, b] = [number(one), number(other)];
  if (!isNaN(a) && !isNaN(b)) return a - b;
  return isNaN(a) - isNaN(b) || one.localeCompare(other);
}

function sort(table, heading) {
  const column = heading.cellIndex;
  const turn = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  for (const other of heading.parentNode.cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", turn === 1 ? "ascending" : "descending");
  for (const group of table.tBodies) {
    const rows = [...group.rows].filter(row => row.cells.length > column && row.cells[0].scope === "row");
    const shown = row => row.cells[column].textContent;
    const [empty, filled] = [rows.filter(row => !shown(row)), rows.filter(shown)];
    filled.sort((one, other) => turn * compared(shown(one), shown(other)));
    group.append(...filled, ...empty);
  }
}

for (const table of document.querySelectorAll("table.sortable")) {
  for (const heading of [...table.tHead.rows].at(-1).querySelectorAll("th")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sort(table, heading));
    heading.append(button);
  }
}

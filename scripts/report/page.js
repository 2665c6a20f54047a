"use strict";
// A click on a heading sorts the rows of each group by that column; without a script the rows stand as they are printed.
const number = text => parseFloat(text.replace(/[,<\s()[\]]/g, "").replace("\u2212", "-"));

function compared(one, other) {
  const [a, b] = [number(one), number(other)];
  if (!isNaN(a) && !isNaN(b)) return a - b;
  return isNaN(a) - isNaN(b) || one.localeCompare(other);
}

// Rows with a name, each with the rows beneath it that have none, as standard errors.
function entries(group) {
  const found = [];
  for (const row of group.rows) {
    if (row.cells[0].scope === "row") found.push([row]);
    else if (row.cells[0].scope !== "rowgroup" && found.length) found.at(-1).push(row);
  }
  return found;
}

function sort(table, heading) {
  const column = heading.cellIndex;
  const turn = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  for (const other of heading.parentNode.cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", turn === 1 ? "ascending" : "descending");
  for (const group of table.tBodies) {
    const shown = entry => entry[0].cells[column].textContent;
    const known = entries(group);
    const [empty, filled] = [known.filter(entry => !shown(entry)), known.filter(shown)];
    filled.sort((one, other) => turn * compared(shown(one), shown(other)));
    group.append(...filled.flat(), ...empty.flat());
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

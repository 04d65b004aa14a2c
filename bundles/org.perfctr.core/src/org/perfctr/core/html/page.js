// SPDX-License-Identifier: EPL-2.0
"use strict";
// The page is whole without this script, which makes its tables sort and filter, and adds links to its sections.

const FEWEST_ROWS_TO_FILTER = 15;

const keyOf = (row, column) => {
  const cell = row.cells[column];
  if (cell.dataset.value) {
    return Number(cell.dataset.value);
  }
  return cell.className === "missing" ? "" : cell.textContent;
};

// Numbers before texts; what is empty or n/a comes last, whichever way the table is sorted.
const compare = (a, b, sign) => {
  if (a === "" || b === "") {
    return (a === "") - (b === "");
  }
  if (typeof a === "number" && typeof b === "number") {
    return sign * (a - b);
  }
  return sign * String(a).localeCompare(String(b), undefined, { numeric: true });
};

const sort = (head) => {
  const table = head.closest("table");
  const first = head.classList.contains("number") ? "descending" : "ascending";
  const other = first === "descending" ? "ascending" : "descending";
  const order = head.getAttribute("aria-sort") === first ? other : first;
  for (const cell of table.tHead.rows[0].cells) {
    cell.removeAttribute("aria-sort");
  }
  head.setAttribute("aria-sort", order);
  const sign = order === "ascending" ? 1 : -1;
  const rows = [...table.tBodies[0].rows].map((row) => ({ row, key: keyOf(row, head.cellIndex) }));
  rows.sort((a, b) => compare(a.key, b.key, sign));
  table.tBodies[0].append(...rows.map(({ row }) => row));
};

const filter = (table, text) => {
  const wanted = text.toLowerCase();
  for (const row of table.tBodies[0].rows) {
    row.hidden = !row.textContent.toLowerCase().includes(wanted);
  }
};

for (const table of document.querySelectorAll("table.sortable")) {
  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.textContent = head.textContent;
    button.addEventListener("click", () => sort(head));
    head.replaceChildren(button);
  }
  if (table.tBodies[0].rows.length >= FEWEST_ROWS_TO_FILTER) {
    const input = document.createElement("input");
    input.type = "search";
    input.placeholder = "filter";
    input.setAttribute("aria-label", `Filter ${table.getAttribute("aria-label")}`);
    input.addEventListener("input", () => filter(table, input.value));
    table.parentElement.before(input);
  }
}

const sections = document.createElement("nav");
sections.setAttribute("aria-label", "Sections");
for (const section of document.querySelectorAll("main > section")) {
  const link = document.createElement("a");
  link.href = `#${section.id}`;
  link.textContent = section.querySelector("h2").textContent;
  sections.append(link);
}
document.querySelector("main").before(sections);

// A link to a line opens the file that it is in.
const openTarget = () => document.getElementById(location.hash.slice(1))?.closest("details")?.setAttribute("open", "");
addEventListener("hashchange", openTarget);
openTarget();

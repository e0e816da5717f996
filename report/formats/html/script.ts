/**
 * The page's script: search, the filter, sorting by column heads, and opening the finding that a link leads to. It reads
 * what stands in the table and writes nothing into it but order and `hidden`.
 */
export const script = `
"use strict";
(() => {
  const table = document.getElementById("names");
  const open = () => {
    const found = /^#finding-[0-9]+$/.test(location.hash) ? document.getElementById(location.hash.slice(1)) : null;
    if (found) {
      for (let details = found; details; details = details.parentElement.closest("details")) details.open = true;
      found.scrollIntoView({ block: "nearest" });
      found.querySelector("summary").focus();
    }
  };
  addEventListener("hashchange", open);
  open();
  if (!table) return;

  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => ({ row, text: row.textContent.toLowerCase(), found: row.dataset.found === "1" }));
  const controls = document.getElementById("controls");
  const search = document.getElementById("search");
  const onlyFound = document.getElementById("only-found");
  const count = document.getElementById("count");
  const none = document.getElementById("none");
  const all = count.textContent;
  const filter = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, text, found } of rows) {
      row.hidden = !words.every((word) => text.includes(word)) || (onlyFound.checked && !found);
      shown += row.hidden ? 0 : 1;
    }
    count.textContent = shown === rows.length ? all : shown + " of " + all;
    none.hidden = shown > 0;
  };
  controls.hidden = false;
  controls.addEventListener("submit", (event) => event.preventDefault());
  search.addEventListener("input", filter);
  onlyFound.addEventListener("change", filter);

  const heads = [...table.tHead.rows[0].cells];
  const sort = (column) => {
    const head = heads[column];
    const direction = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", direction);
    const keys = new Map(rows.map(({ row }) => [row, row.cells[column].dataset.sort]));
    const sign = direction === "ascending" ? 1 : -1;
    rows.sort(({ row: one }, { row: other }) => sign * (keys.get(one) < keys.get(other) ? -1 : keys.get(one) > keys.get(other) ? 1 : 0));
    body.append(...rows.map(({ row }) => row));
  };
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => sort(column));
    head.replaceChildren(button);
  });
  filter();
})();
`;

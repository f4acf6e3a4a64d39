// Tables: sorted by any column, rows of hidden policies left out, only the chosen point's shown.
import type { State } from "./state";

const valueOf = (cell: HTMLTableCellElement): number | string => {
  const value = cell.dataset["v"];
  return value === undefined ? cell.textContent!.trim() : Number(value);
};

function compare(a: HTMLTableCellElement, b: HTMLTableCellElement): number {
  const [x, y] = [valueOf(a), valueOf(b)];
  if (typeof x === "number" && typeof y === "number") return x - y;
  if (typeof x === "number" || typeof y === "number") return typeof x === "number" ? -1 : 1;
  return x.localeCompare(y);
}

function sortBy(table: HTMLTableElement, column: number, descending: boolean): void {
  const body = table.tBodies[0]!;
  const rows = [...body.rows].sort((a, b) => compare(a.cells[column]!, b.cells[column]!) * (descending ? -1 : 1));
  body.append(...rows);
  [...table.tHead!.rows[0]!.cells].forEach((cell, i) => {
    if (i === column) cell.setAttribute("aria-sort", descending ? "descending" : "ascending");
    else cell.removeAttribute("aria-sort");
    const mark = cell.querySelector("button");
    if (mark) mark.textContent = i !== column ? "⇅" : descending ? "▼" : "▲";
  });
}

function makeSortable(table: HTMLTableElement): void {
  [...table.tHead!.rows[0]!.cells].forEach((cell, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "⇅";
    button.setAttribute("aria-label", `Sort by ${(cell.querySelector(".term") ?? cell).textContent!.trim()}`);
    button.addEventListener("click", () => sortBy(table, column, cell.getAttribute("aria-sort") === "ascending"));
    cell.append(" ", button);
  });
}

export function setUpTables(state: State): void {
  document.querySelectorAll<HTMLTableElement>("table.sortable").forEach(makeSortable);
  const update = () => {
    document.querySelectorAll<HTMLElement>(".point").forEach((e) => (e.hidden = Number(e.dataset["point"]) !== state.point));
    document.querySelectorAll<HTMLElement>("tr[data-policy]").forEach((e) => (e.hidden = state.hidden.has(Number(e.dataset["policy"]))));
  };
  update();
  state.listen(update);
}

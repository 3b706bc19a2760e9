// The table under a figure, filled with the numbers of a state.

import type { Told } from "./face";

const CAPTION = "The numbers";
const THINNED = "The numbers, thinned evenly";
const NUMBER = /^[-−]?\d[\d,. \u202f\u2009]*(e[-+]?\d+)?$/;

/** For each column whether all that it holds are numbers: such a column is set flush right. */
export function numberColumns(rows: readonly (readonly string[])[], columns: number): boolean[] {
  return Array.from({ length: columns }, (_, column) => {
    const cells = rows.map((row) => row[column] ?? "").filter((cell) => cell !== "");
    return cells.length > 0 && cells.every((cell) => NUMBER.test(cell));
  });
}

/** Fill the table; without rows it stays as it is. */
export function fillTable(table: HTMLTableElement, told: Told): void {
  if (!told.rows.length) return;
  if (table.caption) table.caption.textContent = told.complete ? CAPTION : THINNED;
  const header = told.header ?? [...(table.tHead?.rows[0]?.cells ?? [])].map((cell) => cell.textContent ?? "");
  const numbers = numberColumns(told.rows, header.length);
  table.tHead?.replaceChildren(rowOf(header, numbers, () => "col"));
  const rows = told.rows.map((row) => rowOf(row, numbers, (column) => (column === 0 ? "row" : "")));
  table.tBodies[0]?.replaceChildren(...rows);
}

/** A row whose cells with a scope are headers. */
function rowOf(
  cells: readonly string[],
  numbers: readonly boolean[],
  scope: (column: number) => string,
): HTMLTableRowElement {
  const row = document.createElement("tr");
  cells.forEach((text, column) => {
    const cell = document.createElement(scope(column) ? "th" : "td");
    if (scope(column)) cell.setAttribute("scope", scope(column));
    if (numbers[column]) cell.className = "number";
    cell.textContent = text;
    row.append(cell);
  });
  return row;
}

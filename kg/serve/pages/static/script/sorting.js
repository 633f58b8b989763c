// Order of cells and of rows: numbers as numbers, words as people look them up, the empty last.
import { el } from "./dom.js";

const words = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const NUMBER = /^[+-]?\d[\d,]*(?:\.\d+)?$/;

/** Compares two texts for one direction (1 up, -1 down); what is empty comes last in both. */
export function compare(a, b, direction) {
  if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1);
  const figures = NUMBER.test(a) && NUMBER.test(b);
  const order = figures ? Number(a.replaceAll(",", "")) - Number(b.replaceAll(",", "")) : words.compare(a, b);
  return direction * order;
}

/** Makes the heads of a table that stands in the page into buttons that sort it. */
export function sortable(table) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, at) => {
    const button = el("button", { type: "button", onclick: () => {
      const direction = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      heads.forEach((each) => each.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
      const text = (row) => row.cells[at]?.textContent.trim() ?? "";
      body.append(...[...body.rows].sort((a, b) => compare(text(a), text(b), direction)));
    } }, head.textContent);
    head.replaceChildren(button);
  });
}

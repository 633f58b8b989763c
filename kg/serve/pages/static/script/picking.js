// Marks on a drawing that can be picked by mouse and keyboard, and the line that tells what was.
import { el } from "./dom.js";

/** So many marks take part in the order of Tab, the weightiest first; the table has them all. */
const TABBED = 30;

/** The place under a drawing that tells what was picked. */
export const picked = () => el("div", { class: "picked", role: "status" });

/** Makes `mark` (an element of a drawing) something to pick; `nth` is its place by weight. */
export function pickable(mark, label, nth, pick) {
  mark.setAttribute("role", "button");
  mark.setAttribute("aria-label", label);
  mark.setAttribute("tabindex", nth < TABBED ? "0" : "-1");
  mark.classList.add("hit");
  const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
  title.textContent = label;
  mark.prepend(title);
  mark.addEventListener("click", pick);
  mark.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    pick();
  });
}

/** Shows the table with these rows alone; `name` says which they are. */
export function showRows(place, state, name, rows) {
  return el("button", { type: "button", onclick: () => {
    state.only = { name, rows: new Set(rows) };
    state.filter = "";
    place.closest(".answer").querySelector('[data-view="table"]').click();
  } }, "Show the rows");
}

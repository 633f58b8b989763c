// The plain editor: a text area with numbers at its lines. It asks nothing of a browser that a
// screen reader or an old machine could not give.
import "./site.js";
import { asking, FIRST, questionButtons, readAddress } from "./asking.js";

const form = document.getElementById("plain");
const area = document.getElementById("sparql");
const lines = document.getElementById("lines");
const wrong = document.getElementById("wrong");
const { query, state } = readAddress();
const answer = asking(document.getElementById("answer"), { state, goTo });

function number(bad) {
  const count = area.value.split("\n").length;
  const numbers = Array.from({ length: count }, (_, at) => {
    if (at + 1 !== bad) return `${at + 1}\n`;
    const mark = document.createElement("b");
    mark.textContent = String(at + 1);
    return [mark, "\n"];
  });
  lines.replaceChildren(...numbers.flat());
  lines.scrollTop = area.scrollTop;
}

/** Marks a line, and unless quietly goes there. */
function goTo(line, column, { quietly = false } = {}) {
  number(line);
  wrong.textContent = `Line ${line}, character ${column}`;
  wrong.hidden = false;
  area.setAttribute("aria-invalid", "true");
  if (quietly) return;
  const before = area.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  area.focus();
  area.setSelectionRange(before + column - 1, before + column - 1);
  area.scrollTop = Math.max(0, (line - 4) * (area.scrollHeight / area.value.split("\n").length));
}

function ask() {
  wrong.hidden = true;
  area.removeAttribute("aria-invalid");
  number();
  answer.ask(area.value);
}

function put(text) {
  area.value = text;
  area.rows = Math.min(30, Math.max(14, text.split("\n").length + 1));
  number();
}

area.addEventListener("input", () => {
  wrong.hidden = true;
  area.removeAttribute("aria-invalid");
  number();
});
area.addEventListener("scroll", () => {
  lines.scrollTop = area.scrollTop;
});
area.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  ask();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
questionButtons((text) => {
  put(text);
  ask();
  area.focus();
});
document.getElementById("other-editor")?.addEventListener("click", (event) => {
  event.currentTarget.hash = new URLSearchParams({ query: area.value }).toString();
});

put(query || FIRST);
if (query) ask();
document.documentElement.dataset.ready = "yes";

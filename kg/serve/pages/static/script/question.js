// The answer to a question whose values stand in the form, and so in the address.
import "./site.js";
import { asking, readAddress } from "./asking.js";
import { data } from "./dom.js";

const text = data("text");
if (text) {
  asking(document.getElementById("answer"), { fixed: true, state: readAddress().state }).ask(text);
}
// Fields that are left empty would only make the address long.
document.getElementById("ask").addEventListener("submit", (event) => {
  for (const field of event.target.elements) if (field.name && !field.value) field.disabled = true;
});
addEventListener("pageshow", () => {
  for (const field of document.getElementById("ask").elements) field.disabled = false;
});
document.documentElement.dataset.ready = "yes";

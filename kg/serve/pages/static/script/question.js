// The answer to a question whose values stand in the form, and so in the address.
import "./site.js";
import { asking } from "./asking.js";
import { data } from "./dom.js";

const text = data("text");
if (text) {
  const place = document.getElementById("answer");
  const state = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  asking(place, { name: place.dataset.file, address: false, state }).ask(text);
}
// Fields that are left empty would only make the address long.
document.getElementById("ask").addEventListener("submit", (event) => {
  for (const field of event.target.elements) if (field.name && !field.value) field.disabled = true;
});
addEventListener("pageshow", () => {
  for (const field of document.getElementById("ask").elements) field.disabled = false;
});
document.documentElement.dataset.ready = "yes";

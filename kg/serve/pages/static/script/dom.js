// Elements, made with text and never with markup: what articles say stays text.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

/** An element with attributes, listeners (onclick) and children: elements or text. */
export const el = (tag, attributes, ...children) =>
  fill(document.createElement(tag), attributes, children);

/** The same in a drawing. */
export const svg = (tag, attributes, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

/** What the server has put into the page for its scripts. */
export const data = (id) => JSON.parse(document.getElementById(id)?.textContent || "null");

/** Says something to those who hear the page. */
export function say(text) {
  let place = document.getElementById("said");
  if (!place) {
    place = el("p", { id: "said", class: "quiet", role: "status" });
    document.body.append(place);
  }
  place.textContent = text;
}

export const plural = (n, word) => `${n.toLocaleString("en")} ${word}${n === 1 ? "" : "s"}`;

// Countries of an answer on a map: a dot for each, an arc for each two that stand in one row.
import { countriesIn, countryOf, outlines } from "./countries.js";
import { el, plural, svg } from "./dom.js";
import { pickable, picked, showRows } from "./picking.js";
import { shapeOf } from "./shape.js";

/** Of a row with more countries than this, who works with whom is not told by standing in it. */
const MOST_PARTIES = 4;
const MOST_ARCS = 300;
const LABELLED = 16;

export const map = { name: "map", label: "Map", fits: (answer) => shapeOf(answer).countries.length > 0, draw };

function draw(answer, place, state) {
  const columns = shapeOf(answer).countries;
  // The rows of each country and of each pair.
  const dots = new Map();
  const arcs = new Map();
  const add = (to, key, row) => to.set(key, [...(to.get(key) ?? []), row]);
  let crowded = 0;
  for (const row of answer.rows) {
    const codes = [...new Set(columns.flatMap((at) => countriesIn(row[at])))].sort();
    for (const code of codes) add(dots, code, row);
    if (codes.length > MOST_PARTIES) crowded += 1;
    else codes.forEach((a, i) => codes.slice(i + 1).forEach((b) => add(arcs, `${a}-${b}`, row)));
  }
  const mostFirst = (a, b) => b[1].length - a[1].length;
  const placed = [...dots].filter(([code]) => countryOf(code)?.point).sort(mostFirst);
  const missing = [...dots.keys()].filter((code) => !countryOf(code)?.point);
  const lines = [...arcs].filter(([pair]) => pair.split("-").every((code) => countryOf(code)?.point)).sort(mostFirst);
  const told = picked();

  const path = (ring) => `M${ring.reduce((text, value, at) => text + (at ? (at % 2 ? "," : "L") : "") + value, "")}Z`;
  const coast = outlines();
  const drawing = svg("svg", { viewBox: "-1360 -640 2720 1240", role: "group", "aria-label": "Map of the countries in the answer" },
    coast.land.map((ring) => svg("path", { class: "land", d: path(ring) })),
    coast.water.map((ring) => svg("path", { class: "water", d: path(ring) })));

  const heaviest = lines[0]?.[1].length ?? 1;
  lines.slice(0, MOST_ARCS).reverse().forEach(([pair, rows], at, all) => {
    const n = rows.length;
    const [a, b] = pair.split("-").map((code) => countryOf(code));
    const arc = svg("path", { class: "arc", d: curve(a.point, b.point), "stroke-width": (2 + 10 * Math.sqrt(n / heaviest)).toFixed(1) });
    const mark = svg("g", {}, svg("path", { d: curve(a.point, b.point), fill: "none", stroke: "transparent", "stroke-width": 22 }), arc);
    pickable(mark, `${a.name} – ${b.name}: ${plural(n, "row")}`, all.length - 1 - at, () => tell(
      `${a.name} – ${b.name}`, rows, `/page/pair/${pair}`, "Page of the pair"));
    drawing.append(mark);
  });
  const most = placed[0]?.[1].length ?? 1;
  placed.forEach(([code, rows], at) => {
    const n = rows.length;
    const country = countryOf(code);
    const [x, y] = country.point;
    const radius = 7 + 19 * Math.sqrt(n / most);
    const mark = svg("g", {}, svg("circle", { class: "dot", cx: x, cy: y, r: radius.toFixed(1) }));
    pickable(mark, `${country.name}: ${plural(n, "row")}`, at, () => tell(
      country.name, rows, `/page/country/${code}`, "Page of the country"));
    drawing.append(mark);
    if (at < LABELLED) {
      drawing.append(svg("text", { class: "halo label", x: x + radius + 5, y: y + 9, "aria-hidden": "true" }, country.name));
    }
  });

  function tell(name, rows, page, title) {
    told.replaceChildren(`${name}: ${plural(rows.length, "row")} `, showRows(place, state, name, rows), " ", el("a", { href: page }, title));
  }
  const notes = [];
  if (lines.length > MOST_ARCS) notes.push(`Of ${plural(lines.length, "pair")} those with most rows are drawn, ${MOST_ARCS}.`);
  if (crowded) notes.push(`${plural(crowded, "row")} with more than ${MOST_PARTIES} countries ${crowded === 1 ? "makes" : "make"} dots, but no arcs.`);
  if (missing.length) notes.push(`Not on the map: ${missing.map((code) => countryOf(code)?.name ?? code).join(", ")}.`);
  place.replaceChildren(el("div", { class: "drawing map" }, drawing), told,
    el("p", { class: "small" }, `${placed.length === 1 ? "1 country" : `${placed.length} countries`}, by the rows they stand in. ${notes.join(" ")} Coasts are a backdrop; no border is shown.`));
}

/** A line that bends upwards, the more the longer it is. */
function curve([ax, ay], [bx, by]) {
  const bend = Math.min(220, Math.hypot(bx - ax, by - ay) * 0.25);
  return `M${ax},${ay}Q${((ax + bx) / 2).toFixed(0)},${((ay + by) / 2 - bend).toFixed(0)} ${bx},${by}`;
}

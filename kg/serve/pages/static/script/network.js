// Two columns of an answer as a network: what stands in them are its nodes, a row is a link.
import { countriesIn, countryOf } from "./countries.js";
import { el, plural, svg } from "./dom.js";
import { kindOf, labelsOf, pageOf, settings, short } from "./names.js";
import { place as placed } from "./layout.js";
import { pickable, picked, showRows } from "./picking.js";
import { shapeOf } from "./shape.js";

const MOST_NODES = 120;
const LABELLED = 45;
/** Columns that are often the two ends, those that say so most plainly first. */
const PAIRS = [["one", "other"], ["from", "to"], ["a", "b"], ["subject", "object"], ["institution", "partners"],
  ["institution", "country"], ["third", "countries"], ["actor", "country"], ["one", "topic"]];

export const network = { name: "network", label: "Network", fits: (answer) => ends(answer) !== null, draw };

const candidates = (answer) => {
  const { countries, things } = shapeOf(answer);
  return [...countries, ...things].sort((a, b) => a - b);
};

/** The two columns to begin with; null where there are none. */
function ends(answer) {
  const able = candidates(answer);
  const at = (name) => able.find((column) => answer.columns[column] === name);
  for (const [a, b] of PAIRS) if (at(a) !== undefined && at(b) !== undefined) return [at(a), at(b)];
  const { countries } = shapeOf(answer);
  if (countries.length > 1) return countries.slice(0, 2);
  const listed = countries.find((column) => answer.rows.some((row) => countriesIn(row[column]).length > 1));
  if (listed !== undefined) return [listed, listed];
  const iris = able.filter((column) => answer.rows.some((row) => row[column]?.type === "uri"));
  return iris.length > 1 ? iris.slice(0, 2) : null;
}

/** What a cell stands for: keys of nodes. */
function nodesIn(term) {
  if (!term) return [];
  const codes = countriesIn(term);
  if (codes.length) return codes.map((code) => `${settings.prefixes.country}${code}`);
  return [term.value];
}

async function draw(answer, place, state, changed) {
  const able = candidates(answer);
  const named = (state.top ?? "").split(",").map((name) => answer.columns.indexOf(name)).filter((at) => able.includes(at));
  const [from, to] = named.length === 2 ? named : ends(answer);
  const choose = (which) => (event) => {
    const both = [from, to].map((at) => answer.columns[at]);
    both[which] = event.target.value;
    state.top = both.join(",");
    changed();
    draw(answer, place, state, changed);
  };
  const select = (which, label) => el("label", {}, `${label} `, el("select", { onchange: choose(which) },
    able.map((at) => el("option", { value: answer.columns[at], selected: at === [from, to][which] }, answer.columns[at]))));

  // The rows of each node and of each link.
  const rowsOf = new Map();
  const links = new Map();
  const add = (into, key, row) => into.set(key, [...(into.get(key) ?? []), row]);
  for (const row of answer.rows) {
    const left = nodesIn(row[from]);
    const right = nodesIn(row[to]);
    for (const each of new Set([...left, ...right])) add(rowsOf, each, row);
    for (const a of left) for (const b of right) {
      if (a === b || (from === to && a > b)) continue;
      add(links, a < b ? `${a}\n${b}` : `${b}\n${a}`, row);
    }
  }
  const kept = [...rowsOf].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_NODES).map(([key]) => key);
  const index = new Map(kept.map((key, at) => [key, at]));
  const edges = [...links].map(([key, rows]) => [...key.split("\n"), rows]).filter(([a, b]) => index.has(a) && index.has(b))
    .map(([a, b, rows]) => ({ a: index.get(a), b: index.get(b), n: rows.length, rows }))
    .sort((x, y) => y.n - x.n);
  const labels = await labelsOf(kept.filter((key) => pageOf(key))).catch(() => new Map());
  const name = (key) => {
    const code = countriesIn({ type: "uri", value: key })[0];
    return (code ? countryOf(code).name : labels.get(key)) ?? (pageOf(key) ? short(key) : key);
  };
  const points = placed(kept.length, edges);
  const told = picked();
  const drawing = svg("svg", { viewBox: "0 0 1100 680", role: "group", "aria-label": `Network of ${answer.columns[from]} and ${answer.columns[to]}` });
  const heaviest = edges[0]?.n ?? 1;
  [...edges].reverse().forEach(({ a, b, n, rows }, at, all) => {
    const [ax, ay, bx, by] = [...points[a], ...points[b]].map((value) => value.toFixed(1));
    const mark = svg("g", {}, svg("line", { x1: ax, y1: ay, x2: bx, y2: by, stroke: "transparent", "stroke-width": 12 }),
      svg("line", { class: "arc", x1: ax, y1: ay, x2: bx, y2: by, "stroke-width": (1 + 6 * Math.sqrt(n / heaviest)).toFixed(1) }));
    pickable(mark, `${name(kept[a])} – ${name(kept[b])}: ${plural(n, "row")}`, all.length - 1 - at, () => told.replaceChildren(
      `${name(kept[a])} – ${name(kept[b])}: ${plural(n, "row")} `, showRows(place, state, `${name(kept[a])} – ${name(kept[b])}`, rows)));
    drawing.append(mark);
  });
  const most = rowsOf.get(kept[0])?.length ?? 1;
  kept.forEach((key, at) => {
    const [x, y] = points[at];
    const rows = rowsOf.get(key);
    const radius = 4 + 11 * Math.sqrt(rows.length / most);
    const country = countriesIn({ type: "uri", value: key }).length > 0;
    const mark = svg("g", {}, svg("circle", { class: `dot ${country ? "" : "other"} ${kindOf(key)}`, cx: x.toFixed(1), cy: y.toFixed(1), r: radius.toFixed(1) }));
    const page = pageOf(key);
    pickable(mark, `${name(key)}: ${plural(rows.length, "row")}`, at, () => told.replaceChildren(
      `${name(key)}: ${plural(rows.length, "row")} `, showRows(place, state, name(key), rows), " ",
      page ? el("a", { href: page }, "To its page") : ""));
    drawing.append(mark);
    if (at < LABELLED) {
      const left = x > 850;
      const text = name(key);
      drawing.append(svg("text", { class: "halo", x: left ? x - radius - 4 : x + radius + 4, y: y + 4, "text-anchor": left ? "end" : "start", "aria-hidden": "true" },
        text.length > 34 ? `${text.slice(0, 33)}…` : text));
    }
  });
  const notes = rowsOf.size > MOST_NODES ? ` Of ${rowsOf.size.toLocaleString("en")} nodes, the ${MOST_NODES} with most rows are drawn.` : "";
  place.replaceChildren(el("div", { class: "bar" }, select(0, "Between"), select(1, "and")),
    el("div", { class: "drawing" }, drawing), told,
    el("p", { class: "small" }, `A link for each two that stand in one row, thicker for more rows. What it means is for the query to say.${notes}`));
}

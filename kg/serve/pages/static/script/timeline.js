// Rows of an answer in time: a mark for each, above the time that a column gives.
import { el, plural, svg } from "./dom.js";
import { evidenceOf, openEvidence } from "./evidence.js";
import { labelsOf, short } from "./names.js";
import { pickable, picked } from "./picking.js";
import { shapeOf, timeOf } from "./shape.js";

const WIDTH = 1100;
const [LOWEST, HIGHEST] = [110, 300];
const EDGE = 30;
/** With more rows than this, bars of years take the place of marks. */
const MOST_MARKS = 1500;
const STATUS = /\b(proposed|planned|signed|ongoing|completed|ended)$/;

export const timeline = { name: "timeline", label: "Timeline", fits: (answer) => shapeOf(answer).dates.length > 0, draw };

function draw(answer, place, state, changed) {
  const { dates } = shapeOf(answer);
  const wanted = answer.columns.indexOf(state.top);
  const column = dates.includes(wanted) ? wanted : dates[0];
  const choice = dates.length > 1 ? el("label", {}, "By ", el("select", { onchange: (event) => {
    state.top = event.target.value;
    changed();
    draw(answer, place, state, changed);
  } }, dates.map((at) => el("option", { value: answer.columns[at], selected: at === column }, answer.columns[at])))) : null;

  const timed = answer.rows.map((row) => ({ row, when: timeOf(row[column]) })).filter(({ when }) => when)
    .sort((a, b) => a.when.at - b.when.at);
  const without = answer.rows.length - timed.length;
  if (!timed.length) {
    place.replaceChildren(choice ?? "", el("p", { class: "empty" }, "No row has a time in that column."));
    return;
  }
  const first = Math.floor(timed[0].when.at);
  const last = Math.floor(timed.at(-1).when.at) + 1;
  const x = (at) => EDGE + ((at - first) / (last - first)) * (WIDTH - 2 * EDGE);
  const slots = 110;
  const stacks = new Map();
  for (const each of timed) {
    const slot = Math.floor(((each.when.at - first) / (last - first)) * slots);
    each.level = stacks.get(slot) ?? 0;
    stacks.set(slot, each.level + 1);
  }
  const tallest = Math.max(...stacks.values());
  const height = timed.length > MOST_MARKS ? HIGHEST : Math.min(HIGHEST, Math.max(LOWEST, 50 + tallest * 11));
  const base = height - 32;
  const told = picked();
  const drawing = svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "group", "aria-label": `Rows of the answer by ${answer.columns[column]}` });
  const step = [1, 2, 5, 10, 20, 50, 100].find((years) => (last - first) / years <= 14) ?? 200;
  for (let year = Math.ceil(first / step) * step; year <= last; year += step) {
    drawing.append(svg("line", { class: "grid", x1: x(year), x2: x(year), y1: 8, y2: base }),
      svg("text", { x: x(year), y: base + 20, "text-anchor": "middle", "aria-hidden": "true" }, String(year)));
  }
  drawing.append(svg("line", { class: "grid", x1: EDGE, x2: WIDTH - EDGE, y1: base, y2: base }));
  const statuses = answer.columns.findIndex((name) => name === "status" || name === "reported");
  const statusOf = (row) => STATUS.exec(row[statuses]?.value ?? "")?.[1] ?? "";

  if (timed.length > MOST_MARKS) bars();
  else marks();

  function bars() {
    const years = new Map();
    for (const { when } of timed) years.set(Math.floor(when.at), (years.get(Math.floor(when.at)) ?? 0) + 1);
    const most = Math.max(...years.values());
    for (const [year, n] of years) {
      const high = (n / most) * (base - 20);
      const mark = svg("g", {}, svg("rect", { class: "dot", x: x(year) + 1, y: base - high, width: Math.max(2, x(year + 1) - x(year) - 2), height: high }));
      pickable(mark, `${year}: ${plural(n, "row")}`, year - first, () => told.replaceChildren(`${year}: ${plural(n, "row")}`));
      drawing.append(mark);
    }
  }

  function marks() {
    const radius = Math.max(1.5, Math.min(4.6, (base - 12) / tallest / 2.2));
    timed.forEach(({ row, when, level }, at) => {
      const mark = svg("g", {}, svg("circle", { class: `dot mark ${statusOf(row)}${when.rough ? " rough" : ""}`,
        cx: x(when.at).toFixed(1), cy: (base - radius * 1.6 - level * radius * 2.2).toFixed(1), r: radius.toFixed(1) }));
      pickable(mark, nameOf(answer, row, column), at, () => pick(row));
      drawing.append(mark);
    });
  }

  async function pick(row) {
    const iris = row.filter((term) => term?.type === "uri").map((term) => term.value);
    const labels = await labelsOf(iris).catch(() => new Map());
    const evidence = evidenceOf(answer.columns, row);
    const line = el("tr", {}, el("td", {}, nameOf(answer, row, column, labels), " ",
      evidence ? el("button", { type: "button", "aria-expanded": "false", onclick: (event) => openEvidence(event.currentTarget, line, evidence) }, "Evidence") : null));
    told.replaceChildren(el("table", {}, el("tbody", {}, line)));
  }

  place.replaceChildren(choice ? el("div", { class: "bar" }, choice) : "", el("div", { class: "drawing timeline" }, drawing), told,
    el("p", { class: "small" }, timed.length > MOST_MARKS ? `A bar for each year: ${plural(timed.length, "row")} are too many for marks. ` : "A mark for each row; hollow where only the year or month is known. ",
      without ? `${plural(without, "row")} without a time in this column ${without === 1 ? "is" : "are"} not drawn.` : ""));
}

/** A row in a line: its time, and what else is short. */
function nameOf(answer, row, column, labels = new Map()) {
  const rest = row.map((term, at) => {
    if (!term || at === column || term.value.length > 60 || /^https?:/.test(term.value)) {
      return term?.type === "uri" && labels.has(term.value) ? labels.get(term.value) : null;
    }
    return term.type === "uri" ? labels.get(term.value) ?? short(term.value) : term.value;
  });
  return [row[column].value, ...rest].filter(Boolean).slice(0, 6).join(" · ");
}

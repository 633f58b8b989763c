/* The table of links, in step with the drawing. */
const cell = (text, act) => ({ text, act });
const years = (total) => ({
  node: () => h("span", { class: "number" }, span(total.years)),
  text: span(total.years),
  key: total.years ? total.years[0] : 9999,
});
const statusCell = (total) => ({
  node: () => briefTally(total),
  text: STATUSES.filter((status) => total.statuses.get(status))
    .map((status) => `${total.statuses.get(status)} ${status}`)
    .join(", "),
  key: STAGES.map((status) => String(total.statuses.get(status)).padStart(5, "0"))
    .reverse()
    .join(),
});
const furthestCell = (total) => ({
  node: () => statusWord(total.furthest),
  text: total.furthest,
  key: STAGES.indexOf(total.furthest),
});
function topicsOf(group) {
  const counts = new Map();
  group.forEach((entry) =>
    entry.act.topics.forEach((topic) => counts.set(topic, (counts.get(topic) || 0) + 1)),
  );
  return [...counts]
    .sort((x, y) => y[1] - x[1] || x[0] - y[0])
    .slice(0, 3)
    .map(([topic]) => TOPICS[topic].label)
    .join(", ");
}
const engagementTable = (group) => [
  actsWord(group),
  ["Engagement", "Date", "Status", "Origins", "Countries", "Institutions and people"],
  group.map((entry) => later(() => [
    cell(TYPE.get(entry.act.type) || "Link", () => reveal(entry.act.id)),
    { text: entry.when, key: entry.order },
    { node: () => statusWord(entry.status), text: entry.status, key: STAGES.indexOf(entry.status) },
    entry.origins.length,
    entry.act.countries.map((country) => COUNTRIES[country].name).join(", "),
    entry.act.actors.map((actor) => ACTORS[actor].name).join(", "),
  ])),
];
const pairTable = (pairs) => [
  "Pairs of countries",
  ["Countries", "Engagements", "Origins", "Years", "By status", "Topics"],
  pairs.map(({ ends: [a, b], group }) =>
    later(() => {
      const total = sum(group);
      return [
        cell(`${COUNTRIES[a].name} – ${COUNTRIES[b].name}`, () => toPair(a, b)),
        total.n,
        total.origins,
        years(total),
        statusCell(total),
        topicsOf(group),
      ];
    }),
  ),
];
const bridgeTable = (linking) => [
  "Institutions",
  ["Institution", "Kind", "Country", "Partners", "Engagements and links", "Origins", "Years", "Furthest"],
  () =>
    linking.slice(0).map((bridge) =>
      later(() => {
        const total = sum(bridge.all),
          actor = ACTORS[bridge.actor];
        return [
          cell(actor.name, () => toActor(bridge.actor)),
          typeOf(actor),
          actor.country === null ? "international" : COUNTRIES[actor.country].name,
          bridge.partners.size,
          total.n,
          total.origins,
          years(total),
          furthestCell(total),
        ];
      }),
    ),
];
// A row that is made when it is shown, sorted by or saved.
function later(make) {
  let row = null;
  return () => row || (row = make());
}
const cellsOf = (row) => (typeof row === "function" ? row() : row);
const sorting = new Map();
let tab = new Map();
let current = null;
function renderTables(tables) {
  const chosen = Math.min(tab.get(at.view) || 0, tables.length - 1);
  const [title, header, made] = tables[chosen],
    rows = typeof made === "function" ? made() : made;
  $("links-title").textContent =
    tables.length > 1
      ? `${figure(rows.length)} ${title.toLowerCase()}`
      : `${title} (${figure(rows.length)})`;
  $("kinds").replaceChildren(
    ...(tables.length < 2
      ? []
      : tables.map(([name], i) =>
          h(
            "button",
            {
              type: "button",
              "aria-pressed": String(i === chosen),
              onclick: () => {
                tab.set(at.view, i);
                renderTables(tables);
              },
            },
            name,
          ),
        )),
  );
  const key = (value) =>
    typeof value === "object"
      ? value.key !== undefined
        ? value.key
        : fold(value.text)
      : typeof value === "string"
        ? fold(value)
        : value;
  const text = (value) => (typeof value === "object" ? value.text : String(value));
  const order = sorting.get(title),
    sorted = [...rows];
  if (order)
    sorted.sort((a, b) => {
      const x = key(cellsOf(a)[order.column]),
        y = key(cellsOf(b)[order.column]);
      return (x < y ? -1 : x > y ? 1 : 0) * order.way;
    });
  const first = sorted.slice(0, ROWS_AT_ONCE);
  const isFigure = header.map(
    (_, i) => rows.length > 0 && first.every((row) => typeof cellsOf(row)[i] === "number"),
  );
  function sort(column) {
    const way = order && order.column === column ? -order.way : isFigure[column] ? -1 : 1;
    sorting.set(title, { column, way });
    renderTables(tables);
    $("table").querySelectorAll("thead button")[column].focus();
  }
  const rowOf = (row) =>
    h(
      "tr",
      {},
      cellsOf(row).map((value, i) =>
        h(
          i === 0 ? "th" : "td",
          { scope: i === 0 ? "row" : null, class: isFigure[i] ? "figure" : null },
          value && value.act
            ? button(value.text, value.act)
            : value && value.node
              ? value.node()
              : h("bdi", {}, text(value)),
        ),
      ),
    );
  current = {
    title,
    header,
    rows: () => sorted.map((row) => cellsOf(row).map(text)),
    grow: () => {},
  };
  $("table").replaceChildren(
    h("caption", { class: "quiet" }, title),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        header.map((word, i) =>
          h(
            "th",
            {
              scope: "col",
              class: isFigure[i] ? "figure" : null,
              "aria-sort":
                order && order.column === i ? (order.way > 0 ? "ascending" : "descending") : null,
            },
            h("button", { type: "button", onclick: () => sort(i) }, word),
          ),
        ),
      ),
    ),
    h("tbody", {}, first.map(rowOf)),
  );
  if (sorted.length <= ROWS_AT_ONCE) return;
  let next = ROWS_AT_ONCE;
  function grow(most) {
    $("table").tBodies[0].append(...sorted.slice(next, next + most).map(rowOf));
    next += most;
    if (next >= sorted.length) rest.remove();
    else {
      const left = sorted.length - next;
      more.textContent =
        left > ROWS_MORE
          ? `Show ${ROWS_MORE} of ${many(left, "more row")}`
          : `Show ${many(left, "more row")}`;
    }
  }
  const more = h("button", { class: "plain", type: "button", onclick: () => grow(ROWS_MORE) });
  const rest = h("tfoot", {}, h("tr", {}, h("td", { colspan: header.length }, more)));
  grow(0);
  $("table").append(rest);
  current.grow = (most) => rest.isConnected && grow(most);
}
// More rows come as one scrolls to the last, and all that a print may hold before it is printed.
const rowsPlace = $("table").parentElement;
rowsPlace.addEventListener("scroll", () => {
  const left = rowsPlace.scrollHeight - rowsPlace.scrollTop - rowsPlace.clientHeight;
  if (left < rowsPlace.clientHeight) current.grow(ROWS_AT_ONCE);
});
addEventListener("beforeprint", () => current.grow(ROWS_PRINTED));

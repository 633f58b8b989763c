/* Filters and legend. */
function choice(name, isChosen, count, change, lead, level) {
  const box = h("input", { type: "checkbox", onchange: (event) => change(event.target.checked) });
  box.checked = isChosen;
  return h(
    "label",
    {
      class: ["choice", count ? "" : "none", ["", "low", "lower"][Math.min(level || 0, 2)]]
        .join(" ")
        .trim(),
    },
    box,
    lead || h("span"),
    h("span", { class: "name" }, name),
    h("span", { class: "count" }, count.toLocaleString("en")),
  );
}
const keep = (set, value) => (isChosen) => {
  isChosen ? set.add(value) : set.delete(value);
  changed();
};
function changed() {
  remember(false);
  render(false);
}
// Engagements only, so that the numbers add up to those of the header and the panel.
function counted(facet, of) {
  const counts = new Map();
  for (const entry of passingBut(facet).filter((one) => one.act.type !== null))
    for (const value of of(entry)) counts.set(value, (counts.get(value) || 0) + 1);
  return counts;
}
function setChoices(id, made) {
  // The one that was changed keeps the focus though it is made anew.
  const place = $(id),
    at = [...place.querySelectorAll("input")].indexOf(document.activeElement);
  place.replaceChildren(place.querySelector("legend"), ...made);
  if (at >= 0) place.querySelectorAll("input")[at].focus();
}
function renderFilters() {
  const status = counted("status", (entry) => [entry.status]);
  setChoices(
    "by-status",
    STATUSES.map((id) =>
      choice(
        STATUS.get(id).word,
        asked.status.has(id),
        status.get(id) || 0,
        keep(asked.status, id),
        glyph(id),
      ),
    ),
  );
  const type = counted("type", (entry) => [entry.act.type]);
  setChoices(
    "by-type",
    [...TYPE]
      .filter(([id]) => type.get(id) || asked.type.has(id))
      .sort((a, b) => (type.get(b[0]) || 0) - (type.get(a[0]) || 0))
      .map(([id, word]) =>
        choice(word, asked.type.has(id), type.get(id) || 0, keep(asked.type, id)),
      ),
  );
  const topic = counted("topic", (entry) => new Set(entry.act.topics.flatMap((one) => above[one])));
  const rows = [];
  const order = (a, b) => (topic.get(b) || 0) - (topic.get(a) || 0) || a - b;
  (function branch(these, level) {
    for (const id of these.sort(order))
      if (topic.get(id) || asked.topic.has(id)) {
        rows.push(
          choice(
            TOPICS[id].label,
            asked.topic.has(id),
            topic.get(id) || 0,
            keep(asked.topic, id),
            null,
            level,
          ),
        );
        branch([...children[id]], level + 1);
      }
  })(
    TOPICS.map((_, i) => i).filter((i) => TOPICS[i].broader === null),
    0,
  );
  setChoices("by-topic", rows);
  const modality = new Map();
  WORLD.acts.forEach((act) => {
    if (act.modality) modality.set(act.modality, (modality.get(act.modality) || 0) + 1);
  });
  setChoices(
    "by-modality",
    [...MODALITY]
      .filter(([id]) => id !== "asserted")
      .map(([id, word]) =>
        choice(word, asked.also.has(id), modality.get(id) || 0, keep(asked.also, id)),
      ),
  );
  $("type-note").textContent = asked.type.size ? `(${asked.type.size} chosen)` : "(any)";
  $("topic-note").textContent = asked.topic.size ? `(${asked.topic.size} chosen)` : "(any)";
  $("evidence-note").textContent = asked.origins > 1 || asked.also.size ? "(changed)" : "";
  if (document.activeElement !== $("origins")) $("origins").value = asked.origins;
  renderYears();
}
const everyYear = WORLD.acts
  .flatMap((act) => [
    ...(act.years || []),
    ...act.reports.map((report) => report.published && Number(report.published.slice(0, 4))),
  ])
  .filter((year) => year > 0 && year < 9999);
const FIRST = Math.min(...everyYear, 9999),
  LAST = Math.max(...everyYear, 0);
function renderYears() {
  const hasYears = FIRST <= LAST;
  $("by-years").hidden = !hasYears;
  if (!hasYears) return;
  const counts = counted("years", (entry) =>
    entry.years ? [Math.max(entry.years[0], FIRST)] : [],
  );
  const n = LAST - FIRST + 1,
    most = Math.max(1, ...counts.values()),
    from = asked.from === null ? FIRST : asked.from,
    until = asked.until === null ? LAST : asked.until;
  $("years").setAttribute("viewBox", `0 0 ${n * 10} 46`);
  $("years").setAttribute("preserveAspectRatio", "none");
  $("years").replaceChildren(
    ...[...Array(n).keys()].map((i) => {
      const height = counts.get(FIRST + i) ? 4 + (40 * counts.get(FIRST + i)) / most : 1.5;
      return svg("rect", {
        class: FIRST + i >= from && FIRST + i <= until ? "in" : null,
        x: i * 10 + 1,
        width: 8,
        y: 46 - height,
        height,
      });
    }),
  );
  for (const [id, value] of [
    ["from", from],
    ["until", until],
  ]) {
    Object.assign($(id), { min: FIRST, max: LAST });
    if (document.activeElement !== $(id)) $(id).value = value;
  }
}
for (const [id, edge] of [
  ["from", () => FIRST],
  ["until", () => LAST],
]) {
  $(id).addEventListener("input", () => {
    const value = $(id).value;
    if (value !== "" && !/^\d{4}$/.test(value)) return;
    asked[id] = value === "" || Number(value) === edge() ? null : Number(value);
    changed();
  });
}
$("origins").addEventListener("input", () => {
  asked.origins = Math.max(1, Number($("origins").value) || 1);
  changed();
});
$("reset").onclick = () => {
  asked = fresh();
  changed();
};
function shape(kind) {
  const icon = svg("svg", {
    width: 22,
    height: 16,
    viewBox: "-11 -8 22 16",
    "aria-hidden": "true",
  });
  const fill = paint[kind];
  if (kind === "country") icon.append(svg("circle", { r: 6, fill }));
  if (kind === "institution")
    icon.append(svg("rect", { x: -5, y: -5, width: 10, height: 10, fill }));
  if (kind === "organisation") icon.append(svg("path", { d: "M0-7 7 0 0 7-7 0Z", fill }));
  if (kind === "person") icon.append(svg("path", { d: "M0-6.5 6.5 5.5H-6.5Z", fill }));
  return icon;
}
const stroke = (dashes) =>
  svg(
    "svg",
    { width: 28, height: 16, viewBox: "0 0 28 16", "aria-hidden": "true" },
    svg("line", {
      x1: 1,
      x2: 27,
      y1: 8,
      y2: 8,
      stroke: paint.tie,
      "stroke-width": 3,
      "stroke-dasharray": dashes,
    }),
  );
function renderLegend() {
  $("keys").replaceChildren(
    ...[
      [shape("country"), "Country: the larger, the more engagements"],
      [shape("institution"), "Institution of a country"],
      [shape("organisation"), "International organisation"],
      [shape("person"), "Person"],
      [stroke(null), "Signed, ongoing or completed: the wider, the more"],
      [stroke("5 4"), "Only proposed, planned or ended"],
      ...STATUSES.map((status) => [
        glyph(status, 16),
        `${STATUS.get(status).word}: ${STATUS.get(status).gloss}`,
      ]),
    ].map(([icon, text]) => h("li", {}, icon, h("span", {}, text))),
  );
}

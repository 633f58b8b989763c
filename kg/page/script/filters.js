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
    h("span", { class: "count" }, figure(count)),
  );
}
const keep = (set, value) => (isChosen) => {
  isChosen ? set.add(value) : set.delete(value);
  changed(true);
};
/** Show what the filters say now. A choice can be taken back by the way back; letters that are
    typed are none each. */
function changed(isChoice) {
  remember(isChoice);
  render(false);
}
// Engagements only, so that the numbers add up to those of the header and the panel; of each facet
// those that it alone keeps out count too.
function counted(facet) {
  const counts = new Map(),
    others = ~BIT[facet];
  for (const entry of entries)
    if (!entry.isLink && (entry.fails & others) === 0) COUNTING[facet](counts, entry);
  return counts;
}
const eachOnce = ({ starts, all }, namesOf) => {
  const seen = new Map();
  return (counts, { i }) => {
    for (let k = starts[i]; k < starts[i + 1]; k++)
      for (const name of namesOf[all[k]])
        if (seen.get(name) !== i) {
          seen.set(name, i);
          put1(counts, name);
        }
  };
};
const COUNTING = {
  status: (counts, entry) => put1(counts, entry.status),
  type: (counts, entry) => put1(counts, TYPES[COLUMN.type[entry.i]]),
  years: (counts, entry) => {
    const { years } = entry;
    if (years) put1(counts, knownYear(years));
  },
  topic: eachOnce(column.topics, above),
  region: eachOnce(column.countries, regionsOf),
};
function setChoices(id, made) {
  // The one that was changed keeps the focus though it is made anew.
  const place = $(id),
    at = [...place.querySelectorAll("input")].indexOf(document.activeElement);
  place.replaceChildren(place.querySelector("legend"), ...made);
  if (at >= 0) place.querySelectorAll("input")[at].focus();
}
const byCount = (counts) => (a, b) => (counts.get(b) || 0) - (counts.get(a) || 0);
function renderFilters() {
  const status = counted("status");
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
  for (const [id, make] of Object.entries(FOLDED)) {
    stale.add(id);
    if ($(id).closest("details").open) fillIn(id, make);
  }
  const note = (id, set) => {
    $(id).textContent = set.size ? `(${set.size} chosen)` : "(any)";
  };
  note("type-note", asked.type);
  note("topic-note", asked.topic);
  note("region-note", asked.region);
  note("outlet-note", asked.outlet);
  $("evidence-note").textContent =
    asked.origins > 1 || asked.also.size || asked.confidence ? "(changed)" : "";
  if (document.activeElement !== $("origins")) $("origins").value = asked.origins;
  if (document.activeElement !== $("confidence")) $("confidence").value = asked.confidence;
  renderYears(counted("years"));
}
// What is folded away is counted and made when it is opened.
const stale = new Set();
const FOLDED = {
  "by-type": () => {
    const type = counted("type");
    return TYPES.filter((id) => type.get(id) || asked.type.has(id))
      .sort(byCount(type))
      .map((id) => choice(TYPE.get(id), asked.type.has(id), type.get(id) || 0, keep(asked.type, id)));
  },
  "by-topic": () => {
    const topic = counted("topic"),
      rows = [];
    (function branch(these, level) {
      for (const id of these.sort((a, b) => byCount(topic)(a, b) || a - b))
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
    return rows;
  },
  "by-region": () => {
    const region = counted("region");
    return REGIONS.map((_, i) => i)
      .filter((i) => region.get(i) || asked.region.has(i))
      .sort((a, b) => REGIONS[a].isBloc - REGIONS[b].isBloc || byCount(region)(a, b) || a - b)
      .map((i) =>
        choice(REGIONS[i].name, asked.region.has(i), region.get(i) || 0, keep(asked.region, i)),
      );
  },
  "by-modality": () =>
    MODALITIES.filter((id) => id !== "asserted").map((id) =>
      choice(MODALITY.get(id), asked.also.has(id), modal().get(id) || 0, keep(asked.also, id)),
    ),
  "by-outlet": () =>
    outlets()
      .filter(([name], i) => i < OUTLETS_AT_ONCE || asked.outlet.has(name))
      .map(([name, n]) => choice(name, asked.outlet.has(name), n, keep(asked.outlet, name))),
};
function fillIn(id, make) {
  if (stale.delete(id)) setChoices(id, make());
}
for (const [id, make] of Object.entries(FOLDED))
  $(id).closest("details").addEventListener("toggle", () => {
    if ($(id).closest("details").open) fillIn(id, make);
  });
// How many acts are told in each modality, and how many reports each outlet has.
const modal = once(() => {
  const counts = new Map();
  for (const one of COLUMN.modality) if (one >= 0) put1(counts, MODALITIES[one]);
  return counts;
});
const outlets = once(() => {
  const counts = new Map();
  for (const source of REPORTS.source) put1(counts, SOURCES.publisher[source]);
  counts.delete(-1);
  return [...counts]
    .map(([text, n]) => [textOf(text), n])
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
});
function once(make) {
  let made = null;
  return () => (made = made || make());
}
function put1(counts, value) {
  counts.set(value, (counts.get(value) || 0) + 1);
}
let FIRST = OPEN_END,
  LAST = OPEN_START;
for (const year of WORLD.years)
  if (year > OPEN_START && year < OPEN_END) {
    FIRST = Math.min(FIRST, year);
    LAST = Math.max(LAST, year);
  }
function renderYears(counts) {
  const hasYears = FIRST <= LAST;
  $("by-years").hidden = !hasYears;
  if (!hasYears) return;
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
    changed(false);
  });
}
$("origins").addEventListener("input", () => {
  asked.origins = Math.max(1, Number($("origins").value) || 1);
  changed(false);
});
$("confidence").addEventListener("input", () => {
  asked.confidence = Math.min(1, Math.max(0, Number($("confidence").value) || 0));
  changed(false);
});
$("reset").onclick = () => {
  asked = fresh();
  changed(true);
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

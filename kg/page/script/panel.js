/* The pieces of the panel: totals, bars, quotes, cards, the timeline. */
// A stage is told by how full the circle is, by its colour and by the word beside it.
const FULLNESS = { proposed: 0, planned: 0.25, signed: 0.5, ongoing: 0.75, completed: 1 };
function glyph(status, size = 14) {
  const part = FULLNESS[status];
  const icon = svg("svg", {
    class: `glyph ${status}`,
    width: size,
    height: size,
    viewBox: "-8 -8 16 16",
    "aria-hidden": "true",
  });
  icon.append(
    svg("circle", {
      r: 6,
      fill: "none",
      stroke: "currentColor",
      "stroke-width": 1.8,
      "stroke-dasharray": status === "proposed" ? "2.6 2.1" : null,
    }),
  );
  if (part === 1) icon.append(svg("circle", { r: 6, fill: "currentColor" }));
  else if (part) {
    const angle = 2 * Math.PI * part;
    icon.append(
      svg("path", {
        fill: "currentColor",
        d: `M0 0V-6A6 6 0 ${part > 0.5 ? 1 : 0} 1 ${(6 * Math.sin(angle)).toFixed(2)} ${(-6 * Math.cos(angle)).toFixed(2)}Z`,
      }),
    );
  } else if (status === "ended")
    icon.append(
      svg("path", {
        stroke: "currentColor",
        "stroke-width": 1.8,
        d: "M-2.6-2.6 2.6 2.6M2.6-2.6-2.6 2.6",
      }),
    );
  return icon;
}
const statusWord = (status) =>
  h(
    "span",
    { class: `status ${status}`, title: STATUS.get(status).gloss },
    glyph(status),
    ` ${STATUS.get(status).word}`,
  );
const tally = (total) =>
  h(
    "span",
    { class: "tally" },
    STATUSES.filter((status) => total.statuses.get(status)).map((status) =>
      h(
        "span",
        {},
        glyph(status, 12),
        ` ${total.statuses.get(status)} ${STATUS.get(status).word.toLowerCase()}`,
      ),
    ),
  );
const briefTally = (total) =>
  h(
    "span",
    { class: "tally brief" },
    STATUSES.filter((status) => total.statuses.get(status)).map((status) =>
      h(
        "span",
        { title: STATUS.get(status).word },
        glyph(status, 12),
        ` ${total.statuses.get(status)}`,
        h("span", { class: "quiet" }, ` ${STATUS.get(status).word.toLowerCase()}`),
      ),
    ),
  );
function meter(total, largest) {
  const bar = svg("svg", {
    class: "meter",
    viewBox: "0 0 100 5",
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  let x = 0;
  for (const status of STATUSES) {
    const width = (100 * total.statuses.get(status)) / largest;
    if (width)
      bar.append(svg("rect", { class: status, x, width: Math.max(width - 0.4, 0.4), height: 5 }));
    x += width;
  }
  return bar;
}
const button = (text, act) =>
  h("button", { class: "go", type: "button", onclick: act }, h("bdi", {}, text));
const countryButton = (country) => button(COUNTRIES[country].name, () => toCountry(country));
const actorButton = (actor) => button(ACTORS[actor].name, () => toActor(actor));
const joined = (items, mark = ", ") => items.flatMap((item, i) => (i ? [mark, item] : [item]));
const stats = (pairs) =>
  h(
    "dl",
    { class: "stats" },
    pairs.map(([word, value]) => h("div", {}, h("dt", {}, word), h("dd", {}, value))),
  );
const totals = (total) =>
  stats([
    ["engagements", figure(total.n - total.links)],
    ...(total.links ? [["links", figure(total.links)]] : []),
    ["independent origins", figure(total.origins)],
    ["years", span(total.years)],
  ]);
const listOf = (items, limit, row, wordForMore) => {
  const place = h("ul", { class: "list" }, items.slice(0, limit).map(row));
  if (items.length <= limit) return place;
  const rest = h(
    "button",
    {
      class: "plain",
      type: "button",
      onclick: () => {
        place.append(...items.slice(limit).map(row));
        rest.remove();
      },
    },
    `Show ${many(items.length - limit, `more ${wordForMore}`, `more ${wordForMore}s`)}`,
  );
  return [place, rest];
};
function sourceLink(report) {
  let address = null;
  try {
    address = new URL(report.url);
  } catch {
    return null;
  }
  if (address.protocol !== "http:" && address.protocol !== "https:") return null;
  return h(
    "a",
    { href: address.href, target: "_blank", rel: "noopener noreferrer" },
    "source",
    h("span", { class: "quiet" }, " (opens a new tab)"),
  );
}
// A quote of `above`, those that stand right above already, is folded, unless one came for it.
function quoteOf(report, entry, above = new Set()) {
  const told = [
    report.publisher && h("bdi", {}, report.publisher),
    report.published && day(report.published),
    sourceLink(report),
  ].filter(Boolean);
  return h(
    "figure",
    { class: "quote" },
    report.quotes.map((quote) => {
      const block = h("blockquote", { dir: "auto" }, "“", marked(quote, entry.act), "”");
      return above.has(quote)
        ? h(
            "details",
            { class: "same", open: entry.act.id === opened },
            h("summary", {}, "In the words quoted above"),
            block,
          )
        : block;
    }),
    h(
      "figcaption",
      {},
      joined(
        [
          report.title && h("bdi", { class: "headline" }, report.title),
          ...told,
          report.by && ["according to ", h("bdi", {}, report.by)],
          report.status !== entry.status && ["reports it as ", statusWord(report.status)],
          report.modality !== "asserted" && MODALITY.get(report.modality),
          report.confidence < 1 && `confidence ${report.confidence.toFixed(2)}`,
        ].filter(Boolean),
        " · ",
      ),
    ),
  );
}
// The names of those who take part, marked in the sentence that names them. Folding keeps the
// length of most texts; where it does not, nothing is marked.
function marked(quote, act) {
  const folded = fold(quote);
  if (!act || folded.length !== quote.length) return [quote];
  const names = [
    ...act.countries.flatMap((i) => [COUNTRIES[i].name, ...COUNTRIES[i].aliases]),
    ...act.actors.flatMap((i) => [ACTORS[i].name, ...ACTORS[i].aliases]),
  ].filter((name) => name.length > 1);
  const isLetter = (sign) => sign !== undefined && /[\p{L}\p{N}]/u.test(sign);
  const spots = [];
  for (const own of names) {
    // "are" is no ARE, and "who" no WHO: a code counts as it is written.
    const isCode = own.length < 6 && own === own.toUpperCase(),
      text = isCode ? quote : folded,
      name = isCode ? own : fold(own);
    if (!isCode && name.length < 3) continue;
    for (let from = text.indexOf(name); from >= 0; from = text.indexOf(name, from + 1)) {
      const to = from + name.length;
      if (!isLetter(folded[from - 1]) && !isLetter(folded[to])) spots.push([from, to]);
    }
  }
  spots.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const parts = [];
  let done = 0;
  for (const [from, to] of spots)
    if (from >= done) {
      parts.push(quote.slice(done, from), h("mark", {}, quote.slice(from, to)));
      done = to;
    }
  return [...parts, quote.slice(done)];
}
// Several reports of one origin say one thing once: those of other origins go first.
function reportsOf(entry) {
  const seen = new Set(),
    first = [],
    later = [];
  for (const report of [...entry.reports].sort(
    (a, b) => STAGES.indexOf(b.status) - STAGES.indexOf(a.status),
  )) {
    (seen.has(report.origin) || first.length >= QUOTES_AT_ONCE ? later : first).push(report);
    seen.add(report.origin);
  }
  return { first, later };
}
function card(entry, before) {
  const { act } = entry,
    isLink = act.type === null;
  const people = act.actors.filter((actor) => ACTORS[actor].kind === "person");
  const institutions = act.actors.filter((actor) => ACTORS[actor].kind !== "person");
  const { first, later } = reportsOf(entry);
  const above = new Set(before && reportsOf(before).first.flatMap((report) => report.quotes));
  return h(
    "article",
    { class: act.id === opened ? "act here" : "act", "data-act": act.id, tabindex: "-1" },
    h(
      "div",
      { class: "top" },
      h("h4", {}, isLink ? "Link between institutions" : TYPE.get(act.type)),
      h("span", { class: "when" }, entry.when),
      act.place && h("span", { class: "when" }, h("bdi", {}, act.place)),
      h(
        "a",
        {
          class: "anchor",
          href: `#${new URLSearchParams({ ...here(), act: act.id })}`,
          onclick: (event) => {
            event.preventDefault();
            opened = act.id;
            remember(true);
            render(false);
          },
        },
        "link to this",
      ),
    ),
    h(
      "p",
      { class: "standing" },
      statusWord(entry.status),
      ` · ${origins(entry.origins.length)}`,
      entry.reports.length > entry.origins.length && ` in ${many(entry.reports.length, "report")}`,
      act.modality && act.modality !== "asserted" && ` · ${MODALITY.get(act.modality)}`,
    ),
    !isLink && h("p", { class: "who" }, joined(act.countries.map(countryButton), " – ")),
    institutions.length > 0 && h("p", { class: "who" }, joined(institutions.map(actorButton))),
    people.length > 0 &&
      h(
        "p",
        { class: "who" },
        joined(
          people.map((person) => [
            actorButton(person),
            ACTORS[person].roles[0]
              ? h("span", { class: "note" }, `, ${ACTORS[person].roles[0]}`)
              : "",
          ]),
          "; ",
        ),
      ),
    (act.topics.length > 0 || act.amounts.length > 0) &&
      h(
        "p",
        {},
        act.amounts.map((amount) => h("span", { class: "chip" }, amount)),
        act.topics.map((topic) =>
          h(
            "button",
            { class: "chip", type: "button", onclick: () => toTopic(topic) },
            h("bdi", {}, TOPICS[topic].label),
          ),
        ),
      ),
    (threadsByAct.get(act.i) || [])
      .filter((thread) => at.view !== "thread" || at.thread !== thread)
      .map((thread) =>
        h(
          "p",
          { class: "small" },
          "Part of ",
          button(`${threadTitle(WORLD.threads[thread])}, ${threadSpan(WORLD.threads[thread])}`, () =>
            toThread(WORLD.threads[thread]),
          ),
          `, which came to be ${STATUS.get(furthestOf(WORLD.threads[thread])).word.toLowerCase()}`,
        ),
      ),
    conflicts(act),
    first.map((report) => quoteOf(report, entry, above)),
    later.length > 0 &&
      h(
        "details",
        { class: "more" },
        h("summary", {}, many(later.length, "more report")),
        later.map((report) => quoteOf(report, entry)),
      ),
  );
}
const conflictsByAct = new Map();
WORLD.disagreements.forEach((one) => {
  for (const act of one.acts) put(conflictsByAct, act, one);
});
/** What reports of different origins do not agree on, side by side. */
function conflicts(act) {
  return (conflictsByAct.get(act.i) || []).map((one) =>
    h(
      "section",
      { class: "conflict" },
      h("h5", {}, `Reports disagree on the ${one.about}`),
      h(
        "div",
        { class: "sides" },
        one.reports.map(([act, number]) => {
          const report = ACTS[act].reports[number];
          return h(
            "div",
            {},
            h(
              "p",
              { class: "standing" },
              statusWord(report.status),
              one.about === "date" && ACTS[act].date && ` · ${dates(ACTS[act].date)}`,
            ),
            quoteOf(report, { status: report.status, act: ACTS[act] }),
          );
        }),
      ),
    ),
  );
}
function here() {
  const parts = Object.fromEntries(new URLSearchParams(hash().slice(1)));
  delete parts.act;
  return parts;
}
function cards(group) {
  const place = h("div");
  let next = 0;
  const more = h("button", { class: "plain", type: "button", onclick: () => grow(CARDS_AT_ONCE) });
  function grow(n) {
    place.append(
      ...group.slice(next, next + n).map((entry, i) => card(entry, group[next + i - 1])),
    );
    next += n;
    more.hidden = next >= group.length;
    more.textContent = `Show ${acts(group.slice(next), "more ")}`;
  }
  const wanted = group.findIndex((entry) => entry.act.id === opened);
  grow(Math.max(CARDS_AT_ONCE, wanted + 1));
  return [
    h("h3", {}, `${actsWord(group)}, the earliest first`),
    group.length ? place : h("p", { class: "empty" }, "None under these filters."),
    more,
  ];
}
const hiddenNote = (involves) => {
  const hidden = entries.filter((entry) => entry.fails && involves(entry.act));
  return (
    hidden.length > 0 &&
    h(
      "p",
      { class: "lead" },
      `${acts(hidden, "more ")} ${hidden.length === 1 ? "is" : "are"} hidden by the filters. `,
      h("button", { class: "plain", type: "button", onclick: showAll }, "Show all"),
    )
  );
};
function showAll() {
  asked = fresh();
  asked.status = new Set(STATUSES);
  remember(true);
  render(false);
}

// The subjects that most of a group is about, each a way on.
function topicPart(group) {
  const counts = new Map();
  for (const entry of group) for (const topic of entry.act.topics) put1(counts, topic);
  const most = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, TOPICS_AT_ONCE);
  return (
    most.length > 0 && [
      h("h3", {}, "On what"),
      h(
        "p",
        {},
        joined(
          most.map(([topic, n]) => [button(TOPICS[topic].label, () => toTopic(topic)), ` ${n}`]),
        ),
      ),
    ]
  );
}
/** How many engagements each year saw; one year alone is in the totals already. */
function yearBars(group) {
  const counts = new Map();
  for (const { years, act } of group)
    if (act.type !== null && years) put1(counts, knownYear(years));
  if (counts.size < 2) return null;
  const known = [...counts.keys()],
    from = Math.min(...known),
    until = Math.max(...known),
    most = Math.max(...counts.values()),
    n = until - from + 1,
    step = 400 / n;
  const bars = svg("svg", {
    class: "timeline",
    viewBox: "0 0 400 74",
    role: "img",
    "aria-label": `Engagements by year: ${known
      .sort()
      .map((year) => `${year} ${counts.get(year)}`)
      .join(", ")}`,
  });
  for (const [year, count] of counts) {
    const height = (48 * count) / most;
    bars.append(
      svg(
        "rect",
        {
          class: "bar",
          x: (step * (year - from) + 0.1 * step).toFixed(1),
          width: (0.8 * step).toFixed(1),
          y: (54 - height).toFixed(1),
          height: height.toFixed(1),
        },
        svg("title", {}, `${year}: ${count}`),
      ),
    );
  }
  bars.append(
    svg("line", { x1: 0, x2: 400, y1: 54.5, y2: 54.5 }),
    svg("text", { x: 0, y: 69 }, String(from)),
    svg("text", { x: 400, y: 69, "text-anchor": "end" }, String(until)),
  );
  return [h("h3", {}, "By year"), bars];
}
// What was reported when: a row for each stage, a dot for each report, a thread for each act.
// One report alone has no course to show: nothing is drawn then, and no heading stands.
function timeline(group) {
  const points = [];
  for (const entry of group) {
    const seen = new Set();
    for (const report of entry.reports) {
      const date =
        entry.act.date && report.status === entry.status
          ? entry.act.date.split("/").find((end) => /^\d/.test(end))
          : report.published;
      const at =
        date && /^\d{4}/.test(date)
          ? Number(date.slice(0, 4)) +
            (Number(date.slice(5, 7)) || 6.5) / 12 -
            1 / 12 +
            (Number(date.slice(8, 10)) || 1) / 372
          : null;
      const key = `${report.status} ${date}`;
      if (at !== null && !seen.has(key)) {
        seen.add(key);
        points.push({ entry, at, status: report.status });
      }
    }
  }
  if (points.length < 2) return null;
  const rows = STATUSES.filter((status) =>
    points.some((point) => point.status === status),
  ).reverse();
  const from = Math.floor(Math.min(...points.map((point) => point.at))),
    until = Math.floor(Math.max(...points.map((point) => point.at))) + 1;
  const left = 78,
    width = 400,
    step = 26,
    top = 6,
    bottom = top + rows.length * step;
  const x = (time) => left + 8 + ((time - from) / (until - from)) * (width - left - 16);
  const drawing = svg("svg", {
    class: "timeline",
    viewBox: `0 0 ${width} ${bottom + 20}`,
    role: "img",
    "aria-label": "What was reported when, a row for each stage; the list below says the same",
  });
  rows.forEach((status, i) =>
    drawing.append(
      svg("line", { x1: left, x2: width, y1: top + (i + 0.5) * step, y2: top + (i + 0.5) * step }),
      svg("text", { x: 0, y: top + (i + 0.5) * step + 4 }, STATUS.get(status).word),
    ),
  );
  const every = [1, 2, 5, 10, 20, 50].find((years) => (until - from) / years <= 7) || 100;
  for (let year = Math.ceil(from / every) * every; year <= until; year += every) {
    drawing.append(
      svg("line", { x1: x(year), x2: x(year), y1: top, y2: bottom + 3 }),
      svg("text", { x: x(year), y: bottom + 16, "text-anchor": "middle" }, String(year)),
    );
  }
  const crowd = new Map();
  for (const point of points.sort((a, b) => a.at - b.at)) {
    const place = `${point.status} ${Math.round(x(point.at) / 9)}`,
      n = crowd.get(place) || 0;
    crowd.set(place, n + 1);
    // Reports of one time and stage are laid out above and below the line in turn.
    point.x = x(point.at) + (n > 2 ? 4 : 0);
    point.y = top + (rows.indexOf(point.status) + 0.5) * step + [0, -8, 8][n % 3];
  }
  for (const entry of group) {
    const own = points.filter((point) => point.entry === entry);
    if (own.length > 1)
      drawing.append(
        svg("polyline", {
          points: own.map((point) => `${point.x.toFixed(1)},${point.y.toFixed(1)}`).join(" "),
        }),
      );
  }
  for (const point of points) {
    const mark = svg(
      "g",
      {
        class: "dot",
        transform: `translate(${(point.x - 6).toFixed(1)} ${(point.y - 6).toFixed(1)})`,
        onclick: () => reveal(point.entry.act.id),
      },
      svg("title", {}, `${TYPE.get(point.entry.act.type) || "Link"}, ${point.entry.when}`),
      glyph(point.status, 12),
    );
    drawing.append(mark);
  }
  return [h("h3", {}, "What was reported when"), drawing];
}
function reveal(id) {
  opened = id;
  remember(false);
  render(false);
}

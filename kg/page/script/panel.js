/* The pieces of the panel: totals, bars, quotes, cards. */
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
function reveal(id) {
  opened = id;
  remember(false);
  render(false);
}

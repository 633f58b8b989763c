/* The places one can be: each gives a trail, a drawing, the panel and the tables. */
const VIEWS = {
  overview() {
    const linking = bridges(ties),
      all = sum(shown),
      pairs = pairsIn(ties);
    const largest = linking.slice(0, 8).reduce((most, bridge) => Math.max(most, bridge.count), 1);
    return {
      trail: [["Overview", null]],
      draw: () => drawMap(pairs, ties.countries),
      panel: [
        h("h2", {}, "Who works with whom"),
        totals(all),
        h(
          "p",
          { class: "lead" },
          "Choose a country, a line between two, or an institution to read what articles report of them, in their own words.",
        ),
        hiddenNote(() => true),
        h("h3", {}, "Institutions that link the most countries"),
        linking.length
          ? listOf(linking, 8, (bridge) => bridgeRow(bridge, largest), "institution")
          : h("p", { class: "empty" }, "None under these filters."),
      ],
      tables: [pairTable(pairs), bridgeTable(linking), ...threadTables(WORLD.threads)],
    };
  },
  country() {
    const { country } = at,
      name = COUNTRIES[country].name,
      partners = pairsOf(country);
    const group = ties.countries.get(country) || [],
      total = sum(group);
    const own = bridges(ties)
      .slice(0)
      .filter((bridge) => ACTORS[bridge.actor].country === country);
    const organisations = [...ties.partners]
      .filter(([actor, countries]) => isOrganisation(ACTORS[actor]) && countries.has(country))
      .map(([actor, countries]) => ({ actor, group: countries.get(country) }))
      .sort((a, b) => b.group.length - a.group.length || a.actor - b.actor);
    const largest = Math.max(1, ...partners.map((partner) => partner.group.length));
    return {
      trail: [
        ["Overview", toOverview],
        [name, null],
      ],
      draw: () => drawCountry(country, partners, own, organisations),
      panel: [
        h("h2", {}, name),
        totals(total),
        hiddenNote((act) => act.type !== null && act.countries.includes(country)),
        h("h3", {}, many(partners.length, "partner country", "partner countries")),
        partners.length
          ? listOf(
              partners,
              10,
              (partner) =>
                partnerRow(
                  partner,
                  largest,
                  button(COUNTRIES[partner.other].name, () => toPair(country, partner.other)),
                ),
              "country",
            )
          : h("p", { class: "empty" }, "None under these filters."),
        own.length > 0 && [
          h("h3", {}, `Institutions of ${name} that link it`),
          listOf(own, 6, (bridge) => bridgeRow(bridge, 0), "institution"),
        ],
        topicPart(group),
        yearBars(group),
        organisations.length > 0 && [
          h("h3", {}, "International organisations"),
          listOf(
            organisations,
            6,
            ({ actor, group: shared }) =>
              h(
                "li",
                {},
                h(
                  "div",
                  { class: "row" },
                  actorButton(actor),
                  h("span", { class: "figure" }, acts(shared)),
                ),
                tally(sum(shared)),
              ),
            "organisation",
          ),
        ],
        cards(group),
      ],
      tables: [
        [
          "Partner countries",
          ["Country", "Engagements", "Origins", "Years", "By status", "Topics"],
          partners.map(({ other, group: shared }) => {
            const tied = sum(shared);
            return [
              cell(COUNTRIES[other].name, () => toPair(country, other)),
              tied.n,
              tied.origins,
              years(tied),
              statusCell(tied),
              topicsOf(shared),
            ];
          }),
        ],
        [
          "Institutions",
          ["Institution", "Kind", "Partner countries", "Engagements and links", "Years", "Furthest"],
          own.map((bridge) =>
            later(() => {
              const tied = sum(bridge.all);
              return [
                cell(ACTORS[bridge.actor].name, () => toActor(bridge.actor)),
                typeOf(ACTORS[bridge.actor]),
                [...bridge.partners.keys()]
                  .map((other) => COUNTRIES[other].name)
                  .sort()
                  .join(", "),
                tied.n,
                years(tied),
                furthestCell(tied),
              ];
            }),
          ),
        ],
      ],
    };
  },
  pair() {
    const { a, b } = at,
      title = `${COUNTRIES[a].name} – ${COUNTRIES[b].name}`;
    const group = ties.pairs.get(keyOf(a, b)) || [],
      total = sum(group);
    return {
      trail: [
        ["Overview", toOverview],
        [COUNTRIES[a].name, () => toCountry(a)],
        [COUNTRIES[b].name, () => toCountry(b)],
      ],
      draw: () => drawPair(a, b, group),
      panel: [
        h("h2", {}, title),
        totals(total),
        h("p", {}, tally(total)),
        hiddenNote((act) => act.pairs.some(([one, other]) => one === a && other === b)),
        timeline(group),
        threadList(threadsOf(a, b)),
        cards(group),
      ],
      tables: [engagementTable(group), ...threadTables(threadsOf(a, b))],
    };
  },
  actor() {
    const { actor } = at,
      about = ACTORS[actor],
      own = new Set(ties.actors.get(actor)),
      group = own.size ? shown.filter((entry) => own.has(entry)) : [],
      total = sum(group);
    const partners = [...(ties.partners.get(actor) || new Map())]
      .map(([other, shared]) => ({ other, group: shared }))
      .sort(
        (x, y) =>
          y.group.length - x.group.length ||
          COUNTRIES[x.other].name.localeCompare(COUNTRIES[y.other].name, "en"),
      );
    const largest = Math.max(1, ...partners.map((partner) => partner.group.length));
    const trail = [["Overview", toOverview]];
    if (about.country !== null)
      trail.push([COUNTRIES[about.country].name, () => toCountry(about.country)]);
    return {
      trail: [...trail, [about.name, null]],
      draw: () => drawActor(actor, partners, group),
      panel: [
        h("h2", {}, h("bdi", {}, about.name)),
        h(
          "p",
          { class: "lead" },
          typeOf(about),
          about.country !== null && [", ", countryButton(about.country)],
        ),
        properAliases(about).length > 0 &&
          h(
            "p",
            { class: "small" },
            "also ",
            joined(properAliases(about).map((alias) => h("bdi", {}, alias))),
          ),
        totals(total),
        h("p", {}, pathButton(actor)),
        hiddenNote((act) => act.actors.includes(actor)),
        partners.length > 0 && [
          h("h3", {}, `Works with ${many(partners.length, "country", "countries")}`),
          listOf(
            partners,
            8,
            (partner) => partnerRow(partner, largest, countryButton(partner.other)),
            "country",
          ),
        ],
        topicPart(group),
        timeline(group),
        cards(group),
      ],
      tables: [engagementTable(group)],
    };
  },
  topic() {
    const { topic } = at,
      { label } = TOPICS[topic],
      group = ties.topics.get(topic) || [],
      own = new Ties(group),
      pairs = pairsIn(own),
      linking = bridges(own),
      narrower = children[topic].filter((one) => ties.topics.has(one));
    const largest = Math.max(1, ...pairs.map((pair) => pair.group.length));
    return {
      trail: [
        ["Overview", toOverview],
        ...above[topic].slice(0, -1).map((one) => [TOPICS[one].label, () => toTopic(one)]),
        [label, null],
      ],
      draw: () => drawMap(pairs, own.countries),
      panel: [
        h("h2", {}, h("bdi", {}, label)),
        totals(sum(group)),
        hiddenNote((act) => act.topics.some((one) => above[one].includes(topic))),
        narrower.length > 0 &&
          h(
            "p",
            {},
            "with ",
            joined(
              narrower.map((one) => [
                button(TOPICS[one].label, () => toTopic(one)),
                ` ${ties.topics.get(one).length}`,
              ]),
            ),
          ),
        h("h3", {}, many(pairs.length, "pair of countries", "pairs of countries")),
        pairs.length
          ? listOf(
              pairs,
              8,
              ({ ends: [a, b], group: shared }) =>
                partnerRow(
                  { group: shared },
                  largest,
                  button(`${COUNTRIES[a].name} – ${COUNTRIES[b].name}`, () => toPair(a, b)),
                ),
              "pair",
            )
          : h("p", { class: "empty" }, "None under these filters."),
        yearBars(group),
        linking.length > 0 && [
          h("h3", {}, "Institutions that link countries on it"),
          listOf(linking, 6, (bridge) => bridgeRow(bridge, 0), "institution"),
        ],
        cards(group),
      ],
      tables: [engagementTable(group), pairTable(pairs), bridgeTable(linking)],
    };
  },
  thread() {
    const thread = WORLD.threads[at.thread],
      [a, b] = thread.countries,
      title = threadTitle(thread),
      group = threadEntries(thread),
      hidden = threadActs(thread).length - group.length;
    return {
      trail: [
        ["Overview", toOverview],
        ...(b === undefined
          ? []
          : [[`${COUNTRIES[a].name} – ${COUNTRIES[b].name}`, () => toPair(a, b)]]),
        [title, null],
      ],
      draw: () => drawThread(thread),
      panel: [
        h("h2", {}, title),
        h("p", { class: "who" }, joined(thread.countries.map(countryButton), " – ")),
        h(
          "p",
          { class: "lead" },
          "Engagements that belong together over time, each step as it was told first. What they were joined on stands beside each. In the drawing a full line leads from stage to stage of one engagement, a dashed one from what it followed. Promises count here whatever the filters say.",
        ),
        hidden > 0 &&
          h("p", { class: "small" }, `${many(hidden, "engagement")} of it told only in a modality, by outlets or with a confidence that the filters leave out.`),
        timeline(group),
        cards(group),
      ],
      tables: [stepTable(thread)],
    };
  },
  path() {
    const { from, to } = at,
      title = `${ACTORS[from].name} to ${ACTORS[to].name}`,
      { chains, more } = pathsBetween(from, to);
    return {
      trail: [
        ["Overview", toOverview],
        [ACTORS[from].name, () => toActor(from)],
        [`to ${ACTORS[to].name}`, null],
      ],
      draw: () => drawPaths(chains),
      panel: [
        h("h2", {}, h("bdi", {}, title)),
        chains.length
          ? h(
              "p",
              { class: "lead" },
              `${chains.length === 1 ? "The shortest chain" : `The ${more ? "first " : ""}${chains.length} shortest chains`} of institutions and people that took part in one engagement, ${many(chains[0].length - 1, "step")} long. A chain says who stands between; not that anything was passed on.`,
            )
          : h("p", { class: "empty" }, "No chain under these filters."),
        chains.map((chain, i) => chainPart(chain, i, chains.length)),
      ],
      tables: [chainTable(chains)],
    };
  },
};
function pairsIn(own) {
  return [...own.pairs]
    .map(([key, group]) => ({ key, group, ends: endsOf(key) }))
    .sort((a, b) => b.group.length - a.group.length || a.key - b.key);
}
/** A partner country in a list: where its name leads, what is shared, how that compares. */
function partnerRow({ group }, largest, name) {
  const tied = sum(group);
  return h(
    "li",
    {},
    h(
      "div",
      { class: "row" },
      name,
      h("span", { class: "figure" }, `${acts(group)} · ${span(tied.years)}`),
    ),
    tally(tied),
    meter(tied, largest),
  );
}
function bridgeRow(bridge, largest) {
  const total = sum(bridge.all),
    actor = ACTORS[bridge.actor];
  const countries = [...bridge.partners]
    .sort((a, b) => b[1].length - a[1].length || a[0] - b[0])
    .map(([country]) => COUNTRIES[country].name);
  const named =
    countries.length > 6 ? [...countries.slice(0, 5), `${countries.length - 5} more`] : countries;
  return h(
    "li",
    {},
    h(
      "div",
      { class: "row" },
      actorButton(bridge.actor),
      h("span", { class: "figure" }, many(bridge.partners.size, "partner")),
    ),
    h(
      "p",
      { class: "under" },
      [typeOf(actor), actor.country === null ? null : COUNTRIES[actor.country].name]
        .filter(Boolean)
        .join(", "),
      `, with ${list(named)}`,
      total.years ? `, since ${total.years[0]}` : "",
    ),
    tally(total),
    largest > 0 && meter(total, largest),
    largest > 0 && best(bridge),
  );
}
// The quote that names the institution and speaks of the furthest stage.
function best(bridge) {
  if (LATER) return bestQuote(bridge);
  const place = h("div");
  whenRead(() => place.replaceWith(bestQuote(bridge) || ""));
  return place;
}
function bestQuote(bridge) {
  const names = [ACTORS[bridge.actor].name, ...properAliases(ACTORS[bridge.actor])].map(fold);
  let found = null;
  for (const entry of bridge.all)
    for (const report of entry.reports)
      for (const quote of report.quotes) {
        const rank = [
          names.some((name) => fold(quote).includes(name)) ? 1 : 0,
          STAGES.indexOf(report.status),
          -quote.length,
        ];
        const difference = found
          ? rank.map((value, i) => value - found.rank[i]).find((value) => value !== 0)
          : 1;
        if (difference > 0) found = { rank, quote, report, entry };
      }
  return (
    found &&
    quoteOf(Object.create(found.report, { quotes: { value: [found.quote] } }), {
      act: found.entry.act,
      status: found.report.status,
    })
  );
}

/* The places one can be: each gives a trail, a drawing, the panel and the tables. */
const VIEWS = {
  overview() {
    const linking = bridges(),
      all = sum(shown);
    const pairs = [...ties.pairs]
      .map(([key, group]) => ({ key, group, ends: key.split(" ").map(Number) }))
      .sort((a, b) => b.group.length - a.group.length || (a.key < b.key ? -1 : 1));
    const largest = Math.max(1, ...linking.map((bridge) => bridge.all.length));
    return {
      trail: [["Overview", null]],
      draw: () => drawMap(pairs),
      panel: [
        h("h2", {}, "Who works with whom"),
        totals(all),
        h(
          "p",
          { class: "lead" },
          "Choose a country, a line between two, or an institution to read what articles report of them, in their own words.",
        ),
        h("h3", {}, "Institutions that link the most countries"),
        linking.length
          ? listOf(linking, 8, (bridge) => bridgeRow(bridge, largest), "institution")
          : h("p", { class: "empty" }, "None under these filters."),
      ],
      tables: [
        [
          "Pairs of countries",
          ["Countries", "Engagements", "Origins", "Years", "By status", "Topics"],
          pairs.map(({ ends: [a, b], group }) => {
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
        ],
        [
          "Institutions",
          [
            "Institution",
            "Kind",
            "Country",
            "Partners",
            "Engagements and links",
            "Origins",
            "Years",
            "Furthest",
          ],
          linking.map((bridge) => {
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
        ],
      ],
    };
  },
  country() {
    const { country } = at,
      name = COUNTRIES[country].name,
      partners = pairsOf(country);
    const group = ties.countries.get(country) || [],
      total = sum(group);
    const own = bridges().filter((bridge) => ACTORS[bridge.actor].country === country);
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
          own.map((bridge) => {
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
        cards(group),
      ],
      tables: [engagementTable(group)],
    };
  },
  actor() {
    const { actor } = at,
      about = ACTORS[actor],
      own = new Set(ties.actors.get(actor)),
      group = shown.filter((entry) => own.has(entry)),
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
        timeline(group),
        cards(group),
      ],
      tables: [engagementTable(group)],
    };
  },
};
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
    found && quoteOf({ ...found.report, quotes: [found.quote] }, { status: found.report.status })
  );
}

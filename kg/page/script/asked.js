/* What the reader has asked for, and what is tied to what by the acts that pass. Who an act ties
   was worked out before (kg.page.data); here it is selected and added up. */
const fresh = () => ({
  status: new Set(WORLD.firm),
  type: new Set(),
  topic: new Set(),
  from: null,
  until: null,
  origins: 1,
  also: new Set(),
});
let asked = fresh();
let at = { view: "overview" };
let opened = null;

const children = TOPICS.map(() => []);
TOPICS.forEach((topic, i) => {
  if (topic.broader !== null) children[topic.broader].push(i);
});
const above = TOPICS.map((topic, i) => {
  const path = [i];
  while (TOPICS[path[0]].broader !== null && !path.includes(TOPICS[path[0]].broader))
    path.unshift(TOPICS[path[0]].broader);
  return path;
});
const within = (topic, wanted) => above[topic].some((one) => wanted.has(one));

// An entry is an act with the reports that count under the wanted modalities.
function entryOf(act) {
  const wanted = (modality) => modality === "asserted" || asked.also.has(modality);
  if (act.modality !== null && !wanted(act.modality)) return null;
  const reports = act.reports.filter((report) => wanted(report.modality));
  if (!reports.length) return null;
  const published =
    reports
      .map((report) => report.published)
      .filter(Boolean)
      .sort()[0] || null;
  let years = act.years;
  if (!act.date && published)
    years = [Number(published.slice(0, 4)), Number(published.slice(0, 4))];
  const stages = reports
    .map((report) => report.status)
    .sort((a, b) => STAGES.indexOf(b) - STAGES.indexOf(a));
  return {
    act,
    reports,
    years,
    status: act.status || (reports[reports.length - 1].status === "ended" ? "ended" : stages[0]),
    origins: new Set(reports.map((report) => report.origin)),
    order: act.date || published || "9999",
    when: act.date ? dates(act.date) : published ? `reported ${day(published)}` : "no date given",
  };
}
const FACETS = {
  status: (entry) => asked.status.has(entry.status),
  type: (entry) => !asked.type.size || asked.type.has(entry.act.type),
  topic: (entry) =>
    !asked.topic.size || entry.act.topics.some((topic) => within(topic, asked.topic)),
  years: (entry) =>
    (asked.from === null && asked.until === null) ||
    (entry.years !== null &&
      (asked.until === null || entry.years[0] <= asked.until) &&
      (asked.from === null || entry.years[1] >= asked.from)),
  origins: (entry) => entry.origins.size >= asked.origins,
};
let entries = [],
  shown = [],
  ties = null;
function select() {
  entries = WORLD.acts.map(entryOf).filter(Boolean);
  for (const entry of entries)
    entry.fails = Object.keys(FACETS).filter((facet) => !FACETS[facet](entry));
  shown = entries
    .filter((entry) => !entry.fails.length)
    .sort((a, b) =>
      a.order < b.order ? -1 : a.order > b.order ? 1 : a.act.id < b.act.id ? -1 : 1,
    );
  ties = tie(shown);
}
const passingBut = (facet) =>
  entries.filter((entry) => entry.fails.every((failed) => failed === facet));

// Who is tied to whom by what is shown. Links between institutions come last, and count only
// where no engagement joins the two already: they are mostly read from the same sentences.
const keyOf = (a, b) => `${Math.min(a, b)} ${Math.max(a, b)}`;
function put(map, key, entry) {
  map.has(key) ? map.get(key).push(entry) : map.set(key, [entry]);
}
function tie(chosen) {
  const found = {
    pairs: new Map(),
    countries: new Map(),
    actors: new Map(),
    institutions: new Map(),
    partners: new Map(),
  };
  const inOrder = [
    ...chosen.filter((entry) => entry.act.type !== null),
    ...chosen.filter((entry) => entry.act.type === null),
  ];
  const engaged = new Set();
  for (const entry of inOrder) {
    const { act } = entry,
      isLink = act.type === null;
    act.pairs.forEach(([a, b]) => put(found.pairs, keyOf(a, b), entry));
    if (!isLink) act.countries.forEach((country) => put(found.countries, country, entry));
    if (!isLink || !found.institutions.has(keyOf(...act.actors))) {
      act.actors.forEach((actor) => put(found.actors, actor, entry));
      act.ties.forEach(([a, b]) => put(found.institutions, keyOf(a, b), entry));
    }
    for (const [actor, countries] of act.partners) {
      const mine = found.partners.get(actor) || found.partners.set(actor, new Map()).get(actor);
      for (const country of countries) {
        if (!isLink) engaged.add(`${actor} ${country}`);
        if (!isLink || !engaged.has(`${actor} ${country}`)) put(mine, country, entry);
      }
    }
  }
  return found;
}
function sum(group) {
  const statuses = new Map(STATUSES.map((status) => [status, 0])),
    from = new Set();
  let years = null;
  for (const entry of group) {
    statuses.set(entry.status, statuses.get(entry.status) + 1);
    entry.origins.forEach((origin) => from.add(origin));
    // An open end tells no year; of several acts the known years are shown.
    const known = (entry.years || []).filter((year) => year > 0 && year < 9999);
    if (known.length)
      years = [Math.min(...known, ...(years || [])), Math.max(...known, ...(years || []))];
  }
  return {
    n: group.length,
    links: group.filter((entry) => entry.act.type === null).length,
    origins: from.size,
    years,
    statuses,
    furthest: STAGES.filter((status) => statuses.get(status)).pop(),
    firm: group.some((entry) => FIRM.has(entry.status)),
  };
}
const distinct = (groups) => [...new Set(groups.flat())];

// The institutions that link countries, those with most partners first.
function bridges() {
  const found = [];
  for (const [actor, partners] of ties.partners) {
    if (ACTORS[actor].kind !== "institution") continue;
    const countries = partners.size + (ACTORS[actor].country === null ? 0 : 1);
    if (countries < 2) continue;
    found.push({ actor, partners, all: distinct([...partners.values()]), countries });
  }
  const key = (bridge) => ACTORS[bridge.actor].name;
  return found.sort(
    (a, b) =>
      b.partners.size - a.partners.size ||
      b.all.length - a.all.length ||
      sum(b.all).origins - sum(a.all).origins ||
      (key(a) < key(b) ? -1 : 1),
  );
}
function pairsOf(country) {
  const found = [];
  for (const [key, group] of ties.pairs) {
    const [a, b] = key.split(" ").map(Number);
    if (a === country || b === country) found.push({ other: a === country ? b : a, group });
  }
  return found.sort(
    (a, b) =>
      b.group.length - a.group.length ||
      COUNTRIES[a.other].name.localeCompare(COUNTRIES[b.other].name, "en"),
  );
}

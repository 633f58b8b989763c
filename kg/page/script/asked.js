/* What the reader has asked for, and what is tied to what by the acts that pass. Who an act ties
   was worked out before (kg.page.data); here it is selected and added up. All of it is kept to
   one look at each act: a page may hold fifty thousand. */
const fresh = () => ({
  status: new Set(WORLD.firm),
  type: new Set(),
  topic: new Set(),
  region: new Set(),
  outlet: new Set(),
  from: null,
  until: null,
  origins: 1,
  confidence: 0,
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
// Regions and blocs by the number of their countries, so that "of the EU" is one look.
const REGIONS = WORLD.regions;
const regionsOf = COUNTRIES.map(() => []);
REGIONS.forEach(({ countries }, i) => countries.forEach((country) => regionsOf[country].push(i)));

/** An act with the reports that count under the wanted modalities, outlets and confidence. */
class Entry {
  constructor(act, reports) {
    this.act = act;
    this.reports = reports;
    let published = null,
      stage = -1;
    for (const report of reports) {
      const day = report.published;
      if (day && (published === null || day < published)) published = day;
      stage = Math.max(stage, STAGES.indexOf(report.status));
    }
    this.published = published;
    this.years = act.years;
    if (!act.date && published) {
      const year = Number(published.slice(0, 4));
      this.years = [year, year];
    }
    this.status =
      act.status || (reports[reports.length - 1].status === "ended" ? "ended" : STAGES[stage]);
    this.origins =
      reports.length === 1
        ? [reports[0].origin]
        : [...new Set(reports.map((report) => report.origin))];
    this.order = act.date || published || "9999";
    this.fails = 0;
  }
  get when() {
    if (this.act.date) return dates(this.act.date);
    return this.published ? `reported ${day(this.published)}` : "no date given";
  }
}
function entryOf(act) {
  const wanted = (modality) => modality === "asserted" || asked.also.has(modality);
  if (act.modality !== null && !wanted(act.modality)) return null;
  const counts = (report) =>
    wanted(report.modality) &&
    report.confidence >= asked.confidence &&
    (!asked.outlet.size || asked.outlet.has(report.publisher));
  const reports = act.reports.every(counts) ? act.reports : act.reports.filter(counts);
  return reports.length ? new Entry(act, reports) : null;
}
// Each facet has a bit: an entry that fails one alone would be there without it.
const BIT = { status: 1, type: 2, topic: 4, years: 8, origins: 16, region: 32 };
function failsOf({ act, status, years, origins }) {
  let fails = 0;
  if (!asked.status.has(status)) fails |= BIT.status;
  if (asked.type.size && !asked.type.has(act.type)) fails |= BIT.type;
  if (asked.topic.size && !act.topics.some((topic) => within(topic, asked.topic)))
    fails |= BIT.topic;
  if (
    (asked.from !== null || asked.until !== null) &&
    (years === null ||
      (asked.until !== null && years[0] > asked.until) ||
      (asked.from !== null && years[1] < asked.from))
  )
    fails |= BIT.years;
  if (origins.length < asked.origins) fails |= BIT.origins;
  if (
    asked.region.size &&
    !act.countries.some((country) => regionsOf[country].some((one) => asked.region.has(one)))
  )
    fails |= BIT.region;
  return fails;
}
let entries = [],
  entriesFor = null,
  selectedFor = null,
  shown = [],
  ties = null;
/** Everything that `asked` holds, as one text. */
const allAsked = () =>
  Object.values(asked)
    .map((value) => (value instanceof Set ? [...value].sort().join("\n") : value))
    .join("\t");
/** Bring what is shown up to what is asked; false where it is that already. */
function select() {
  if (allAsked() === selectedFor) return false;
  selectedFor = allAsked();
  const wanted = `${[...asked.also].sort()} ${asked.confidence} ${[...asked.outlet].sort().join("\n")}`;
  if (wanted !== entriesFor) {
    entries = ACTS.map(entryOf).filter(Boolean);
    entries.sort((a, b) =>
      a.order < b.order ? -1 : a.order > b.order ? 1 : a.act.id < b.act.id ? -1 : 1,
    );
    entriesFor = wanted;
  }
  for (const entry of entries) entry.fails = failsOf(entry);
  shown = entries.filter((entry) => entry.fails === 0);
  ties = new Ties(shown);
  return true;
}

// Two numbers as one, the smaller first.
const keyOf = (a, b) => Math.min(a, b) * 1e6 + Math.max(a, b);
const endsOf = (key) => [Math.floor(key / 1e6), key % 1e6];
function put(map, key, entry) {
  const group = map.get(key);
  if (group === undefined) map.set(key, [entry]);
  else if (group[group.length - 1] !== entry) group.push(entry);
}
/** Who is tied to whom by what is shown, worked out when it is asked for. Links between
    institutions come last, and count only where no engagement joins the two already: they are
    mostly read from the same sentences. */
class Ties {
  constructor(chosen) {
    this.engagements = chosen.filter((entry) => entry.act.type !== null);
    this.links = chosen.filter((entry) => entry.act.type === null);
  }
  once(name, make) {
    Object.defineProperty(this, name, { value: make });
    return make;
  }
  get pairs() {
    const found = new Map();
    for (const entry of this.engagements)
      for (const [a, b] of entry.act.pairs) put(found, keyOf(a, b), entry);
    return this.once("pairs", found);
  }
  get countries() {
    const found = new Map();
    for (const entry of this.engagements)
      for (const country of entry.act.countries) put(found, country, entry);
    return this.once("countries", found);
  }
  get institutions() {
    const found = new Map();
    for (const entry of this.engagements)
      for (const [a, b] of entry.act.ties) put(found, keyOf(a, b), entry);
    this.lone = this.links.filter((entry) => !found.has(keyOf(...entry.act.actors)));
    for (const entry of this.lone)
      for (const [a, b] of entry.act.ties) put(found, keyOf(a, b), entry);
    return this.once("institutions", found);
  }
  get actors() {
    const found = new Map(),
      { institutions } = this;
    if (institutions)
      for (const entry of [...this.engagements, ...this.lone])
        for (const actor of entry.act.actors) put(found, actor, entry);
    return this.once("actors", found);
  }
  get topics() {
    const found = new Map();
    for (const entry of this.engagements)
      for (const topic of new Set(entry.act.topics.flatMap((one) => above[one])))
        put(found, topic, entry);
    return this.once("topics", found);
  }
  get partners() {
    const found = new Map();
    const mine = (actor) => found.get(actor) || found.set(actor, new Map()).get(actor);
    for (const entry of this.engagements)
      for (const [actor, country] of entry.act.partners) put(mine(actor), country, entry);
    const engaged = new Map([...found].map(([actor, countries]) => [actor, new Set(countries.keys())]));
    for (const entry of this.links)
      for (const [actor, country] of entry.act.partners)
        if (!engaged.has(actor) || !engaged.get(actor).has(country))
          put(mine(actor), country, entry);
    return this.once("partners", found);
  }
}
const sums = new WeakMap();
function sum(group) {
  const known = sums.get(group);
  if (known) return known;
  const counts = new Array(STATUSES.length).fill(0),
    from = new Set();
  let first = 9999,
    last = 0,
    links = 0,
    firm = false;
  for (const entry of group) {
    counts[STATUSES.indexOf(entry.status)] += 1;
    for (const origin of entry.origins) from.add(origin);
    if (entry.act.type === null) links += 1;
    if (FIRM.has(entry.status)) firm = true;
    // An open end tells no year; of several acts the known years are shown.
    if (entry.years)
      for (const year of entry.years)
        if (year > 0 && year < 9999) {
          first = Math.min(first, year);
          last = Math.max(last, year);
        }
  }
  const statuses = new Map(STATUSES.map((status, i) => [status, counts[i]]));
  const total = {
    n: group.length,
    links,
    origins: from.size,
    years: first <= last ? [first, last] : null,
    statuses,
    furthest: STAGES.filter((status) => statuses.get(status)).pop(),
    firm,
  };
  sums.set(group, total);
  return total;
}
const originCounts = new WeakMap();
function originsOf(group) {
  if (!originCounts.has(group)) {
    const from = new Set();
    for (const entry of group) for (const origin of entry.origins) from.add(origin);
    originCounts.set(group, from.size);
  }
  return originCounts.get(group);
}
const distinct = (groups) => (groups.length === 1 ? groups[0] : [...new Set(groups.flat())]);

// The institutions that link countries, those with most partners first.
const bridgesOf = new WeakMap();
function bridges(own) {
  if (bridgesOf.has(own)) return bridgesOf.get(own);
  const found = [];
  for (const [actor, partners] of own.partners) {
    if (ACTORS[actor].kind !== "institution") continue;
    const countries = partners.size + (ACTORS[actor].country === null ? 0 : 1);
    if (countries < 2) continue;
    found.push({ actor, partners, all: distinct([...partners.values()]), countries });
  }
  const key = (bridge) => ACTORS[bridge.actor].name;
  found.sort(
    (a, b) =>
      b.partners.size - a.partners.size ||
      b.all.length - a.all.length ||
      originsOf(b.all) - originsOf(a.all) ||
      (key(a) < key(b) ? -1 : 1),
  );
  bridgesOf.set(own, found);
  return found;
}
function pairsOf(country) {
  const found = [];
  for (const [key, group] of ties.pairs) {
    const [a, b] = endsOf(key);
    if (a === country || b === country) found.push({ other: a === country ? b : a, group });
  }
  return found.sort(
    (a, b) =>
      b.group.length - a.group.length ||
      COUNTRIES[a.other].name.localeCompare(COUNTRIES[b.other].name, "en"),
  );
}

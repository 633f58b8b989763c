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
// Regions and blocs by the number of their countries, so that "of the EU" is one look.
const REGIONS = WORLD.regions;
const regionsOf = COUNTRIES.map(() => []);
REGIONS.forEach(({ countries }, i) => countries.forEach((country) => regionsOf[country].push(i)));

const LINK = -1; // the type of a link between institutions, in its column
const ENDED = STATUSES.indexOf("ended");
const STAGE = STATUSES.map((status) => STAGES.indexOf(status));
const OPEN_START = 0,
  OPEN_END = 9999,
  NO_DATE = WORLD.years.length / 2;
/** An act with the reports that count under the wanted modalities, outlets and confidence: all of
    its own (`own` is null), or those in `own`. Dates are told by their number, which is greater
    the later they are. */
class Entry {
  constructor(i, own) {
    this.i = i;
    this.own = own;
    const from = FIRST_REPORT[i],
      count = own ? own.length : FIRST_REPORT[i + 1] - from;
    let published = NO_DATE,
      stage = 0,
      last = 0;
    for (let k = 0; k < count; k++) {
      const report = own ? own[k] : from + k,
        day = SOURCES.published[REPORTS.source[report]];
      if (day >= 0 && day < published) published = day;
      last = REPORTS.status[report];
      stage = Math.max(stage, STAGE[last]);
    }
    this.firstDay = published;
    this.time = COLUMN.date[i] >= 0 ? COLUMN.date[i] : published;
    this.state =
      COLUMN.status[i] >= 0 ? COLUMN.status[i] : last === ENDED ? ENDED : STAGE.indexOf(stage);
    this.count = count;
    this.originCount = count;
    if (count > 1) this.originCount = this.origins.length;
    this.fails = 0;
  }
  get act() {
    return ACTS[this.i];
  }
  get isLink() {
    return COLUMN.type[this.i] === LINK;
  }
  get status() {
    return STATUSES[this.state];
  }
  get reports() {
    return this.own
      ? this.own.map((report) => new Report(report))
      : reportsFrom(FIRST_REPORT[this.i], FIRST_REPORT[this.i + 1]);
  }
  /** The number of the origin of its `k`th report. */
  originAt(k) {
    return REPORTS.origin[this.own ? this.own[k] : FIRST_REPORT[this.i] + k];
  }
  get origins() {
    return [...new Set(Array.from({ length: this.count }, (_, k) => this.originAt(k)))];
  }
  get published() {
    return this.firstDay === NO_DATE ? null : textOf(this.firstDay);
  }
  /** The first and last year that it may have been in. */
  get years() {
    if (this.time === NO_DATE || WORLD.years[2 * this.time] < 0) return null;
    return [WORLD.years[2 * this.time], WORLD.years[2 * this.time + 1]];
  }
  get when() {
    const { date } = this.act;
    if (date) return dates(date);
    return this.published ? `reported ${day(this.published)}` : "no date given";
  }
}
/** For each act its entry, where there is one under what is asked. */
function entriesAsked() {
  const isWanted = MODALITIES.map((modality) => modality === "asserted" || asked.also.has(modality)),
    // What is rounded to hundredths is compared in them.
    least = Math.round(asked.confidence * 100),
    outlets = asked.outlet.size ? new Set(asked.outlet) : null;
  const found = [];
  for (let i = 0; i < COUNT; i++) {
    if (COLUMN.modality[i] >= 0 && !isWanted[COLUMN.modality[i]]) continue;
    const from = FIRST_REPORT[i],
      until = FIRST_REPORT[i + 1];
    let own = null;
    for (let report = from; report < until; report++) {
      const counts =
        isWanted[REPORTS.modality[report]] &&
        REPORTS.confidence[report] >= least &&
        (outlets === null || outlets.has(textOf(SOURCES.publisher[REPORTS.source[report]])));
      if (counts) {
        if (own) own.push(report);
      } else if (!own) own = Array.from({ length: report - from }, (_, k) => from + k);
    }
    if (until > from && (!own || own.length)) found.push(new Entry(i, own));
  }
  return found;
}
// Each facet has a bit: an entry that fails one alone would be there without it.
const BIT = { status: 1, type: 2, topic: 4, years: 8, origins: 16, region: 32 };
/** Set of each entry what it fails. */
function judge(all) {
  const some = ({ starts, all: values }, i, isWanted) => {
    for (let k = starts[i]; k < starts[i + 1]; k++) if (isWanted[values[k]]) return true;
    return false;
  };
  const isStatus = STATUSES.map((status) => asked.status.has(status)),
    isType = TYPES.map((type) => asked.type.has(type)),
    isTopic = TOPICS.map((_, topic) => above[topic].some((one) => asked.topic.has(one))),
    isCountry = COUNTRIES.map((_, country) =>
      regionsOf[country].some((one) => asked.region.has(one)),
    ),
    from = asked.from === null ? OPEN_START : asked.from,
    until = asked.until === null ? OPEN_END : asked.until,
    anyYear = asked.from === null && asked.until === null;
  for (const entry of all) {
    const { i, time } = entry;
    let fails = 0;
    if (!isStatus[entry.state]) fails |= BIT.status;
    if (asked.type.size && !isType[COLUMN.type[i]]) fails |= BIT.type;
    if (asked.topic.size && !some(column.topics, i, isTopic)) fails |= BIT.topic;
    if (
      !anyYear &&
      (time === NO_DATE ||
        WORLD.years[2 * time] < 0 ||
        WORLD.years[2 * time] > until ||
        WORLD.years[2 * time + 1] < from)
    )
      fails |= BIT.years;
    if (entry.originCount < asked.origins) fails |= BIT.origins;
    if (asked.region.size && !some(column.countries, i, isCountry)) fails |= BIT.region;
    entry.fails = fails;
  }
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
    // The acts are in this order (kg.page.data) but where a first report does not count.
    entries = entriesAsked().sort((a, b) => a.time - b.time || a.i - b.i);
    entriesFor = wanted;
  }
  judge(entries);
  shown = entries.filter((entry) => entry.fails === 0);
  ties = new Ties(shown);
  return true;
}

// Two numbers as one, the smaller first.
const WIDTH = Math.max(COUNTRIES.length, ACTORS.length);
const keyOf = (a, b) => (a < b ? a * WIDTH + b : b * WIDTH + a);
const endsOf = (key) => [Math.floor(key / WIDTH), key % WIDTH];
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
    this.engagements = chosen.filter((entry) => !entry.isLink);
    this.links = chosen.filter((entry) => entry.isLink);
  }
  once(name, make) {
    Object.defineProperty(this, name, { value: make });
    return make;
  }
  get pairs() {
    const found = new Map();
    eachTwo(column.pairs, this.engagements, (a, b, entry) => put(found, keyOf(a, b), entry));
    return this.once("pairs", found);
  }
  get countries() {
    const found = new Map();
    eachOne(column.countries, this.engagements, (country, entry) => put(found, country, entry));
    return this.once("countries", found);
  }
  get institutions() {
    const found = new Map();
    const add = (a, b, entry) => put(found, keyOf(a, b), entry);
    eachTwo(column.ties, this.engagements, add);
    this.lone = this.links.filter((entry) => !found.has(keyOf(...entry.act.actors)));
    eachTwo(column.ties, this.lone, add);
    return this.once("institutions", found);
  }
  get actors() {
    const found = new Map(),
      { institutions } = this;
    const add = (actor, entry) => put(found, actor, entry);
    if (institutions) {
      eachOne(column.actors, this.engagements, add);
      eachOne(column.actors, this.lone, add);
    }
    return this.once("actors", found);
  }
  get topics() {
    const found = new Map();
    eachOne(column.topics, this.engagements, (topic, entry) => {
      for (const one of above[topic]) put(found, one, entry);
    });
    return this.once("topics", found);
  }
  get partners() {
    const found = new Map();
    const mine = (actor) => {
      let own = found.get(actor);
      if (own === undefined) found.set(actor, (own = new Map()));
      return own;
    };
    eachTwo(column.partners, this.engagements, (actor, country, entry) =>
      put(mine(actor), country, entry),
    );
    const fromLinks = [];
    eachTwo(column.partners, this.links, (actor, country, entry) => {
      if (!found.has(actor) || !found.get(actor).has(country))
        fromLinks.push([actor, country, entry]);
    });
    for (const [actor, country, entry] of fromLinks) put(mine(actor), country, entry);
    return this.once("partners", found);
  }
}
function eachOne({ starts, all }, group, call) {
  for (const entry of group)
    for (let k = starts[entry.i]; k < starts[entry.i + 1]; k++) call(all[k], entry);
}
function eachTwo({ starts, all }, group, call) {
  for (const entry of group)
    for (let k = starts[entry.i]; k < starts[entry.i + 1]; k += 2) call(all[k], all[k + 1], entry);
}
// Which origins were seen in the group that is counted: a mark of its own for each.
const seenOrigin = new Int32Array(REPORTS.origin.reduce((most, one) => Math.max(most, one), -1) + 1);
let countedGroups = 0;
const originCounts = new WeakMap();
function originsOf(group) {
  if (group.length === 1) return group[0].originCount;
  const known = originCounts.get(group);
  if (known !== undefined) return known;
  countedGroups += 1;
  let found = 0;
  for (const entry of group)
    for (let k = 0; k < entry.count; k++) {
      const origin = entry.originAt(k);
      if (seenOrigin[origin] !== countedGroups) {
        seenOrigin[origin] = countedGroups;
        found += 1;
      }
    }
  originCounts.set(group, found);
  return found;
}
const sums = new WeakMap();
function sum(group) {
  const known = sums.get(group);
  if (known) return known;
  const counts = new Array(STATUSES.length).fill(0);
  let first = OPEN_END,
    last = OPEN_START,
    links = 0;
  for (const entry of group) {
    counts[entry.state] += 1;
    if (entry.isLink) links += 1;
    // An open end tells no year; of several acts the known years are shown.
    if (entry.time < NO_DATE)
      for (let k = 2 * entry.time; k < 2 * entry.time + 2; k++) {
        const year = WORLD.years[k];
        if (year > OPEN_START && year < OPEN_END) {
          if (year < first) first = year;
          if (year > last) last = year;
        }
      }
  }
  const statuses = new Map(STATUSES.map((status, i) => [status, counts[i]]));
  const total = {
    n: group.length,
    links,
    origins: originsOf(group),
    years: first <= last ? [first, last] : null,
    statuses,
    furthest: STAGES.filter((status) => statuses.get(status)).pop(),
    firm: STATUSES.some((status, i) => counts[i] > 0 && FIRM.has(status)),
  };
  sums.set(group, total);
  return total;
}
const distinct = (groups) => (groups.length === 1 ? groups[0] : [...new Set(groups.flat())]);

/** An institution that links countries, with the acts that it shares with each. */
class Bridge {
  constructor(actor, partners, countries) {
    this.actor = actor;
    this.partners = partners;
    this.countries = countries;
    this.every = null;
  }
  get all() {
    return (this.every = this.every || distinct([...this.partners.values()]));
  }
  /** How many acts it shares, without a list of them. */
  get count() {
    const [first] = this.partners.values();
    return this.partners.size === 1 ? first.length : this.all.length;
  }
}
// The institutions that link countries, those with most partners first.
const bridgesOf = new WeakMap();
function bridges(own) {
  if (bridgesOf.has(own)) return bridgesOf.get(own);
  const found = [];
  for (const [actor, partners] of own.partners) {
    if (ACTORS[actor].kind !== "institution") continue;
    const countries = partners.size + (ACTORS[actor].country === null ? 0 : 1);
    if (countries >= 2) found.push(new Bridge(actor, partners, countries));
  }
  const { name } = WORLD.actors;
  const ranked = new Ranked(
    found,
    (bridge) => 1e6 * bridge.partners.size + bridge.count,
    (a, b) => originsOf(b.all) - originsOf(a.all) || (name[a.actor] < name[b.actor] ? -1 : 1),
  );
  bridgesOf.set(own, ranked);
  return ranked;
}
/** Items by falling rank, and by `compare` within a rank: put in order only as far as anyone has
    looked, since of thousands a reader sees the first few. */
class Ranked {
  constructor(items, rankOf, compare) {
    const groups = new Map();
    for (const item of items) put(groups, rankOf(item), item);
    this.groups = [...groups].sort((a, b) => b[0] - a[0]).map(([, group]) => group);
    this.compare = compare;
    this.ordered = [];
    this.length = items.length;
  }
  slice(from, until = this.length) {
    while (this.ordered.length < until && this.groups.length)
      for (const item of this.groups.shift().sort(this.compare)) this.ordered.push(item);
    return this.ordered.slice(from, until);
  }
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

/* Who is tied to whom by the acts that pass, and what that adds up to. Who an act ties was worked
   out before (kg.page.data). */
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

/* What the reader has asked for, and which acts pass. All of it is kept to one look at each act: a
   page may hold fifty thousand. */
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

/* What the page holds: blocks of JSON that are never executed. All scripts of this folder are put
   together in the order that kg.page.page gives, inside one function. */
const $ = (id) => document.getElementById(id);
const read = (id) => JSON.parse($(id).textContent);
async function readPacked(id) {
  const block = $(id);
  if (block.dataset.packing === "plain") return read(id);
  const letters = atob(block.textContent),
    bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(unpacked).json();
}
const WORLD = await readPacked("data");
const OUTLINES = read("outlines");
const { countries: COUNTRIES, topics: TOPICS } = WORLD;
const STATUSES = WORLD.words.status.map(([id]) => id);
const STATUS = new Map(WORLD.words.status.map(([id, word, gloss]) => [id, { word, gloss }]));
const TYPES = WORLD.words.type.map(([id]) => id);
const TYPE = new Map(WORLD.words.type);
const MODALITIES = WORLD.words.modality.map(([id]) => id);
const MODALITY = new Map(WORLD.words.modality);
const KINDS = Object.keys(WORLD.words.kind);
const FIRM = new Set(WORLD.firm);
// By how far an act has come; what ended may never have begun.
const STAGES = ["ended", ...STATUSES.filter((status) => status !== "ended")];

// How much is shown before one asks for more: what a reader takes in, and a browser lays out at
// once.
const CARDS_AT_ONCE = 25;
const QUOTES_AT_ONCE = 2;
const FOUND_AT_ONCE = 12;
const ROWS_AT_ONCE = 300;
const OUTLETS_AT_ONCE = 40;
const TOPICS_AT_ONCE = 10;
// What a map bears before it is a tangle: lines, dots of full size, labels at the end of a line.
const PAIRS_DRAWN = 160;
const DOTS_AT_EASE = 60;
const FAR_LABELS = 40;

// The columns of kg.page.pack: a list of lists is how many each has, and all that they have.
function lists({ n, all }) {
  const starts = new Int32Array(n.length + 1);
  for (let i = 0; i < n.length; i++) starts[i + 1] = starts[i] + n[i];
  return (i) => (n.length ? all.slice(starts[i], starts[i + 1]) : []);
}
const inTwos = (flat) => {
  const twos = [];
  for (let i = 0; i < flat.length; i += 2) twos.push([flat[i], flat[i + 1]]);
  return twos;
};
const textOf = (number) => (number < 0 ? "" : WORLD.texts[number]);
const ACTORS = (() => {
  const { id, name, isPerson, type, country, aliases, roles } = WORLD.actors;
  const aliasesOf = lists(aliases),
    rolesOf = lists(roles);
  return id.map((own, i) => ({
    id: own,
    name: name[i],
    kind: isPerson[i] ? "person" : "institution",
    type: type[i] < 0 ? null : KINDS[type[i]],
    country: country[i] < 0 ? null : country[i],
    get aliases() {
      return aliasesOf(i).map(textOf);
    },
    get roles() {
      return rolesOf(i).map(textOf);
    },
  }));
})();
const REPORTS = WORLD.reports,
  SOURCES = WORLD.sources;
const quotesOf = lists(REPORTS.quotes);
/** One article's claim of an act. */
class Report {
  constructor(i) {
    this.i = i;
    this.status = STATUSES[REPORTS.status[i]];
    this.modality = MODALITIES[REPORTS.modality[i]];
    this.origin = REPORTS.origin[i];
    this.confidence = REPORTS.confidence[i] / 100;
    this.source = REPORTS.source[i];
  }
  get quotes() {
    return quotesOf(this.i).map(textOf);
  }
  get title() {
    return textOf(SOURCES.title[this.source]);
  }
  get publisher() {
    return textOf(SOURCES.publisher[this.source]);
  }
  get published() {
    return textOf(SOURCES.published[this.source]) || null;
  }
  get url() {
    return textOf(SOURCES.url[this.source]) || null;
  }
  get by() {
    return textOf(REPORTS.by[this.i]);
  }
}
const COLUMN = WORLD.acts;
const column = Object.fromEntries(
  ["years", "countries", "actors", "topics", "pairs", "ties", "partners", "roles", "amounts"].map(
    (name) => [name, lists(COLUMN[name])],
  ),
);
/** An engagement, or (of type null) a link that a text states between two institutions. What the
    filters ask is there at once, the rest is looked up when a reader comes to it. */
class Act {
  constructor(i, firstReport) {
    this.i = i;
    this.type = COLUMN.type[i] < 0 ? null : TYPES[COLUMN.type[i]];
    this.status = COLUMN.status[i] < 0 ? null : STATUSES[COLUMN.status[i]];
    this.modality = COLUMN.modality[i] < 0 ? null : MODALITIES[COLUMN.modality[i]];
    this.date = textOf(COLUMN.date[i]) || null;
    this.years = column.years(i);
    if (!this.years.length) this.years = null;
    this.countries = column.countries(i);
    this.actors = column.actors(i);
    this.topics = column.topics(i);
    this.reports = Array.from({ length: COLUMN.reports[i] }, (_, k) => new Report(firstReport + k));
  }
  get id() {
    return this.type === null
      ? this.actors.map((actor) => ACTORS[actor].id).join(" ")
      : COLUMN.id[this.i];
  }
  get place() {
    return textOf(COLUMN.place[this.i]);
  }
  /** Pairs of countries. */
  get pairs() {
    return inTwos(column.pairs(this.i));
  }
  /** Pairs of institutions. */
  get ties() {
    return inTwos(column.ties(this.i));
  }
  /** Pairs of an actor and a country that it has to do with. */
  get partners() {
    return inTwos(column.partners(this.i));
  }
  get roles() {
    return inTwos(column.roles(this.i).map(textOf));
  }
  get amounts() {
    return column.amounts(this.i).map(textOf);
  }
}
const ACTS = (() => {
  let report = 0;
  return COLUMN.type.map((_, i) => {
    const act = new Act(i, report);
    report += act.reports.length;
    return act;
  });
})();

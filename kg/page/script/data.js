/* What the page holds: blocks of JSON that are never executed. All scripts of this folder are put
   together in the order that kg.page.page gives, inside one function. */
const $ = (id) => document.getElementById(id);
const read = (id) => JSON.parse($(id).textContent);
const WIDEST = 4;
const NUMBERS = { 1: Int8Array, 2: Int16Array, 4: Int32Array };
function bytesOf(letters) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(letters);
  const plain = atob(letters),
    bytes = new Uint8Array(plain.length);
  for (let i = 0; i < plain.length; i++) bytes[i] = plain.charCodeAt(i);
  return bytes;
}
/** A block of kg.page.pack: JSON; or, packed, JSON and behind it the columns that it names. */
async function readPacked(id) {
  const block = $(id);
  if (block.dataset.packing === "plain") return read(id);
  const packed = new Blob([bytesOf(block.textContent)]).stream();
  const whole = await new Response(
    packed.pipeThrough(new DecompressionStream("gzip")),
  ).arrayBuffer();
  block.remove(); // some megabytes that nobody reads again
  const [size] = new Int32Array(whole, 0, 1);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(whole, WIDEST, size)));
  (function restore(part) {
    for (const [name, value] of Object.entries(part))
      if (value && typeof value === "object" && !Array.isArray(value)) {
        if (value.width) part[name] = new NUMBERS[value.width](whole, WIDEST + size + value.at, value.n);
        else restore(value);
      }
  })(head);
  return head;
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
const ROWS_AT_ONCE = 60;
const ROWS_MORE = 500;
const ROWS_PRINTED = 5000;
const OUTLETS_AT_ONCE = 40;
const TOPICS_AT_ONCE = 10;
// What a map bears before it is a tangle: lines, dots of full size, labels at the end of a line.
const PAIRS_DRAWN = 160;
const DOTS_AT_EASE = 60;
const FAR_LABELS = 40;

// The columns of kg.page.pack: a list of lists is how many each has, and all that they have. What
// is asked of each act walks `all` from starts[i] to starts[i + 1]; `of` makes a list.
function lists({ n, all }, length) {
  const starts = new Int32Array(length + 1);
  for (let i = 0; i < n.length; i++) starts[i + 1] = starts[i] + n[i];
  return { starts, all, of: (i) => Array.from(all.slice(starts[i], starts[i + 1])) };
}
const inTwos = (flat) => {
  const twos = [];
  for (let i = 0; i < flat.length; i += 2) twos.push([flat[i], flat[i + 1]]);
  return twos;
};
// Texts that only evidence shows come in a block of their own. Of a large page it is read when
// the drawing stands; until then it is null, and what needs it waits for `whenRead`.
let LATER = null;
const textOf = (number) =>
  number < 0
    ? ""
    : number < WORLD.texts.length
      ? WORLD.texts[number]
      : LATER[number - WORLD.texts.length];
const waiting = new Set();
const whenRead = (call) => (LATER ? call() : waiting.add(call));
async function readLater() {
  LATER = (await readPacked("later")).texts;
  for (const call of waiting) call();
  waiting.clear();
}
if ($("later").dataset.packing === "plain") await readLater();
const ACTORS = (() => {
  const { id, name, isPerson, type, country, aliases, roles } = WORLD.actors;
  const aliasesOf = lists(aliases, id.length),
    rolesOf = lists(roles, id.length);
  return id.map((own, i) => ({
    id: own,
    name: name[i],
    kind: isPerson[i] ? "person" : "institution",
    type: type[i] < 0 ? null : KINDS[type[i]],
    country: country[i] < 0 ? null : country[i],
    get aliases() {
      return aliasesOf.of(i).map(textOf);
    },
    get roles() {
      return rolesOf.of(i).map(textOf);
    },
  }));
})();
const REPORTS = WORLD.reports,
  SOURCES = WORLD.sources;
const quotesOf = lists(REPORTS.quotes, REPORTS.status.length);
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
    return quotesOf.of(this.i).map(textOf);
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
const COLUMN = WORLD.acts,
  COUNT = COLUMN.type.length;
const column = Object.fromEntries(
  ["countries", "actors", "topics", "pairs", "ties", "partners", "roles", "amounts"].map((name) => [
    name,
    lists(COLUMN[name], COUNT),
  ]),
);
// The reports of an act are those from FIRST_REPORT[i] to FIRST_REPORT[i + 1].
const FIRST_REPORT = new Int32Array(COUNT + 1);
for (let i = 0; i < COUNT; i++) FIRST_REPORT[i + 1] = FIRST_REPORT[i] + COLUMN.reports[i];
/** An engagement, or (of type null) a link that a text states between two institutions. All of it
    is looked up when a reader comes to it; what is asked of every act reads the columns. */
class Act {
  constructor(i) {
    this.i = i;
  }
  get type() {
    return COLUMN.type[this.i] < 0 ? null : TYPES[COLUMN.type[this.i]];
  }
  get modality() {
    return COLUMN.modality[this.i] < 0 ? null : MODALITIES[COLUMN.modality[this.i]];
  }
  get date() {
    return textOf(COLUMN.date[this.i]) || null;
  }
  get countries() {
    return column.countries.of(this.i);
  }
  get actors() {
    return column.actors.of(this.i);
  }
  get topics() {
    return column.topics.of(this.i);
  }
  get reports() {
    return reportsFrom(FIRST_REPORT[this.i], FIRST_REPORT[this.i + 1]);
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
    return inTwos(column.pairs.of(this.i));
  }
  /** Pairs of institutions. */
  get ties() {
    return inTwos(column.ties.of(this.i));
  }
  get roles() {
    return inTwos(column.roles.of(this.i).map(textOf));
  }
  get amounts() {
    return column.amounts.of(this.i).map(textOf);
  }
}
const reportsFrom = (from, until) =>
  Array.from({ length: until - from }, (_, k) => new Report(from + k));
const ACTS = Array.from({ length: COUNT }, (_, i) => new Act(i));

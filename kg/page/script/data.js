/* What the page holds: blocks of JSON that are never executed. All scripts of this folder are put
   together in the order that kg.page.page gives, inside one function. */
const $ = (id) => document.getElementById(id);
const read = (id) => JSON.parse($(id).textContent);
const WORLD = read("data");
const OUTLINES = read("outlines");
const { countries: COUNTRIES, actors: ACTORS, topics: TOPICS } = WORLD;
const STATUSES = WORLD.words.status.map(([id]) => id);
const STATUS = new Map(WORLD.words.status.map(([id, word, gloss]) => [id, { word, gloss }]));
const TYPE = new Map(WORLD.words.type);
const MODALITY = new Map(WORLD.words.modality);
const FIRM = new Set(WORLD.firm);
// By how far an act has come; what ended may never have begun.
const STAGES = ["ended", ...STATUSES.filter((status) => status !== "ended")];

// How much is shown before one asks for more: what a reader takes in, and a browser lays out at
// once.
const CARDS_AT_ONCE = 25;
const QUOTES_AT_ONCE = 2;
const FOUND_AT_ONCE = 12;
const ROWS_AT_ONCE = 300;
// What a map bears before it is a tangle: lines, dots of full size, labels at the end of a line.
const PAIRS_DRAWN = 160;
const DOTS_AT_EASE = 60;
const FAR_LABELS = 40;

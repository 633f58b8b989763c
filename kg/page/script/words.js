/* How numbers, dates and kinds are worded. */
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const inGroups = new Intl.NumberFormat("en");
const figure = (n) => (n < 1000 ? String(n) : inGroups.format(n));
const many = (n, one, more) => `${figure(n)} ${n === 1 ? one : more || one + "s"}`;
// Links of institutions are no engagements: wherever both are counted, they are counted apart.
function acts(group, more = "") {
  let n = group.length;
  for (const entry of group) if (entry.isLink) n -= 1;
  const links = (word) =>
    many(group.length - n, `${word}link of institutions`, `${word}links of institutions`);
  if (!n && group.length) return links(more);
  return many(n, `${more}engagement`) + (n < group.length ? ` and ${links("")}` : "");
}
const actsWord = (group) =>
  group.some((entry) => entry.isLink) ? "Engagements and links" : "Engagements";
const origins = (n) => many(n, "independent origin");
function day(date) {
  const [year, month, number] = date.split("-");
  const name = MONTHS[Number(month) - 1];
  return name ? [number && String(Number(number)), name, year].filter(Boolean).join(" ") : date;
}
const dates = (edtf) =>
  edtf
    .split("/")
    .map((end) => (end === ".." || end === "" ? "open" : day(end)))
    .join(" to ");
const list = (words) =>
  words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
/** Years from and to; 0 and 9999 stand for an end that is open. */
const span = (years) => {
  const [from, until] = years || [0, 9999];
  if (from === until) return String(from);
  if (until === 9999) return from ? `since ${from}` : "no date";
  return from ? `${from}–${until}` : `until ${until}`;
};
/** The year in which it began; where only the end is known, the year of that. */
const knownYear = ([from, until]) => from || until;
// Most names have nothing to fold but their case.
const fold = (text) =>
  /^[\x00-\x7f]*$/.test(text)
    ? text.toLowerCase()
    : text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const isOrganisation = (actor) => actor.kind === "institution" && actor.country === null;
const kindOf = (actor) =>
  actor.kind === "person" ? "person" : isOrganisation(actor) ? "organisation" : "institution";
// "the ministry" is a wording, not a name: it would match, and name, any other.
const properAliases = (actor) => actor.aliases.filter((alias) => alias !== alias.toLowerCase());
const typeOf = (actor) =>
  actor.kind === "person"
    ? actor.roles[0] || "Person"
    : WORLD.words.kind[actor.type] || "Institution";

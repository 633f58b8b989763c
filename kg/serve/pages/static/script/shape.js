// What the columns of an answer hold: numbers, dates, countries, things, texts to be read.
import { countriesIn } from "./countries.js";
import { kindOf, pageOf, web } from "./names.js";

const NUMBERS = /#(integer|decimal|double|float|int|long|nonNegativeInteger)$/;
const DATES = /(#(date|dateTime|gYear|gYearMonth)|EDTF)$/;
const POINT = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/;
/** A text longer than this is to be read, and gets room. */
const LONG = 60;
/** A column is of a kind when so many of its cells are. */
const MOST = 0.8;

const known = new WeakMap();

/** For each kind the places of the columns that are of it. */
export function shapeOf(answer) {
  if (known.has(answer)) return known.get(answer);
  const shape = { numbers: [], dates: [], countries: [], things: [], long: [] };
  answer.columns.forEach((name, at) => {
    const cells = answer.rows.map((row) => row[at]).filter(Boolean);
    if (!cells.length) return;
    const share = (test) => cells.filter(test).length >= MOST * cells.length;
    if (share((term) => NUMBERS.test(term.datatype ?? ""))) shape.numbers.push(at);
    else if (share((term) => DATES.test(term.datatype ?? "") || (!term.datatype && POINT.test(term.value) && term.value.length < 24))) shape.dates.push(at);
    else if (name === "quote" || cells.some((term) => term.type === "literal" && term.value.length > LONG && !web(term.value) && !countriesIn(term).length)) shape.long.push(at);
    else if (share((term) => countriesIn(term).length > 0)) shape.countries.push(at);
    else if (share((term) => (term.type === "uri" ? pageOf(term.value) && kindOf(term.value) !== "article" : !web(term.value) && !pageOf(term.value)))) shape.things.push(at);
  });
  known.set(answer, shape);
  return shape;
}

/** When a cell is: {at: year with its fraction, rough: only the year or month is known}; or null. */
export function timeOf(term) {
  const text = (term?.value ?? "").split("/").find((part) => POINT.test(part));
  if (!text) return null;
  const [, year, month, day] = POINT.exec(text);
  if (!month || month > 12) return { at: Number(year) + 0.5, rough: true };
  if (!day) return { at: Number(year) + (Number(month) - 0.5) / 12, rough: true };
  return { at: Number(year) + (Number(month) - 1 + (Number(day) - 0.5) / 31) / 12, rough: false };
}

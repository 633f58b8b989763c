// Countries by name and code, where they are on the drawing, and the coasts under them.
import { settings } from "./names.js";

let byCode = new Map();
let byName = new Map();
let coasts = { land: [], water: [] };

/** Resolves when the countries are known: they tell which columns of an answer are countries. */
export const ready = fetch("/places.json").then((response) => response.json()).then((found) => {
  byCode = new Map(found.countries.map((country) => [country.code, country]));
  byName = new Map(found.countries.map((country) => [country.name, country.code]));
  coasts = found.outlines;
}).catch(() => {});

export const countryOf = (code) => byCode.get(code);
export const outlines = () => coasts;

/** The codes of the countries that a cell names: by IRI, by name, or a list of names; else []. */
export function countriesIn(term) {
  if (!term) return [];
  const text = term.value;
  if (term.type === "uri") {
    const { country, pair } = settings.prefixes;
    if (country && text.startsWith(country)) return byCode.has(text.slice(country.length)) ? [text.slice(country.length)] : [];
    if (pair && text.startsWith(pair)) return text.slice(pair.length).split("-").filter((code) => byCode.has(code));
    return [];
  }
  if (byName.has(text)) return [byName.get(text)];
  const parts = text.split(/, | – /);
  return parts.length > 1 && parts.every((part) => byName.has(part)) ? parts.map((part) => byName.get(part)) : [];
}

// Declarations of the prefixes that a query uses and does not declare. The endpoint needs none for
// ours; editors and other endpoints do.
import { settings } from "./names.js";

const ASIDE = /#[^\n]*|"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>/g;
const NAME = /(?<![\w:?$-])([A-Za-z][\w-]*):/g;

/** The query with what it lacks declared, after the comments at its head. */
export function declared(text) {
  const bare = text.replace(ASIDE, (part) => (part.startsWith("<") ? "<>" : " "));
  const own = new Set([...bare.matchAll(/\bprefix\s+([\w-]*):/gi)].map((found) => found[1]));
  const missing = [...new Set([...bare.matchAll(NAME)].map((found) => found[1]))]
    .filter((name) => !own.has(name) && Object.hasOwn(settings.prefixes, name)).sort();
  if (!missing.length) return text;
  const head = /^(?:#[^\n]*\n|\s*\n)*/.exec(text)[0];
  const lines = missing.map((name) => `PREFIX ${name}: <${settings.prefixes[name]}>\n`).join("");
  return `${head}${lines}${own.size ? "" : "\n"}${text.slice(head.length)}`;
}

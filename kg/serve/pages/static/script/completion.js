// Completion from our ontology: classes, properties, codes of lists, countries and topics.
//
// It asks this server alone. YASGUI's own completion asks a service elsewhere, and its list of
// prefixes holds addresses that are spam.
import { el } from "./dom.js";
import { settings } from "./names.js";

const MOST = 40;
const known = fetch("/terms.json").then((response) => response.json())
  .catch(() => ({ class: [], property: [], value: [] }));

/** Gives YASGUI our completion in place of its own. Prefixes are declared as they are used. */
export function completeFromHere(Yasgui) {
  const { Yasqe } = Yasgui;
  const { prefixes } = Yasqe.Autocompleters;
  prefixes.get = () => Object.entries(settings.prefixes).map(([name, iri]) => `${name}: <${iri}>`).sort();
  prefixes.persistenceId = null;
  // These two ask elsewhere. An option could not leave them out: lists of options are merged.
  for (const name of ["class", "property"]) delete Yasqe.Autocompleters[name];
  Yasgui.defaults.yasqe.autocompleters = ["variables", "prefixes", "terms"];
  const about = new Map();
  Yasqe.registerAutocompleter({
    name: "terms",
    bulk: false,
    autoShow: true,
    isValidCompletionPosition: (yasqe) => {
      const token = yasqe.getCompleteToken();
      if (!/^[A-Za-z][\w-]*:?[\w.-]*$/.test(token.string) || /comment|string$/.test(token.type ?? "")) return false;
      const before = yasqe.getPreviousNonWsToken(yasqe.getDoc().getCursor().line, token);
      return before?.string.toUpperCase() !== "PREFIX" && token.string.includes(":");
    },
    get: async (yasqe, token) => {
      const before = yasqe.getPreviousNonWsToken(yasqe.getDoc().getCursor().line, token).string;
      const terms = await known;
      const order = before === "a" || before === "rdf:type" ? ["class", "property", "value"] : ["property", "value", "class"];
      const found = matches(order.flatMap((kind) => terms[kind]), token.string);
      for (const term of found) about.set(term.name, term);
      return found.map((term) => term.name);
    },
    postprocessHints: (_, hints) => hints.map((hint) => ({ ...hint, render: (item) => {
      const term = about.get(hint.text);
      item.append(el("b", {}, hint.text), el("span", { class: "hint-label" }, ` ${term?.label ?? ""}`));
      if (term?.comment) item.append(el("span", { class: "hint-comment" }, term.comment));
    } })),
  }, false);
}

/** Terms that begin as what was typed, then those whose label has it after the prefix. */
function matches(terms, typed) {
  const start = typed.toLowerCase();
  const colon = start.indexOf(":");
  const [prefix, word] = [start.slice(0, colon + 1), start.slice(colon + 1)];
  const first = terms.filter((term) => term.name.toLowerCase().startsWith(start));
  const second = word.length < 2 ? [] : terms.filter((term) => !first.includes(term)
    && term.name.toLowerCase().startsWith(prefix) && term.label.toLowerCase().includes(word));
  return [...first, ...second].filter((term) => term.name !== typed).slice(0, MOST);
}

// An answer as a table: labels beside IRIs, sorted, filtered, evidence under each row.
import { el, plural, say } from "./dom.js";
import { evidenceOf, openEvidence } from "./evidence.js";
import { labelsOf, link, pageOf, short, web } from "./names.js";
import { shapeOf } from "./shape.js";
import { compare } from "./sorting.js";

/** Rows drawn at once: more are drawn when asked for, so that long answers stay quick. */
const STEP = 100;

export const table = { name: "table", label: "Table", fits: () => true, draw };

/** Draws `answer` into `place`. `state` holds filter, sort and direction, and is changed here. */
function draw(answer, place, state, changed) {
  const { numbers, dates, long } = shapeOf(answer);
  const looks = (term, at) => (numbers.includes(at) ? "figure" : long.includes(at) ? "long"
    : dates.includes(at) ? "brief" : term?.type === "uri" ? "named"
      : term && web(term.value) ? "address" : null);
  const evident = answer.rows.some((row) => evidenceOf(answer.columns, row));
  let labels = new Map();
  /** What writes the names into the cells that are drawn, once they are known. */
  let named = [];
  let drawn = STEP;

  const filter = el("input", { type: "search", value: state.filter ?? "", placeholder: "Filter rows",
    "aria-label": "Show only rows with these words", oninput: () => {
      state.filter = filter.value;
      drawn = STEP;
      changed();
      list();
    } });
  const count = el("span", { class: "note", role: "status" });
  const only = el("button", { type: "button", hidden: !state.only, onclick: () => {
    state.only = null;
    only.hidden = true;
    list();
    filter.focus();
  } }, `Only ${state.only?.name} ✕`);
  const heads = answer.columns.map((name, at) => el("th", { scope: "col", class: numbers.includes(at) ? "figure" : null },
    el("button", { type: "button", onclick: () => {
      state.descending = state.sort === name && !state.descending;
      state.sort = name;
      changed();
      list();
    } }, name)));
  const body = el("tbody");
  const more = el("button", { type: "button", onclick: () => {
    drawn += 10 * STEP;
    list();
  } });

  const text = (term) => {
    if (!term) return "";
    return term.type === "uri" ? labels.get(term.value) ?? short(term.value) : term.value;
  };

  function list() {
    named = [];
    const words = (state.filter ?? "").toLocaleLowerCase("en").split(/\s+/).filter(Boolean);
    const at = answer.columns.indexOf(state.sort);
    const chosen = state.only ? answer.rows.filter((row) => state.only.rows.has(row)) : [...answer.rows];
    const rows = words.length === 0 ? chosen : chosen.filter((row) => {
      const all = row.map((term) => `${text(term)} ${term?.value ?? ""}`).join(" ").toLocaleLowerCase("en");
      return words.every((word) => all.includes(word));
    });
    if (at >= 0) rows.sort((a, b) => compare(text(a[at]), text(b[at]), state.descending ? -1 : 1));
    heads.forEach((head, each) => {
      if (each === at) head.setAttribute("aria-sort", state.descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    count.textContent = words.length || state.only ? `${plural(rows.length, "row")} of ${answer.rows.length.toLocaleString("en")}` : "";
    body.replaceChildren(...rows.slice(0, drawn).map(line));
    more.hidden = rows.length <= drawn;
    more.textContent = `Show more of the ${rows.length.toLocaleString("en")} rows`;
  }

  function line(row) {
    const evidence = evidenceOf(answer.columns, row);
    const tr = el("tr", {}, evident ? el("td", { class: "evidence-cell" }, evidence ? el("button", {
      type: "button", "aria-expanded": "false", onclick: (event) => openEvidence(event.currentTarget, tr, evidence),
    }, "Evidence") : null) : null, row.map((term, at) => {
      const td = el("td", { class: looks(term, at) }, cell(term));
      if (term?.type === "uri") named.push(() => td.replaceChildren(...[cell(term)].flat()));
      return td;
    }));
    return tr;
  }

  function cell(term) {
    if (!term) return null;
    if (term.type === "uri") {
      const label = labels.get(term.value);
      if (!label) return link(term.value, short(term.value));
      return [link(term.value, label), el("br"), el("span", { class: "iri" }, short(term.value))];
    }
    if (term.type === "bnode") return `_:${term.value}`;
    const address = web(term.value);
    if (address) return el("a", { href: address, title: address, rel: "noopener noreferrer" }, term.value.replace(/^https?:\/\/(www\.)?/, ""));
    if (pageOf(term.value)) return link(term.value, short(term.value));
    const language = term["xml:lang"] ?? "en"; // wordings of ours are English; what is not says so
    return [term.value, language === "en" ? null : el("span", { class: "note" }, ` ${language}`)];
  }

  place.replaceChildren(
    el("div", { class: "bar" }, filter, only, count),
    el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Rows of the answer" },
      el("table", {},
        el("thead", {}, el("tr", {},
          evident ? el("th", { scope: "col", class: "evidence-cell" }, el("span", { class: "quiet" }, "Evidence")) : null,
          heads)),
        body)),
    el("p", { class: "bar" }, more));
  list();
  const iris = answer.rows.flat().filter((term) => term?.type === "uri").map((term) => term.value);
  labelsOf(iris).then((found) => {
    labels = found;
    // Order and filter go by names. Else the rows stay, and so does evidence that is open.
    if (state.sort || state.filter) list();
    else named.forEach((write) => write());
  }, () => say("The labels could not be fetched"));
}

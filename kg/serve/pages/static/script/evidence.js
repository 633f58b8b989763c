// What a row of an answer rests on: the words, the article, the way to its source.
import { el } from "./dom.js";
import { kindOf, pageOf, web } from "./names.js";

/** Kinds of things that have evidence, those that say most of a row first. */
const KINDS = ["claim", "link-claim", "capacity-claim", "report", "engagement", "link", "disagreement",
  "thread", "step", "evidence", "mention", "country-mention", "topic-mention", "quantity", "article"];

/** What the evidence of a row is asked by: {iris, quote, source}; null where it has none. */
export function evidenceOf(columns, row) {
  const iris = row.filter((term) => term && KINDS.includes(kindOf(term.value)))
    .map((term) => term.value)
    .sort((a, b) => KINDS.indexOf(kindOf(a)) - KINDS.indexOf(kindOf(b)));
  const at = (name) => row[columns.indexOf(name)]?.value ?? "";
  const quote = at("quote");
  const source = web(at("article")) ?? web(at("url")) ?? "";
  return iris.length || quote || source ? { iri: iris[0] ?? "", quote, source } : null;
}

/** Opens or closes the evidence under the row `tr`. */
export async function openEvidence(button, tr, { iri, quote, source }) {
  const after = tr.nextElementSibling;
  if (after?.classList.contains("opened")) {
    after.remove();
    button.setAttribute("aria-expanded", "false");
    return;
  }
  const place = el("div");
  tr.after(el("tr", { class: "opened" }, el("td", { colspan: tr.cells.length }, place)));
  button.setAttribute("aria-expanded", "true");
  // The words of the row are there at once, until the whole of it says them again.
  const words = quote ? el("figure", { class: "quote" }, el("blockquote", {}, `“${quote}”`),
    source ? el("figcaption", {}, el("a", { href: source, rel: "noopener noreferrer" }, "source")) : null) : "";
  place.append(words);
  const more = el("div", { class: "waiting" }, "All that rests on it…");
  place.append(more);
  try {
    more.replaceChildren(...await fetched(iri || source));
    if (quote && more.textContent.includes(quote)) words.remove();
  } catch (error) {
    more.replaceChildren(el("p", { class: "error" }, `The rest could not be fetched: ${error.message}`));
  }
  more.classList.remove("waiting");
  if (iri && pageOf(iri)) more.append(el("p", { class: "small" }, el("a", { href: pageOf(iri) }, "To its page")));
}

/** The evidence as the server writes it, with every text escaped: nothing in it can run, by the
 * policy of the page, and by DOMParser, which runs nothing. */
async function fetched(iri) {
  if (!iri) return [];
  const response = await fetch(`/evidence?of=${encodeURIComponent(iri)}`);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
  return [...parsed.body.childNodes];
}

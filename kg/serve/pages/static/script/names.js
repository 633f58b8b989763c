// IRIs: short names, pages of our own, addresses of the web, labels.
import { data, el } from "./dom.js";

const settings = data("settings") ?? { prefixes: {}, base: "", endpoint: "/sparql" };
const prefixes = Object.entries(settings.prefixes).sort((a, b) => b[1].length - a[1].length);
const root = (settings.prefixes.country ?? "").replace(/country\/$/, "");
const LISTS = /^(country|pair|topic|bloc|type|status|role|modality|institution-type)\/./;

export { settings };

/** The prefixed name of an IRI, or the IRI itself where no prefix fits. */
export function short(iri) {
  const found = prefixes.find(([, start]) => iri.startsWith(start) && iri.length > start.length);
  if (!found) return iri;
  const rest = iri.slice(found[1].length);
  return rest.includes("/") || rest.includes("#") ? iri : `${found[0]}:${rest}`;
}

/** The path of our page on what an IRI names; null where there is none. */
export function pageOf(iri) {
  if (settings.base && iri.startsWith(settings.base)) {
    return `/page/id/${encodeURI(iri.slice(settings.base.length)).replace(/[?#]/g, encodeURIComponent)}`;
  }
  if (root && iri.startsWith(root) && LISTS.test(iri.slice(root.length))) {
    return `/page/${encodeURI(iri.slice(root.length)).replace(/[?#]/g, encodeURIComponent)}`;
  }
  const hc = settings.prefixes.hc;
  return hc && iri.startsWith(hc) ? `/terms#${encodeURIComponent(iri.slice(hc.length))}` : null;
}

/** The text where it is an address of the web that may be followed; null for any other. */
export function web(text) {
  if (!/^https?:\/\/[^\s]+$/i.test(text)) return null;
  try {
    return new URL(text).href;
  } catch {
    return null;
  }
}

/** What kind of thing an IRI of ours names: engagement, article, country, …; "" for others. */
export function kindOf(iri) {
  const start = settings.base && iri.startsWith(settings.base) ? settings.base : root;
  return start && iri.startsWith(start) ? iri.slice(start.length).split("/")[0] : "";
}

/** A link to what an IRI names: our page, or an address of the web; else plain text. */
export function link(iri, text) {
  const page = pageOf(iri);
  if (page) return el("a", { href: page }, text);
  const address = web(iri);
  return address ? el("a", { href: address, rel: "noopener noreferrer" }, text) : el("span", {}, text);
}

const known = new Map();
const AT_ONCE = 400;

/** Labels of IRIs of ours, as a Map; those without one are not in it. */
export async function labelsOf(iris) {
  const wanted = [...new Set(iris)].filter((iri) => pageOf(iri));
  const missing = wanted.filter((iri) => !known.has(iri));
  for (let at = 0; at < missing.length; at += AT_ONCE) {
    const some = missing.slice(at, at + AT_ONCE);
    const response = await fetch("/labels", { method: "POST", body: JSON.stringify(some) });
    const found = response.ok ? await response.json() : {};
    for (const iri of some) known.set(iri, found[iri] ?? null);
  }
  return new Map(wanted.filter((iri) => known.get(iri)).map((iri) => [iri, known.get(iri)]));
}

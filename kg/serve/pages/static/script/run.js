// A query to the endpoint, and what comes back as one value.
//
//   run(text) -> {columns, rows, holds, triples, raw, media, seconds, cut} or {problem: …}
//
// A row is an array of terms in order of columns: {type, value, datatype, "xml:lang"} or null.
import { settings } from "./names.js";

/** Rows that a page takes; the endpoint says when there were more. */
export const MOST_ROWS = 10000;

const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9";

/** Sends a query; more parameters of the protocol may be given. */
export function send(text, { signal, accept = ACCEPT, more = {} } = {}) {
  return fetch(settings.endpoint, {
    method: "POST",
    headers: { Accept: accept, "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ query: text, ...more }),
    signal,
  });
}

export async function run(text, { signal } = {}) {
  const begun = performance.now();
  const answer = { query: text, columns: [], rows: [], triples: null, holds: null, raw: "", media: "" };
  const since = () => (performance.now() - begun) / 1000;
  let response;
  try {
    response = await send(text, { signal, more: { "max-rows": String(MOST_ROWS) } });
    answer.raw = await response.text();
  } catch (error) {
    const stopped = error.name === "AbortError";
    return { ...answer, seconds: since(), problem: {
      title: stopped ? "Stopped" : "The server gave no answer", status: 0, stopped,
      detail: stopped ? "You stopped the query." : "It may be down, or the connection was lost. Try again.",
    } };
  }
  answer.seconds = since();
  answer.media = (response.headers.get("Content-Type") ?? "").split(";")[0];
  const cut = /rows=(\d+)/.exec(response.headers.get("Kg-Cut") ?? "");
  answer.cut = cut ? Number(cut[1]) : null;
  if (!response.ok) return { ...answer, problem: problemOf(response, answer.raw) };
  try {
    if (answer.media.includes("json")) readJson(answer, JSON.parse(answer.raw));
    else if (answer.media.includes("triples")) readTriples(answer);
  } catch {
    // A server that is stopped in the middle of an answer has said 200 long before.
    answer.problem = { title: "The answer is not whole", status: response.status,
      detail: "The connection ended before the answer did. Try again, or ask for fewer rows." };
  }
  return answer;
}

function readJson(answer, found) {
  if (typeof found.boolean === "boolean") {
    answer.holds = found.boolean;
    return;
  }
  answer.columns = found.head.vars ?? [];
  answer.rows = found.results.bindings.map((row) => answer.columns.map((name) => row[name] ?? null));
}

const TRIPLE = /^(<[^>]*>|_:\S+) (<[^>]*>) (.+) \.$/;
const LITERAL = /^"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?$/;
const ESCAPES = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f", '"': '"', "'": "'", "\\": "\\" };

/** Triples as a table of three columns. */
function readTriples(answer) {
  answer.columns = ["subject", "predicate", "object"];
  answer.rows = answer.raw.split("\n").filter(Boolean).map((line) => {
    const parts = TRIPLE.exec(line);
    if (!parts) throw new Error(line);
    return parts.slice(1).map(term);
  });
  answer.triples = answer.rows.length;
}

function term(text) {
  const plain = (part) => part.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g,
    (_, four, eight, one) => (one ? ESCAPES[one] ?? one : String.fromCodePoint(parseInt(four ?? eight, 16))));
  if (text.startsWith("<")) return { type: "uri", value: plain(text.slice(1, -1)) };
  if (text.startsWith("_:")) return { type: "bnode", value: text.slice(2) };
  const [, value, language, datatype] = LITERAL.exec(text) ?? [null, text];
  return { type: "literal", value: plain(value), "xml:lang": language, datatype };
}

/** What went wrong: title, detail, status, and the line and column of a query where known. */
function problemOf(response, raw) {
  const problem = { title: `The server answered ${response.status}`, detail: raw.slice(0, 2000),
    status: response.status, retry: response.headers.get("Retry-After") };
  try {
    const said = JSON.parse(raw);
    problem.title = said.title ?? problem.title;
    problem.detail = said.detail ?? "";
    problem.line = said.line;
    problem.column = said.column;
  } catch {
    // Not a problem document: what was said is shown as it came.
  }
  const place = /\bat (\d+):(\d+)/.exec(problem.detail);
  if (!problem.line && place) [problem.line, problem.column] = [Number(place[1]), Number(place[2])];
  return problem;
}

// Answers as files: CSV, TSV and JSON, as the W3C lays them down.
//
// CSV has one exception, as everywhere in kg: a cell that a spreadsheet would run as a formula
// gets a quote mark before it, since the text comes from articles.
import { el } from "./dom.js";
import { send } from "./run.js";

const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const MEDIA = { csv: "text/csv", tsv: "text/tab-separated-values",
  json: "application/sparql-results+json" };

const value = (term) => (term === null ? "" : term.type === "bnode" ? `_:${term.value}` : term.value);

function csvCell(text) {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function turtle(term) {
  if (term === null) return "";
  if (term.type === "uri") return `<${term.value}>`;
  if (term.type === "bnode") return `_:${term.value}`;
  const text = term.value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r").replaceAll("\t", "\\t");
  if (term["xml:lang"]) return `"${text}"@${term["xml:lang"]}`;
  return term.datatype && !term.datatype.endsWith("#string") ? `"${text}"^^<${term.datatype}>` : `"${text}"`;
}

function written(answer, format) {
  if (answer.holds !== null && format !== "json") {
    return format === "csv" ? `answer\r\n${answer.holds}\r\n` : `?answer\n${answer.holds}\n`;
  }
  if (format === "csv") {
    return [answer.columns.map(csvCell), ...answer.rows.map((row) => row.map((term) => csvCell(value(term))))]
      .map((cells) => `${cells.join(",")}\r\n`).join("");
  }
  if (format === "tsv") {
    return [answer.columns.map((name) => `?${name}`), ...answer.rows.map((row) => row.map(turtle))]
      .map((cells) => `${cells.join("\t")}\n`).join("");
  }
  return answer.raw;
}

/** Saves the whole answer. Where only its first rows are here, the endpoint is asked for all. */
export async function save(answer, format, name) {
  let text;
  if (answer.cut) {
    const response = await send(answer.query, { accept: MEDIA[format] });
    text = await response.text();
    if (!response.ok) throw new Error(text.slice(0, 500));
  } else text = written(answer, format);
  const file = new Blob([text], { type: MEDIA[format] });
  const link = el("a", { href: URL.createObjectURL(file),
    download: `${name}.${answer.triples !== null && format === "json" ? "nt" : format}` });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

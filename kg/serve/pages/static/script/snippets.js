// The same question from a program: Python (kg, SPARQLWrapper) and curl.
import { el, say } from "./dom.js";
import { settings } from "./names.js";

const endpoint = () => new URL(settings.endpoint, location.href).href;

/** A literal of Python that holds any text. */
function python(text) {
  const safe = text.replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"');
  return `"""\n${safe.trimEnd().replace(/"$/, '\\"')}\n"""`;
}

/** An argument of a shell of Unix that holds any text. */
const shell = (text) => `'${text.replaceAll("'", "'\\''")}'`;

const WAYS = [
  ["Python, with kg", (text) => `import kg

query = ${python(text)}
table = kg.open("${endpoint()}").query(query)   # a pandas DataFrame
print(table.head())
`],
  ["Python, with SPARQLWrapper", (text) => `from SPARQLWrapper import JSON, POST, SPARQLWrapper

endpoint = SPARQLWrapper("${endpoint()}")
endpoint.setMethod(POST)
endpoint.setReturnFormat(JSON)
endpoint.setQuery(${python(text)})
for row in endpoint.queryAndConvert()["results"]["bindings"]:
    print({name: term["value"] for name, term in row.items()})
`],
  ["curl", (text) => `curl ${shell(endpoint())} \\
  --header 'Accept: text/csv' \\
  --data-urlencode ${shell(`query=${text.trimEnd()}`)}
`],
];

/** The section with all of them for the query `text`. */
export function snippets(text) {
  return el("section", { class: "snippets", "aria-label": "The same from a program" },
    WAYS.map(([name, write]) => {
      const code = write(text);
      return [
        el("h3", {}, name, " ", el("button", { type: "button", onclick: () => copy(code) }, "Copy")),
        el("pre", { tabindex: "0", "aria-label": name }, code),
      ];
    }));
}

/** Puts text on the clipboard, where the browser lets a page do that. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    say("Copied");
  } catch {
    say("The browser did not allow to copy; select the text instead");
  }
}

// One editor and one answer: run, stop, show, keep the address in step.
import { addressOf, readAddress, writeAddress } from "./address.js";
import { ready } from "./countries.js";
import { panel } from "./panel.js";
import { run } from "./run.js";

/** What stands in an empty editor. */
export const FIRST = `# Who works with whom on vaccines? Change it, and run it with Ctrl+Enter.
SELECT ?engagement ?status ?date
WHERE {
  ?engagement a hc:Engagement ;
    hc:modality modality:asserted ;
    hc:status ?status ;
    hc:topic/skos:broader* topic:vaccines .
  OPTIONAL { ?engagement hc:date ?date }
}
ORDER BY DESC(?date)
LIMIT 100
`;

/** A place for answers to whatever is asked there. `goTo` shows a line of the query. */
export function asking(place, { name, goTo, address = true, state = {} } = {}) {
  let query = "";
  let running = null;
  const changed = () => address && writeAddress(query, state);
  const answers = panel(place, { name, state, changed, goTo,
    link: () => (address ? addressOf(query, state) : location.href) });

  async function ask(text) {
    running?.abort();
    const own = new AbortController();
    running = own;
    query = text;
    changed();
    answers.wait(() => own.abort());
    const [answer] = await Promise.all([run(text, { signal: own.signal }), ready]);
    if (running !== own) return null;
    running = null;
    answers.show(answer);
    return answer;
  }
  return { ask, stop: () => running?.abort(), show: (answer) => {
    query = answer.query;
    answers.show(answer);
  }, clear: answers.clear, state };
}

/** The question `name` as SPARQL, with its example values. */
export async function exampleOf(name) {
  const response = await fetch(`/questions/${encodeURIComponent(name)}.rq?example=yes`);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response.text();
}

/** Buttons beside the editor that put a question into it. */
export function questionButtons(use) {
  for (const button of document.querySelectorAll("[data-question]")) {
    button.addEventListener("click", async () => use(await exampleOf(button.dataset.question), button));
  }
}

export { readAddress };

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

/** A place for answers to whatever is asked there. `goTo` shows a line of the query, which is in the
 * address of the page unless it is `fixed`: then the page itself says what is asked. */
export function asking(place, { goTo, fixed = false, state = {} } = {}) {
  let query = "";
  let running = null;
  const inAddress = () => (fixed ? "" : query);
  const answers = panel(place, { name: place.dataset.file, state, goTo,
    changed: () => writeAddress(inAddress(), state), link: () => addressOf(inAddress(), state) });

  async function ask(text) {
    running?.abort();
    const own = new AbortController();
    running = own;
    query = text;
    writeAddress(inAddress(), state);
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
  }, clear: answers.clear };
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

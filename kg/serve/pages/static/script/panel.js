// An answer: what it came to, how long it took, what was left out; and the ways to look at it.
//
//   panel(place) -> {wait(), show(answer)}
//
// What the reader does (view, filter, order) is in `state`, which goes into the address.
import { el, plural, say } from "./dom.js";
import { map } from "./map.js";
import { network } from "./network.js";
import { MOST_ROWS } from "./run.js";
import { save } from "./saving.js";
import { copy, snippets } from "./snippets.js";
import { table } from "./table.js";
import { timeline } from "./timeline.js";

const raw = { name: "raw", label: "As sent", fits: () => true, draw: (answer, place) => {
  place.replaceChildren(el("pre", { class: "raw", tabindex: "0", "aria-label": "The answer as the server sent it" },
    answer.raw.length > 200000 ? `${answer.raw.slice(0, 200000)}\n… cut here` : answer.raw));
} };
const VIEWS = [table, map, timeline, network, raw];

/** `link` gives the address that restores query and state; `changed` is called when state is
 * another; `goTo` shows a line of the query, where there is an editor. */
export function panel(place, { name = "answer", state = {}, link, changed = () => {}, goTo } = {}) {
  place.classList.add("answer");

  function wait(stop) {
    const seconds = el("span");
    const begun = Date.now();
    const timer = setInterval(() => {
      seconds.textContent = `${Math.round((Date.now() - begun) / 1000)} s`;
      if (!seconds.isConnected) clearInterval(timer);
    }, 1000);
    place.setAttribute("aria-busy", "true");
    place.replaceChildren(el("p", { class: "waiting" }, "Asking… ", seconds, " ",
      stop ? el("button", { type: "button", onclick: stop }, "Stop") : null));
    say("Asking");
  }

  function show(answer) {
    place.removeAttribute("aria-busy");
    if (answer.problem) return problem(answer);
    const took = `${answer.seconds < 10 ? answer.seconds.toFixed(2) : answer.seconds.toFixed(0)} s`;
    const told = answer.holds !== null ? (answer.holds ? "Yes" : "No")
      : answer.triples !== null ? plural(answer.triples, "triple") : plural(answer.rows.length, "row");
    const views = answer.holds === null ? VIEWS.filter((view) => view.fits(answer)) : [raw];
    const drawing = el("div", { class: "view" });
    const buttons = views.map((view) => el("button", { type: "button", "aria-pressed": "false", "data-view": view.name,
      onclick: () => {
        state.view = view.name;
        changed();
        draw(view);
      } }, view.label));
    const draw = (view) => {
      buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.view === view.name)));
      drawing.replaceChildren();
      view.draw(answer, drawing, state, changed);
    };
    const saving = ["csv", "tsv", "json"].map((format) => el("button", { type: "button", onclick: () =>
      save(answer, format, name).catch((error) => say(`It could not be saved: ${error.message}`)) },
    answer.triples !== null && format === "json" ? "N-Triples" : format.toUpperCase()));
    const code = el("div", { hidden: true });
    const coding = el("button", { type: "button", "aria-expanded": "false", onclick: () => {
      code.hidden = !code.hidden;
      coding.setAttribute("aria-expanded", String(!code.hidden));
      if (!code.hidden) code.replaceChildren(snippets(answer.query));
    } }, "Python, curl");

    place.replaceChildren(
      el("h2", { class: "quiet" }, "Answer"),
      el("p", {}, el("span", { class: "told" }, told), ` in ${took}`),
      answer.cut ? el("p", { class: "limits" },
        `Only the first ${answer.cut.toLocaleString("en")} rows are here: there are more. What you filter, sort and draw below is of these alone; the files hold all.`) : "",
      el("div", { class: "bar" },
        buttons.length > 1 ? el("span", { role: "group", "aria-label": "Ways to look at it", class: "bar" }, buttons) : null,
        el("span", { class: "gap" }),
        el("span", { role: "group", "aria-label": "Save the answer", class: "bar" }, saving),
        link ? el("button", { type: "button", onclick: () => copy(link()) }, "Copy link") : null, coding),
      code, drawing);
    if (answer.holds === null && answer.rows.length === 0) {
      drawing.append(el("p", { class: "empty" }, "No rows: nothing in the graph is as the query asks. Leave out a condition, or make it OPTIONAL, to see which one it is."));
    } else draw(views.find((view) => view.name === state.view) ?? views[0]);
    say(`${told} in ${took}${answer.cut ? `, of more than ${MOST_ROWS}` : ""}`);
    return undefined;
  }

  function problem({ problem: { title, detail, status, line, column, retry, stopped }, seconds }) {
    const advice = status === 504 ? "Ask for less: a LIMIT, a narrower period, one country; and see that all its parts share a variable, else they multiply."
      : status === 507 ? "Add a LIMIT, or name the columns you need instead of *."
        : status === 503 ? `Many are asking at this moment. Try again in ${retry ? `${retry} s` : "a few seconds"}.` : "";
    place.replaceChildren(el("div", { class: "problem", role: "alert" },
      el("h2", {}, title),
      detail ? el("pre", {}, detail) : null,
      advice ? el("p", { class: "small" }, advice) : null,
      line && goTo ? el("p", {}, el("button", { type: "button", onclick: () => goTo(line, column ?? 1) }, `Go to line ${line}`)) : null,
      stopped ? null : el("p", { class: "small" }, `after ${seconds.toFixed(2)} s`)));
    if (line && goTo) goTo(line, column ?? 1, { quietly: true });
  }

  return { wait, show, clear: () => place.replaceChildren() };
}

// YASGUI with our endpoint, our prefixes, our completion and our answers.
//
// Of YASGUI the tabs and the editor are used. Its own requests and tables are not: they ask other
// hosts for completion, need styles in line, and rewrite {{…}} in what articles say.
import "./site.js";
import { asking, FIRST, questionButtons, readAddress } from "./asking.js";
import { completeFromHere } from "./completion.js";
import { el, say } from "./dom.js";
import { settings } from "./names.js";
import { declared } from "./prefixes.js";

/** The editor marks a name whose prefix is not declared as wrong. */
const BEGIN = declared(FIRST);
const { Yasgui } = window;
const { Yasqe } = Yasgui;
const place = document.getElementById("yasgui");
const { query, state } = readAddress();
const answer = asking(document.getElementById("answer"), { state, goTo });
/** The last answer of each tab, by the id of the tab. */
const answers = new Map();
let bad = null;

completeFromHere(Yasgui);
// Every way to run a query (button, Ctrl+Enter) comes through here.
Yasqe.prototype.query = function query() {
  return runIn(this);
};

const menu = el("div");
place.before(menu);
const yasgui = new Yasgui(place, {
  autofocus: false,
  populateFromUrl: false,
  copyEndpointOnNewTab: false,
  persistenceId: "kg",
  contextMenuContainer: menu,
  requestConfig: { endpoint: settings.endpoint },
  yasqe: {
    value: BEGIN, resizeable: true, editorHeight: "320px", screenReaderLabel: "SPARQL query",
    collapsePrefixesOnLoad: true,
    // Without this, who comes in by Tab does not get out by it.
    extraKeys: { ...Yasqe.defaults.extraKeys, Esc: leave },
  },
});

/** Escape closes what hangs open; once more, and Tab leaves the editor instead of indenting. */
function leave(yasqe) {
  if (yasqe.state.completionActive) {
    yasqe.state.completionActive.close();
    return;
  }
  const map = { Tab: false, "Shift-Tab": false };
  yasqe.addKeyMap(map);
  const back = () => {
    yasqe.removeKeyMap(map);
    yasqe.off("blur", back);
  };
  yasqe.on("blur", back);
  say("Tab leaves the editor now");
}

const tab = () => yasgui.getTab();

async function runIn(yasqe) {
  const id = tab().getId();
  const begun = Date.now();
  unmark(yasqe);
  // The events that the editor and its tab wait for; there is nothing for YASGUI to draw.
  yasqe.emit("query", {}, { abort: answer.stop });
  const found = await answer.ask(yasqe.getValue());
  yasqe.emit("queryResponse", undefined, Date.now() - begun);
  if (found) answers.set(id, found);
}

/** Marks a line of the query, and unless quietly goes there. */
function goTo(line, column, { quietly = false } = {}) {
  const yasqe = tab().getYasqe();
  unmark(yasqe);
  bad = yasqe.addLineClass(line - 1, "background", "wrong-line");
  if (quietly) return;
  yasqe.focus();
  yasqe.setCursor({ line: line - 1, ch: column - 1 });
}

function unmark(yasqe) {
  if (bad) yasqe.removeLineClass(bad, "background", "wrong-line");
  bad = null;
}

yasgui.on("tabSelect", (_, id) => {
  answer.stop();
  if (answers.has(id)) answer.show(answers.get(id));
  else answer.clear();
});
yasgui.on("tabClose", (_, closed) => answers.delete(closed.getId()));

// What YASGUI offers by mouse alone, for everybody: its own cross, double click and plus.
const naming = el("input", { type: "text", "aria-label": "Name of the tab", hidden: true, onkeydown: (event) => {
  if (event.key === "Enter" || event.key === "Escape") {
    if (event.key === "Enter") tab().setName(naming.value || "Query");
    naming.hidden = true;
    rename.focus();
  }
} });
const rename = el("button", { type: "button", onclick: () => {
  naming.value = tab().getName();
  naming.hidden = false;
  naming.select();
  naming.focus();
} }, "Rename tab");
place.before(el("div", { class: "bar tools" },
  el("button", { type: "button", class: "main", onclick: () => tab().getYasqe().query() }, "Run"),
  el("span", { class: "gap" }),
  el("button", { type: "button", onclick: () => {
    yasgui.addTab(true);
    answer.clear();
    tab().getYasqe().focus();
  } }, "New tab"), rename, naming,
  el("button", { type: "button", onclick: () => {
    if (Object.keys(yasgui._tabs).length > 1) tab().close();
    else say("The last tab stays");
  } }, "Close tab")));

/** Puts a query into the tab if it is untouched, else into a new one. */
function open(given, name) {
  const text = declared(given);
  const value = tab().getYasqe().getValue();
  if (value.trim() && value !== BEGIN && value !== text) yasgui.addTab(true, { name, yasqe: { value: text } });
  else tab().setQuery(text);
  tab().getYasqe().query();
}

questionButtons((text, button) => open(text, button.dataset.question));
document.getElementById("other-editor")?.addEventListener("click", (event) => {
  event.currentTarget.hash = new URLSearchParams({ query: tab().getYasqe().getValue() }).toString();
});

/** What YASGUI leaves without a name, or out of reach of keys; called again whenever it draws. */
function name() {
  for (const input of place.querySelectorAll(".tab input")) input.setAttribute("aria-label", "Name of the tab");
  for (const scroll of place.querySelectorAll(".CodeMirror-scroll:not([role])")) {
    for (const [key, value] of [["tabindex", "0"], ["role", "group"], ["aria-label", "Lines of the query"]]) scroll.setAttribute(key, value);
  }
}
new MutationObserver(name).observe(place, { childList: true, subtree: true });
name();

if (query) open(query, "From a link");
window.kg = { yasgui };
document.documentElement.dataset.ready = "yes";

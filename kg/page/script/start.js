/* All together: one function shows what follows from the filters and from where the reader is. */
let redraw = () => {};
let isFirst = true;
/** Show where one is. The overview stands without the texts that are read later; any other place
    is shown when they are there. */
function render(isMove) {
  renders += 1;
  if (LATER || at.view === "overview") return renderNow(isMove);
  const own = renders;
  whenRead(() => own === renders && renderNow(isMove));
}
let renders = 0;
const TITLE = document.title;
function renderNow(isMove) {
  const isChanged = select() || isFirst;
  isFirst = false;
  const view = VIEWS[at.view]();
  $("trail").replaceChildren(
    ...view.trail.map(([name, act]) =>
      h(
        "li",
        {},
        act ? button(name, act) : h("span", { "aria-current": "page" }, h("bdi", {}, name)),
      ),
    ),
  );
  const panel = $("evidence"),
    scrolled = panel.scrollTop;
  panel.replaceChildren(...[view.panel].flat(3).filter(Boolean));
  const record = recordPath();
  if (record)
    panel
      .querySelector("h2")
      .after(h("p", { class: "small" }, h("a", { href: record }, "Its page: data, questions, how to cite")));
  panel.scrollTop = isMove ? 0 : scrolled;
  renderTables(view.tables);
  if (isChanged) renderFilters();
  redraw = view.draw;
  redraw();
  $("said").textContent = `${view.trail[view.trail.length - 1][0]}: ${acts(shown)} shown in all`;
  if (opened) {
    const wanted = [...panel.querySelectorAll(".act")].find(
      (element) => element.dataset.act === opened,
    );
    if (wanted) {
      wanted.scrollIntoView({ block: "start" });
      wanted.focus({ preventScroll: true });
    }
  } else if (isMove && $("drawing") !== document.activeElement)
    panel.focus({ preventScroll: true });
  document.documentElement.dataset.view = at.view;
  document.title =
    at.view === "overview" ? TITLE : `${view.trail.map(([name]) => name).slice(1).join(", ")} · ${TITLE}`;
}
$("whole").onclick = () => redraw();
addEventListener("popstate", () => {
  recall();
  render(true);
});
addEventListener("hashchange", () => {
  if ((location.hash || "#") !== hash()) {
    recall();
    render(true);
  }
});
let sizing = null,
  isSized = false;
new ResizeObserver(() => {
  clearTimeout(sizing);
  fitCanvas();
  if (isSized) sizing = setTimeout(() => redraw(), 120);
  isSized = true; // it is told of the first size too, which is drawn already
}).observe($("drawing"));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  readPaint();
  renderLegend();
  redraw();
});
recall();
const isAsked = asked;
asked = fresh();
select();
const stated = entries,
  everything = sum(stated);
asked = isAsked;
$("scope").textContent =
  `${many(WORLD.articles, "article")}, ${many(COUNTRIES.length, "country", "countries")}, ${many(ACTORS.filter((actor) => actor.kind === "institution").length, "institution")}, ${acts(stated)} from ${origins(everything.origins)}${everything.years ? `, ${span(everything.years)}` : ""}`;
// A canvas tells nothing of what is on it: for those who drive the page by script, what is drawn,
// and where on the drawing a dot or the middle of a line lies.
window.kg = Object.freeze({
  drawn: () => ({ dots: [...marks.keys()].sort(), lines: [...lines.keys()].sort() }),
  placeOf(id) {
    const spot = marks.has(id) ? marks.get(id) : network.body.edges[id].edgeType.getPoint(0.5);
    const { x, y } = network.canvasToDOM({ x: spot.x, y: spot.y });
    return [x, y];
  },
});
// On a narrow screen filters and legend are folded above what they are about.
if (matchMedia("(max-width: 720px)").matches)
  for (const part of document.querySelectorAll("aside > details")) part.open = false;
readPaint();
renderLegend();
render(false);
// What is drawn is on the screen after the next frame. A page that nobody looks at has none.
const nextFrame = () =>
  Promise.race([
    new Promise((done) => requestAnimationFrame(() => setTimeout(done))),
    new Promise((done) => setTimeout(done, 500)),
  ]);
if (!LATER && at.view !== "overview") await readLater();
await nextFrame();
document.documentElement.dataset.ready = "yes";
if (!LATER) await readLater();
// The first letter that is typed should not wait for the names to be folded, nor the first click for
// who is tied to whom to be added up: it is done bit by bit while the reader looks.
const ahead = [
  () => (index = index || makeIndex()),
  wordsOfNames,
  () => ties.partners,
  () => ties.actors,
  () => ties.topics,
];
(function next() {
  const step = ahead.shift();
  if (step)
    setTimeout(() => {
      step();
      next();
    }, 50);
})();

/* Pointer and keys on the drawing. */
function open(mark) {
  if (mark.act) mark.act();
  else if (mark.actor !== undefined) {
    if (at.view !== "actor" || at.actor !== mark.actor) toActor(mark.actor);
  } else if (at.view === "country" && at.country !== mark.country) toPair(at.country, mark.country);
  else if (at.view !== "country" || at.country !== mark.country) toCountry(mark.country);
}
function tip(text, at) {
  $("tip").hidden = !text;
  if (!text) return;
  $("tip").textContent = text;
  const box = $("drawing").getBoundingClientRect();
  $("tip").style.left = `${Math.min(at.x + 14, box.width - 220)}px`;
  $("tip").style.top = `${Math.min(at.y + 14, box.height - 50)}px`;
}
function point(id) {
  pointed = id;
  network.redraw();
}
network.on("click", ({ nodes: [node], edges: [edge] }) => {
  network.unselectAll();
  if (marks.has(node)) open(marks.get(node));
  else if (lines.has(edge) && lines.get(edge).act) lines.get(edge).act();
});
network.on("hoverNode", ({ node, pointer }) => {
  point(node);
  tip(marks.has(node) ? marks.get(node).tip : "", pointer.DOM);
  $("canvas").style.cursor = "pointer";
});
network.on("hoverEdge", ({ edge, pointer }) => {
  tip(lines.has(edge) ? lines.get(edge).tip : "", pointer.DOM);
  $("canvas").style.cursor = lines.has(edge) && lines.get(edge).act ? "pointer" : "";
});
network.on("blurNode", () => {
  point(null);
  tip("");
  $("canvas").style.cursor = "";
});
network.on("blurEdge", () => {
  tip("");
  $("canvas").style.cursor = "";
});
network.on("zoom", rescaleSoon);
$("drawing").addEventListener("keydown", (event) => {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[
    event.key
  ];
  const from = marks.get(pointed);
  if (way) {
    // The nearest one that lies that way, a step aside counting double; without one pointed at,
    // the one with most engagements.
    let next = null,
      least = Infinity;
    for (const mark of marks.values()) {
      if (!from) {
        if (-mark.rank < least) {
          least = -mark.rank;
          next = mark;
        }
        continue;
      }
      const dx = mark.x - from.x,
        dy = mark.y - from.y,
        ahead = dx * way[0] + dy * way[1],
        aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
      if (mark !== from && ahead > 0 && ahead + 2 * aside < least) {
        least = ahead + 2 * aside;
        next = mark;
      }
    }
    if (next) {
      point(next.id);
      $("said").textContent = next.tip;
    }
  } else if (event.key === "Enter" && from) open(from);
  else if (event.key === "Escape") up();
  else return;
  event.preventDefault();
});
$("drawing").addEventListener("blur", () => {
  if (pointed) point(null);
});
const zoom = (by) => {
  network.moveTo({ scale: network.getScale() * by, animation: false });
  rescale();
};
$("nearer").onclick = () => zoom(1.35);
$("farther").onclick = () => zoom(1 / 1.35);

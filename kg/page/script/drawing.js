/* The drawing. vis-network pans, zooms and finds what is under the pointer; dots and lines keep
   their width on the screen at any zoom, and labels are laid by us so that none covers another. */
const places = new Map(read("nodes").map((node) => [node.id, { x: node.x, y: node.y }]));
let nodes = new vis.DataSet(),
  edges = new vis.DataSet();
// A canvas of part of a pixel is blurred as a whole.
function fitCanvas() {
  $("canvas").style.width = `${Math.floor($("drawing").clientWidth)}px`;
  $("canvas").style.height = `${Math.floor($("drawing").clientHeight)}px`;
}
fitCanvas();
const network = new vis.Network(
  $("canvas"),
  { nodes, edges },
  {
    autoResize: true,
    physics: false,
    layout: { improvedLayout: false, randomSeed: 1 },
    interaction: {
      hover: true,
      dragNodes: false,
      keyboard: false,
      selectConnectedEdges: false,
      zoomSpeed: 0.6,
    },
    nodes: { borderWidth: 1, labelHighlightBold: false },
    edges: { selectionWidth: 0, hoverWidth: 0, chosen: false },
  },
);
let marks = new Map(),
  lines = new Map(),
  headings = [],
  allPairs = null,
  backdrop = false,
  pointed = null,
  paint = {};
const land = new Path2D(),
  water = new Path2D();
for (const [path, rings] of [
  [land, OUTLINES.land],
  [water, OUTLINES.water],
])
  for (const ring of rings) {
    // Through the middles of the sides, round the corners: a few points make a coast.
    const n = ring.length / 2,
      x = (i) => ring[2 * (i % n)],
      y = (i) => ring[2 * (i % n) + 1];
    path.moveTo((x(0) + x(n - 1)) / 2, (y(0) + y(n - 1)) / 2);
    for (let i = 0; i < n; i++)
      path.quadraticCurveTo(x(i), y(i), (x(i) + x(i + 1)) / 2, (y(i) + y(i + 1)) / 2);
    path.closePath();
  }
function readPaint() {
  const style = getComputedStyle(document.documentElement);
  for (const name of [
    "ground",
    "ink",
    "soft",
    "line",
    "accent",
    "land",
    "sea",
    "country",
    "institution",
    "organisation",
    "person",
    "tie",
    "tie-strong",
    "sans",
    ...STATUSES,
  ])
    paint[name] = style.getPropertyValue(`--${name}`).trim();
}
const SHAPE = {
  country: "dot",
  institution: "square",
  organisation: "diamond",
  person: "triangle",
  step: "dot",
};
const LARGEST_DOT = 15;
const radiusOf = (n) => 3.4 + 1.7 * Math.sqrt(n);
const dotSize = (n, kind) => Math.min(radiusOf(n), LARGEST_DOT) * (kind === "country" ? 1 : 0.85);
const WIDEST_LINE = 8;
const widthOfLine = (n) => 0.9 + 1.1 * Math.sqrt(n);
const lineWidth = (n) => Math.min(widthOfLine(n), WIDEST_LINE);
// The stage of a step is drawn over its empty dot (labels.js).
const fillOf = (mark) => (mark.status ? paint.sea : paint[mark.kind]);
/** Draw marks and lines as seen from `view`, the middle and the scale. */
function show(newMarks, newLines, newHeadings, isMap, view) {
  const unit = 1 / view.scale;
  marks = new Map(newMarks.map((mark) => [mark.id, mark]));
  lines = new Map(newLines.map((line) => [line.id, line]));
  headings = newHeadings;
  backdrop = isMap;
  allPairs = null;
  pointed = null;
  // New sets, since emptying the old ones takes time that grows with the square of them.
  nodes = new vis.DataSet(
    newMarks.map((mark) => ({
      id: mark.id,
      x: mark.x,
      y: mark.y,
      shape: SHAPE[mark.kind],
      size: mark.size * unit,
      label: undefined,
      color: {
        background: fillOf(mark),
        border: paint.ground,
        hover: { background: fillOf(mark), border: paint.ink },
        highlight: { background: fillOf(mark), border: paint.ink },
      },
    })),
  );
  edges = new vis.DataSet(
    newLines.map((line) => ({
      id: line.id,
      from: line.from,
      to: line.to,
      width: line.width * unit,
      dashes: line.dashes ? [5 * unit, 4 * unit] : false,
      color: {
        color: paint[line.colour || "tie"],
        hover: paint.accent,
        highlight: paint.accent,
        opacity: line.opacity,
      },
      smooth: line.smooth,
    })),
  );
  network.setData({ nodes, edges });
  network.moveTo({ ...view, animation: false });
}
function rescale() {
  const unit = 1 / network.getScale();
  nodes.update([...marks.values()].map((mark) => ({ id: mark.id, size: mark.size * unit })));
  edges.update(
    [...lines.values()].map((line) => ({
      id: line.id,
      width: line.width * unit,
      dashes: line.dashes ? [5 * unit, 4 * unit] : false,
    })),
  );
}
let isRescaling = false;
function rescaleSoon() {
  if (isRescaling) return;
  isRescaling = true;
  requestAnimationFrame(() => {
    isRescaling = false;
    rescale();
  });
}
/** The view that shows all of `all`, with so many pixels beside them. */
function viewOf(all, margin) {
  const box = $("drawing").getBoundingClientRect();
  if (!all.length) return { position: { x: 0, y: 0 }, scale: 1 };
  const low = (axis) => Math.min(...all.map((mark) => mark[axis])),
    high = (axis) => Math.max(...all.map((mark) => mark[axis]));
  const width = Math.max(high("x") - low("x"), 1),
    height = Math.max(high("y") - low("y"), 1);
  const scale = Math.min(
    (box.width - 2 * margin) / width,
    (box.height - 1.3 * margin) / height,
    2.2,
  );
  return {
    position: { x: (low("x") + high("x")) / 2, y: (low("y") + high("y")) / 2 },
    scale: Math.max(scale, 0.05),
  };
}
function drawMap(pairs, countries) {
  const some = [...countries].filter(([country]) => places.has(COUNTRIES[country].code));
  // More than so many dots share the room of so many; more lines than so many are no picture.
  const ease = Math.max(0.5, Math.min(1, Math.sqrt(DOTS_AT_EASE / some.length)));
  // The busiest has the largest dot, and the others tell how they compare with it.
  const most = some.reduce((more, [, group]) => Math.max(more, group.length), 0),
    ratio = Math.min(ease, LARGEST_DOT / radiusOf(most));
  const drawn = pairs.slice(0, PAIRS_DRAWN),
    largest = Math.max(1, ...drawn.map(({ group }) => group.length)),
    narrowing = Math.min(ease, WIDEST_LINE / widthOfLine(largest));
  const note =
    pairs.length > drawn.length
      ? `The ${drawn.length} strongest of ${many(pairs.length, "pair")} are drawn; the table holds all`
      : "";
  const dots = some
      .sort((a, b) => b[1].length - a[1].length || a[0] - b[0])
      .map(([country, group]) => ({
        id: COUNTRIES[country].code,
        kind: "country",
        country,
        ...places.get(COUNTRIES[country].code),
        label: COUNTRIES[country].name,
        size: Math.max(2.5, ratio * radiusOf(group.length)),
        rank: group.length,
        tip: `${COUNTRIES[country].name}: ${acts(group)}`,
      })),
    view = viewOf(dots, 52);
  spread(dots, view.scale);
  show(
    dots,
    drawn.map(({ ends: [a, b], group }) => {
      const total = sum(group);
      return {
        id: `${COUNTRIES[a].code}-${COUNTRIES[b].code}`,
        from: COUNTRIES[a].code,
        to: COUNTRIES[b].code,
        act: () => toPair(a, b),
        width: Math.max(0.6, narrowing * widthOfLine(total.n)),
        dashes: !total.firm,
        opacity: 0.4 + 0.5 * (total.n / largest),
        smooth: { enabled: true, type: "curvedCW", roundness: 0.16 },
        tip: `${COUNTRIES[a].name} – ${COUNTRIES[b].name}: ${acts(group)}, ${origins(total.origins)}`,
      };
    }),
    note ? [{ note }] : [],
    true,
    view,
  );
  allPairs = pairs.map(({ ends, group }) => {
    const [from, to] = ends.map((end) => COUNTRIES[end].code);
    return { from, to, group };
  });
}
// Dots that would hide each other at this zoom make room, each as little as it must. None goes far:
// only those that lie within a few dots of each other are looked at again and again.
function spread(dots, scale) {
  const unit = 1 / scale,
    all = dots.map((mark) => ({ mark, home: places.get(mark.id), x: mark.x, y: mark.y })),
    near = [];
  for (let i = 0; i < all.length; i++)
    for (let j = 0; j < i; j++) {
      const a = all[i],
        b = all[j],
        least = (a.mark.size + b.mark.size + 3) * unit;
      if (Math.abs(a.x - b.x) < 3 * least && Math.abs(a.y - b.y) < 3 * least) near.push([a, b, least]);
    }
  for (let round = 0; round < 40; round++) {
    for (const [a, b, least] of near) {
      const dx = a.x - b.x || 0.01,
        dy = a.y - b.y,
        distance = Math.sqrt(dx * dx + dy * dy);
      if (distance >= least) continue;
      const push = (least - distance) / (2 * distance);
      a.x += dx * push;
      a.y += dy * push;
      b.x -= dx * push;
      b.y -= dy * push;
    }
    for (const one of all) {
      one.x += (one.home.x - one.x) * 0.04;
      one.y += (one.home.y - one.y) * 0.04;
    }
  }
  for (const { mark, x, y } of all) Object.assign(mark, { x, y });
}

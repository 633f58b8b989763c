/* What is on the screen as a file: the drawing as picture or as network, the table as rows. */
function saveAs(name, parts, type) {
  const link = h("a", {
    href: URL.createObjectURL(parts instanceof Blob ? parts : new Blob(parts, { type })),
    download: name,
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
// Letters that every system keeps in the name of a file; of a pair, the names of both.
function fileName(ending) {
  const names = [...$("trail").children].map((item) => fold(item.textContent));
  const name = names
    .slice(names.length > 1 ? 1 : 0)
    .join("-")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 80)
    .replace(/^-|-$/g, "");
  return `${name || "network"}.${ending}`;
}
function saveTable() {
  // A cell that begins so would be run by a spreadsheet.
  const safe = (text) => (/^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text);
  const line = (values) =>
    values.map((value) => `"${safe(value).replaceAll('"', '""')}"`).join(",");
  saveAs(
    `${current.title.toLowerCase().replaceAll(" ", "-")}.csv`,
    ["\ufeff", [current.header, ...current.rows()].map(line).join("\r\n"), "\r\n"],
    "text/csv",
  );
}
// Dots of the screen would be coarse on paper: the picture has so many times as many each way.
const FINENESS = 3;
function savePicture() {
  const picture = drawingAsSvg(),
    name = fileName("png"),
    width = FINENESS * $("canvas").clientWidth,
    height = FINENESS * $("canvas").clientHeight,
    image = new Image();
  image.onload = () => {
    const copy = h("canvas", { width, height });
    copy.getContext("2d").drawImage(image, 0, 0, width, height);
    URL.revokeObjectURL(image.src);
    copy.toBlob((blob) => saveAs(name, blob));
  };
  image.src = URL.createObjectURL(new Blob([asXml(picture)], { type: "image/svg+xml" }));
}
/** Takes what is laid on a canvas, and makes elements of it. */
class Recorder {
  constructor(place) {
    this.place = place;
    this.path = "";
    this.measure = $("canvas").querySelector("canvas").getContext("2d");
  }
  measureText(text) {
    this.measure.save();
    this.measure.font = this.font;
    const size = this.measure.measureText(text);
    this.measure.restore();
    return size;
  }
  beginPath() {
    this.path = "";
  }
  moveTo(x, y) {
    this.path += `M${x.toFixed(1)} ${y.toFixed(1)}`;
  }
  lineTo(x, y) {
    this.path += `L${x.toFixed(1)} ${y.toFixed(1)}`;
  }
  arc(x, y, r) {
    this.path += `M${(x - r).toFixed(1)} ${y.toFixed(1)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
  }
  stroke() {
    this.place.append(
      svg("path", {
        d: this.path,
        fill: "none",
        stroke: this.strokeStyle,
        "stroke-width": this.lineWidth,
      }),
    );
  }
  stage({ status, size }, x, y) {
    const icon = glyph(status, 2 * size);
    icon.setAttribute("x", (x - size).toFixed(1));
    icon.setAttribute("y", (y - size).toFixed(1));
    icon.setAttribute("color", paint[status]);
    this.place.append(icon);
  }
  strokeText() {
    // The edge of a text is part of the text below.
  }
  fillText(text, x, y) {
    const [, weight, size, family] = /^(\d+) (\d+)px ([^]*)$/.exec(this.font);
    this.place.append(
      svg(
        "text",
        {
          x: x.toFixed(1),
          y: y.toFixed(1),
          fill: this.fillStyle,
          stroke: paint.sea,
          "stroke-width": 3.5,
          "stroke-linejoin": "round",
          "paint-order": "stroke",
          "dominant-baseline": "central",
          "text-anchor": { left: "start", center: "middle", right: "end" }[this.textAlign],
          "font-family": family,
          "font-size": size,
          "font-weight": weight,
        },
        text,
      ),
    );
  }
}
const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';
// What XML cannot hold is no letter that a reader would miss.
const asXml = (node) =>
  XML +
  new XMLSerializer()
    .serializeToString(node)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
function drawingAsSvg() {
  const width = $("canvas").clientWidth,
    height = $("canvas").clientHeight,
    unit = network.getScale();
  const at = (x, y) => {
    const spot = network.canvasToDOM({ x, y });
    return [spot.x.toFixed(1), spot.y.toFixed(1)];
  };
  const picture = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
  picture.append(svg("rect", { width, height, fill: paint.sea }));
  if (backdrop)
    for (const [rings, fill] of [
      [OUTLINES.land, paint.land],
      [OUTLINES.water, paint.sea],
    ])
      for (const ring of rings) {
        const n = ring.length / 2,
          x = (i) => ring[2 * (i % n)],
          y = (i) => ring[2 * (i % n) + 1];
        let d = `M${at((x(0) + x(n - 1)) / 2, (y(0) + y(n - 1)) / 2)}`;
        for (let i = 0; i < n; i++)
          d += `Q${at(x(i), y(i))} ${at((x(i) + x(i + 1)) / 2, (y(i) + y(i + 1)) / 2)}`;
        picture.append(svg("path", { d: `${d}Z`, fill }));
      }
  for (const one of lines.values()) {
    const { edgeType } = network.body.edges[one.id];
    const points = Array.from({ length: 17 }, (_, i) => edgeType.getPoint(i / 16));
    picture.append(
      svg(
        "path",
        {
          d: `M${points.map(({ x, y }) => at(x, y)).join("L")}`,
          fill: "none",
          stroke: paint[one.colour || "tie"],
          "stroke-opacity": one.opacity,
          "stroke-width": one.width.toFixed(1),
          "stroke-dasharray": one.dashes ? "5 4" : null,
        },
        svg("title", {}, one.tip),
      ),
    );
  }
  for (const mark of marks.values()) {
    const [x, y] = at(mark.x, mark.y),
      r = mark.size,
      fill = fillOf(mark);
    const form = {
      dot: ["circle", { r }],
      square: ["rect", { x: -r, y: -r, width: 2 * r, height: 2 * r }],
      diamond: ["path", { d: `M0 ${-r}L${r} 0L0 ${r}L${-r} 0Z` }],
      triangle: ["path", { d: `M0 ${-r}L${r} ${0.8 * r}H${-r}Z` }],
    }[SHAPE[mark.kind]];
    picture.append(
      svg(
        "g",
        { transform: `translate(${x} ${y})` },
        svg(form[0], { ...form[1], fill, stroke: paint.ground }),
        svg("title", {}, mark.tip),
      ),
    );
  }
  layLabels(new Recorder(picture));
  return picture;
}
function saveDrawing() {
  saveAs(fileName("svg"), [asXml(drawingAsSvg())], "image/svg+xml");
}
const GRAPHML = "http://graphml.graphdrawing.org/xmlns";
const KEYS = [
  ["label", "node", "string"],
  ["kind", "node", "string"],
  ["acts", "node", "int"],
  ["acts", "edge", "int"],
  ["origins", "edge", "int"],
  ["since", "edge", "int"],
  ["until", "edge", "int"],
  ["furthest", "edge", "string"],
];
/** The network of this place under these filters: all its pairs, were they too many to draw. */
function networkAsGraphml() {
  const make = (name, properties, ...children) =>
    fill(document.createElementNS(GRAPHML, name), properties, children);
  const values = (of, about) =>
    KEYS.filter(([name, owner]) => owner === of && about[name] !== undefined).map(([name]) =>
      make("data", { key: `${of}-${name}` }, String(about[name])),
    );
  const { dots, ties: drawnTies } = inNetwork();
  return make(
    "graphml",
    {},
    KEYS.map(([name, of, type]) =>
      make("key", { id: `${of}-${name}`, for: of, "attr.name": name, "attr.type": type }),
    ),
    make(
      "graph",
      { edgedefault: "undirected" },
      dots.map((dot) => make("node", { id: dot.id }, values("node", dot))),
      drawnTies.map(({ from, to, group }) => {
        const total = group ? sum(group) : null,
          years = (total && total.years) || [];
        return make(
          "edge",
          { source: from, target: to },
          values(
            "edge",
            total
              ? {
                  acts: total.n,
                  origins: total.origins,
                  since: years[0],
                  until: years[1],
                  furthest: total.furthest,
                }
              : {},
          ),
        );
      }),
    ),
  );
}
function inNetwork() {
  const dots = [...marks.values()].map((mark) => ({
    id: mark.id,
    label: mark.label,
    kind: mark.kind,
    acts: mark.rank,
  }));
  return { dots, ties: allPairs || [...lines.values()] };
}
function saveNetwork() {
  saveAs(fileName("graphml"), [asXml(networkAsGraphml())], "application/xml");
}
// Paper gets the drawing in lines, not in dots of the screen.
addEventListener("beforeprint", () => {
  $("printed").replaceChildren(drawingAsSvg());
  for (const folded of document.querySelectorAll("#evidence details")) folded.open = true;
});
addEventListener("afterprint", () => $("printed").replaceChildren());
$("csv").onclick = saveTable;
$("png").onclick = savePicture;
$("svg").onclick = saveDrawing;
$("graphml").onclick = saveNetwork;

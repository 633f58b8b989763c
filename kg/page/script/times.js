/* What was when, drawn in the panel: engagements by year, reports by day and stage. */
/** How many engagements each year saw; one year alone is in the totals already. */
function yearBars(group) {
  const counts = new Map();
  for (const { years, act } of group)
    if (act.type !== null && years) put1(counts, knownYear(years));
  if (counts.size < 2) return null;
  const known = [...counts.keys()],
    from = Math.min(...known),
    until = Math.max(...known),
    most = Math.max(...counts.values()),
    n = until - from + 1,
    step = 400 / n;
  const bars = svg("svg", {
    class: "timeline",
    viewBox: "0 0 400 74",
    role: "img",
    "aria-label": `Engagements by year: ${known
      .sort()
      .map((year) => `${year} ${counts.get(year)}`)
      .join(", ")}`,
  });
  for (const [year, count] of counts) {
    const height = (48 * count) / most;
    bars.append(
      svg(
        "rect",
        {
          class: "bar",
          x: (step * (year - from) + 0.1 * step).toFixed(1),
          width: (0.8 * step).toFixed(1),
          y: (54 - height).toFixed(1),
          height: height.toFixed(1),
        },
        svg("title", {}, `${year}: ${count}`),
      ),
    );
  }
  bars.append(
    svg("line", { x1: 0, x2: 400, y1: 54.5, y2: 54.5 }),
    svg("text", { x: 0, y: 69 }, String(from)),
    svg("text", { x: 400, y: 69, "text-anchor": "end" }, String(until)),
  );
  return [h("h3", {}, "By year"), bars];
}
// What was reported when: a row for each stage, a dot for each report, a thread for each act.
// One report alone has no course to show: nothing is drawn then, and no heading stands.
function timeline(group) {
  const points = [];
  for (const entry of group) {
    const seen = new Set();
    for (const report of entry.reports) {
      const date =
        entry.act.date && report.status === entry.status
          ? entry.act.date.split("/").find((end) => /^\d/.test(end))
          : report.published;
      const at =
        date && /^\d{4}/.test(date)
          ? Number(date.slice(0, 4)) +
            (Number(date.slice(5, 7)) || 6.5) / 12 -
            1 / 12 +
            (Number(date.slice(8, 10)) || 1) / 372
          : null;
      const key = `${report.status} ${date}`;
      if (at !== null && !seen.has(key)) {
        seen.add(key);
        points.push({ entry, at, status: report.status });
      }
    }
  }
  if (points.length < 2) return null;
  const rows = STATUSES.filter((status) =>
    points.some((point) => point.status === status),
  ).reverse();
  const from = Math.floor(Math.min(...points.map((point) => point.at))),
    until = Math.floor(Math.max(...points.map((point) => point.at))) + 1;
  const left = 78,
    width = 400,
    step = 26,
    top = 6,
    bottom = top + rows.length * step;
  const x = (time) => left + 8 + ((time - from) / (until - from)) * (width - left - 16);
  const drawing = svg("svg", {
    class: "timeline",
    viewBox: `0 0 ${width} ${bottom + 20}`,
    role: "img",
    "aria-label": "What was reported when, a row for each stage; the list below says the same",
  });
  rows.forEach((status, i) =>
    drawing.append(
      svg("line", { x1: left, x2: width, y1: top + (i + 0.5) * step, y2: top + (i + 0.5) * step }),
      svg("text", { x: 0, y: top + (i + 0.5) * step + 4 }, STATUS.get(status).word),
    ),
  );
  const every = [1, 2, 5, 10, 20, 50].find((years) => (until - from) / years <= 7) || 100;
  for (let year = Math.ceil(from / every) * every; year <= until; year += every) {
    drawing.append(
      svg("line", { x1: x(year), x2: x(year), y1: top, y2: bottom + 3 }),
      svg("text", { x: x(year), y: bottom + 16, "text-anchor": "middle" }, String(year)),
    );
  }
  const crowd = new Map();
  for (const point of points.sort((a, b) => a.at - b.at)) {
    const place = `${point.status} ${Math.round(x(point.at) / 9)}`,
      n = crowd.get(place) || 0;
    crowd.set(place, n + 1);
    // Reports of one time and stage are laid out above and below the line in turn.
    point.x = x(point.at) + (n > 2 ? 4 : 0);
    point.y = top + (rows.indexOf(point.status) + 0.5) * step + [0, -8, 8][n % 3];
  }
  for (const entry of group) {
    const own = points.filter((point) => point.entry === entry);
    if (own.length > 1)
      drawing.append(
        svg("polyline", {
          points: own.map((point) => `${point.x.toFixed(1)},${point.y.toFixed(1)}`).join(" "),
        }),
      );
  }
  for (const point of points) {
    const mark = svg(
      "g",
      {
        class: "dot",
        transform: `translate(${(point.x - 6).toFixed(1)} ${(point.y - 6).toFixed(1)})`,
        onclick: () => reveal(point.entry.act.id),
      },
      svg("title", {}, `${TYPE.get(point.entry.act.type) || "Link"}, ${point.entry.when}`),
      glyph(point.status, 12),
    );
    drawing.append(mark);
  }
  return [h("h3", {}, "What was reported when"), drawing];
}

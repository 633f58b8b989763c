/* Labels and headings, laid over the drawing so that none covers another; coasts under it. */
const widths = new Map();
function widthOf(ctx, text) {
  const key = ctx.font + text;
  if (!widths.has(key)) widths.set(key, ctx.measureText(text).width);
  return widths.get(key);
}
function wrap(ctx, text, room, most) {
  const rows = [""];
  for (const word of text.split(/\s+/)) {
    const last = rows.length - 1,
      longer = rows[last] ? `${rows[last]} ${word}` : word;
    if (!rows[last] || widthOf(ctx, longer) <= room) rows[last] = longer;
    else if (rows.length < most) rows.push(word);
    else {
      rows[last] += "…";
      break;
    }
  }
  return rows.map((row) => {
    let cut = row;
    while (cut.length > 4 && widthOf(ctx, cut) > room)
      cut = `${cut.replace(/…$/, "").slice(0, -1).trimEnd()}…`;
    return cut;
  });
}
// Where a label of width `w` is free: beside its dot, or, for the first few, further off at the
// end of a thin line.
const AROUND = [0, 180, 90, 270, 315, 45, 225, 135, 338, 22, 202, 158].map((degrees) => [
  Math.cos((degrees * Math.PI) / 180),
  Math.sin((degrees * Math.PI) / 180),
]);
function labelPlace(x, y, gap, w, mayBeFar, clash) {
  for (const far of mayBeFar ? [0, 14, 28, 44] : [0]) {
    for (const [dx, dy] of AROUND) {
      const align = Math.abs(dx) < 0.3 ? "center" : dx > 0 ? "left" : "right";
      const at = {
        align,
        far,
        x: x + dx * (gap + far),
        y: y + dy * (gap + far + (align === "center" ? 5 : 1)),
        from: [x + dx * (gap - 4), y + dy * (gap - 4)],
      };
      const left = align === "left" ? at.x : align === "right" ? at.x - w : at.x - w / 2;
      const box = [left - 1, at.y - 7, left + w + 1, at.y + 7];
      if (!clash(box)) return { ...at, box };
    }
  }
  return null;
}
network.on("beforeDrawing", (ctx) => {
  if (!backdrop) return;
  ctx.fillStyle = paint.land;
  ctx.fill(land);
  ctx.fillStyle = paint.sea;
  ctx.fill(water);
});
network.on("afterDrawing", (ctx) => {
  const ratio = ctx.canvas.width / $("canvas").clientWidth;
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  layLabels(ctx);
  ctx.restore();
});
/** The stage of a step as the legend has it: how full the circle is tells it without colour. */
function layStage(ctx, { status, size }, x, y) {
  const part = FULLNESS[status],
    r = size - 1,
    path = new Path2D();
  ctx.strokeStyle = ctx.fillStyle = paint[status];
  ctx.lineWidth = 2;
  ctx.setLineDash(status === "proposed" ? [4, 3] : []);
  path.arc(x, y, r, 0, 2 * Math.PI);
  if (status === "ended")
    for (const way of [-1, 1]) {
      path.moveTo(x - 0.4 * r, y - 0.4 * way * r);
      path.lineTo(x + 0.4 * r, y + 0.4 * way * r);
    }
  ctx.stroke(path);
  ctx.setLineDash([]);
  if (part) {
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.arc(x, y, r, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * part);
    ctx.fill();
  }
  ctx.strokeStyle = paint.sea;
}
/** Lay labels and headings, in pixels of the drawing, on a canvas or on what takes its place. */
function layLabels(ctx) {
  ctx.lineJoin = "round";
  ctx.textBaseline = "middle";
  ctx.strokeStyle = paint.sea;
  const text = (words, x, y, align) => {
    ctx.textAlign = align;
    ctx.lineWidth = 3.5;
    ctx.strokeText(words, x, y);
    ctx.fillText(words, x, y);
  };
  const taken = [];
  const room = $("canvas").clientWidth;
  const clash = (box) =>
    box[0] < 4 ||
    box[2] > room - 4 ||
    taken.some(
      (other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1],
    );
  const spots = [...marks.values()].map((mark) => ({
    mark,
    ...network.canvasToDOM({ x: mark.x, y: mark.y }),
  }));
  if (backdrop)
    spots.forEach(({ mark, x, y }) => {
      const r = mark.size * 0.8;
      taken.push([x - r, y - r, x + r, y + r]);
    });
  spots.sort(
    (a, b) => (b.mark.id === pointed) - (a.mark.id === pointed) || b.mark.rank - a.mark.rank,
  );
  for (const [number, { mark, x, y }] of spots.entries()) {
    const isPointed = mark.id === pointed;
    if (mark.kind === "step") ctx.stage ? ctx.stage(mark, x, y) : layStage(ctx, mark, x, y);
    ctx.font = `${mark.bold || isPointed ? 600 : backdrop ? 500 : 400} ${mark.bold ? 15 : backdrop && !isPointed ? 12 : 13}px ${paint.sans}`;
    ctx.fillStyle = paint.ink;
    const gap = mark.size + 5;
    if (backdrop) {
      const w = widthOf(ctx, mark.label),
        free =
          labelPlace(x, y, gap, w, number < FAR_LABELS, clash) ||
          (isPointed && { align: "left", x: x + gap, y, box: null });
      if (free) {
        if (free.box) taken.push(free.box);
        if (free.far) {
          ctx.lineWidth = 1;
          ctx.strokeStyle = paint.soft;
          ctx.beginPath();
          ctx.moveTo(...free.from);
          ctx.lineTo(free.x, free.y);
          ctx.stroke();
          ctx.strokeStyle = paint.sea;
        }
        text(mark.label, free.x, free.y, free.align);
      }
    } else if (mark.side === "under") {
      const rows = wrap(ctx, mark.label, Math.max(mark.room, 90), 2),
        left = Math.max(6, Math.min(x - 12, $("canvas").clientWidth - 6));
      const isLast = x > $("canvas").clientWidth / 2;
      rows.forEach((row, i) =>
        text(
          row,
          isLast ? Math.min(x + 12, $("canvas").clientWidth - 6) : left,
          y + gap + 9 + 17 * i,
          isLast ? "right" : "left",
        ),
      );
    } else if (mark.side === "above") {
      // Over the lines that leave to the next column.
      const rows = wrap(ctx, mark.label, mark.room, mark.rows),
        edge = mark.flip ? mark.size : -mark.size;
      rows.forEach((row, i) =>
        text(
          row,
          x + edge,
          y - mark.size - 9 - 15 * (rows.length - 1 - i),
          mark.flip ? "right" : "left",
        ),
      );
    } else {
      const rows = wrap(ctx, mark.label, mark.room, 2);
      rows.forEach((row, i) => text(row, x + gap, y + 15 * (i - (rows.length - 1) / 2), "left"));
    }
    if (isPointed) {
      ctx.strokeStyle = paint.accent;
      ctx.lineWidth = 2;
      ctx.beginPath();
      ctx.arc(x, y, mark.size + 4, 0, 2 * Math.PI);
      ctx.stroke();
      ctx.strokeStyle = paint.sea;
    }
  }
  ctx.font = `600 12px ${paint.sans}`;
  ctx.fillStyle = paint.soft;
  for (const { text: words, x, y, flip, note, foot } of headings) {
    if (backdrop) {
      text(note, 14, $("canvas").clientHeight - 14, "left");
      continue;
    }
    const top = network.canvasToDOM({ x, y });
    text(words, top.x, top.y, flip ? "right" : "left");
    if (note) {
      const end = network.canvasToDOM({ x, y: foot });
      text(note, end.x, end.y, flip ? "right" : "left");
    }
  }
}

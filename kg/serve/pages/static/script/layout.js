// Places for the nodes of a small network (Fruchterman and Reingold 1991), the same every time.

const STEPS = 250;
/** Towards the middle: without it, parts that nothing ties together drift out of sight. */
const PULL = 2.5;
const [LEFT, TOP, WIDTH, HEIGHT] = [70, 40, 960, 600];

/** Points [x, y] for nodes 0 … n-1 that `edges` ({a, b, n}) pull together. */
export function place(n, edges) {
  if (!n) return [];
  const ideal = 0.8 * Math.sqrt(1 / n);
  // The golden angle spreads the first places evenly, the heaviest nodes inside.
  const points = Array.from({ length: n }, (_, at) => {
    const [radius, angle] = [0.45 * Math.sqrt((at + 0.5) / n), at * 2.399963];
    return [0.5 + radius * Math.cos(angle), 0.5 + radius * Math.sin(angle)];
  });
  for (let step = 0; step < STEPS; step += 1) {
    const heat = 0.08 * (1 - step / STEPS);
    const moves = points.map(([x, y]) => [(0.5 - x) * PULL, (0.5 - y) * PULL]);
    for (let i = 0; i < n; i += 1) {
      for (let j = i + 1; j < n; j += 1) {
        const [dx, dy] = [points[i][0] - points[j][0], points[i][1] - points[j][1]];
        const far = Math.max(1e-4, dx * dx + dy * dy);
        const push = (ideal * ideal) / far;
        moves[i][0] += dx * push; moves[i][1] += dy * push;
        moves[j][0] -= dx * push; moves[j][1] -= dy * push;
      }
    }
    for (const { a, b } of edges) {
      const [dx, dy] = [points[a][0] - points[b][0], points[a][1] - points[b][1]];
      const pull = Math.hypot(dx, dy) / ideal * 0.5;
      moves[a][0] -= dx * pull; moves[a][1] -= dy * pull;
      moves[b][0] += dx * pull; moves[b][1] += dy * pull;
    }
    points.forEach((point, at) => {
      const size = Math.hypot(...moves[at]) || 1;
      point[0] += moves[at][0] / size * Math.min(size, heat);
      point[1] += moves[at][1] / size * Math.min(size, heat);
    });
  }
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const fit = (value, all, start, room) => {
    const [low, high] = [Math.min(...all), Math.max(...all)];
    return high - low < 1e-9 ? start + room / 2 : start + ((value - low) / (high - low)) * room;
  };
  return points.map(([x, y]) => [fit(x, xs, LEFT, WIDTH), fit(y, ys, TOP, HEIGHT)]);
}

/* Who stands between two institutions or people: the shortest chains, each step with its acts. */
// A summit that all attend ties nobody in particular.
const PARTAKERS = 12;
const CHAINS_AT_ONCE = 6;
let pathFrom = null;
const adjacency = new WeakMap();
function neighbours(own) {
  if (adjacency.has(own)) return adjacency.get(own);
  const found = new Map();
  const mine = (actor) => found.get(actor) || found.set(actor, new Map()).get(actor);
  for (const entry of [...own.engagements, ...own.links]) {
    const { actors } = entry.act;
    if (actors.length < 2 || actors.length > PARTAKERS) continue;
    for (const a of actors) for (const b of actors) if (a !== b) put(mine(a), b, entry);
  }
  adjacency.set(own, found);
  return found;
}
function pathsBetween(from, to) {
  const next = neighbours(ties),
    steps = new Map([[from, 0]]);
  let edge = [from];
  while (edge.length && !steps.has(to)) {
    const reached = [];
    for (const actor of edge)
      for (const other of (next.get(actor) || new Map()).keys())
        if (!steps.has(other)) {
          steps.set(other, steps.get(actor) + 1);
          reached.push(other);
        }
    edge = reached;
  }
  if (!steps.has(to) || from === to) return { chains: [], more: false };
  // Back from the end, the strongest ties first; the rest is cut, and said to be.
  const chains = [];
  let more = false;
  (function back(chain) {
    const [first] = chain;
    if (chains.length >= CHAINS_AT_ONCE) {
      more = true;
      return;
    }
    if (first === from) {
      chains.push(chain);
      return;
    }
    [...next.get(first)]
      .filter(([other]) => steps.get(other) === steps.get(first) - 1)
      .sort((a, b) => b[1].length - a[1].length || a[0] - b[0])
      .forEach(([other]) => {
        if (!more) back([other, ...chain]);
      });
  })([to]);
  return { chains, more };
}
const linkOf = (a, b) => neighbours(ties).get(a).get(b);
function pathButton(actor) {
  return h(
    "button",
    {
      class: "plain",
      type: "button",
      onclick: () => {
        pathFrom = actor;
        $("find").placeholder = `The other end of the path from ${ACTORS[actor].name}`;
        $("said").textContent = "Find the institution or person at the other end.";
        $("find").focus();
      },
    },
    "Path to another institution or person",
  );
}
function chooseActor(actor) {
  const from = pathFrom;
  endPath();
  if (from === null || from === actor) toActor(actor);
  else go({ view: "path", from, to: actor });
}
function endPath() {
  pathFrom = null;
  $("find").placeholder = FIND;
}
const FIND = $("find").placeholder;
function chainPart(chain, i, n) {
  return h(
    "section",
    {},
    h("h3", {}, n > 1 ? `Chain ${i + 1}` : "The chain"),
    h("p", { class: "who" }, joined(chain.map(actorButton), " → ")),
    chain.slice(1).map((actor, k) => {
      const shared = linkOf(chain[k], actor),
        found = best({ actor, all: shared });
      return h(
        "div",
        { class: "step" },
        h(
          "p",
          { class: "under" },
          h("bdi", {}, ACTORS[chain[k]].name),
          " – ",
          h("bdi", {}, ACTORS[actor].name),
          `: ${acts(shared)}, ${origins(sum(shared).origins)}`,
        ),
        tally(sum(shared)),
        found,
      );
    }),
  );
}
const chainTable = (chains) => [
  "Steps",
  ["From", "To", "Chain", "Engagements and links", "Origins", "Years", "Furthest"],
  chains.flatMap((chain, i) =>
    chain.slice(1).map((actor, k) => {
      const total = sum(linkOf(chain[k], actor));
      return [
        cell(ACTORS[chain[k]].name, () => toActor(chain[k])),
        cell(ACTORS[actor].name, () => toActor(actor)),
        i + 1,
        total.n,
        total.origins,
        years(total),
        furthestCell(total),
      ];
    }),
  ),
];
function drawPaths(chains) {
  const columnOf = new Map();
  chains.forEach((chain) =>
    chain.forEach((actor, k) => {
      if (!columnOf.has(actor)) columnOf.set(actor, k);
    }),
  );
  const marked = new Map(
    [...columnOf.keys()].map((actor) => [actor, actorMark(actor, ties.actors.get(actor) || [])]),
  );
  const links = new Map();
  for (const chain of chains)
    chain.slice(1).forEach((actor, k) => {
      const key = `${chain[k]} ${actor}`;
      if (!links.has(key))
        links.set(
          key,
          line(marked.get(chain[k]), marked.get(actor), linkOf(chain[k], actor), null, "institution"),
        );
    });
  const width = chains.length ? chains[0].length : 0;
  columns(
    Array.from({ length: width }, (_, k) => ({
      title: k === 0 ? "From" : k === width - 1 ? "To" : many(k, "step"),
      items: [...columnOf].filter(([, at]) => at === k).map(([actor]) => marked.get(actor)),
      share: 1,
      flip: k > 0 && k === width - 1,
    })),
    [...links.values()],
  );
}

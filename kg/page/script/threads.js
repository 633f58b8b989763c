/* From promise to delivery: engagements that belong together over time. */
const threadsByPair = new Map(),
  threadsByAct = new Map();
WORLD.threads.forEach((thread, i) => {
  for (const a of thread.countries)
    for (const b of thread.countries) if (a < b) put(threadsByPair, keyOf(a, b), i);
  for (const step of thread.steps) put(threadsByAct, step.act, i);
});
const threadsOf = (a, b) => (threadsByPair.get(keyOf(a, b)) || []).map((i) => WORLD.threads[i]);
const threadActs = (thread) => [...new Set(thread.steps.map((step) => step.act))];
const toThread = (thread) => go({ view: "thread", thread: WORLD.threads.indexOf(thread) });
const furthestOf = (thread) =>
  thread.steps
    .map((step) => step.status)
    .sort((a, b) => STAGES.indexOf(a) - STAGES.indexOf(b))
    .pop();
const stepTime = (step) => step.date || step.published;
function threadTitle(thread) {
  const types = [...new Set(thread.steps.map((step) => TYPE.get(ACTS[step.act].type)))];
  return list(types.map((type, i) => (i ? type.toLowerCase() : type)));
}
function threadSpan(thread) {
  const years = thread.steps
    .map(stepTime)
    .map((time) => Number((time || "").slice(0, 4)))
    .filter((year) => year > 0);
  return years.length ? span([Math.min(...years), Math.max(...years)]) : "no date";
}
// Whatever the filters of status, type, topic and years say: a promise is what it began with.
function threadEntries(thread) {
  const own = new Set(threadActs(thread).map((i) => ACTS[i]));
  return entries.filter((entry) => own.has(entry.act));
}
function threadList(threads) {
  return (
    threads.length > 0 && [
      h("h3", {}, "From promise to delivery"),
      listOf(
        threads,
        6,
        (thread) =>
          h(
            "li",
            {},
            h(
              "div",
              { class: "row" },
              button(threadTitle(thread), () => toThread(thread)),
              h("span", { class: "figure" }, threadSpan(thread)),
            ),
            h(
              "p",
              { class: "under" },
              joined(
                thread.steps.map((step) => statusWord(step.status)),
                " → ",
              ),
            ),
          ),
        "thread",
      ),
    ]
  );
}
const threadTables = (threads) =>
  threads.length
    ? [
        [
          "Threads",
          ["Thread", "Countries", "Steps", "Years", "Furthest"],
          threads.map((thread) =>
            later(() => [
              cell(threadTitle(thread), () => toThread(thread)),
              thread.countries.map((country) => COUNTRIES[country].name).join(" – "),
              thread.steps.length,
              threadSpan(thread),
              {
                node: () => statusWord(furthestOf(thread)),
                text: furthestOf(thread),
                key: STAGES.indexOf(furthestOf(thread)),
              },
            ]),
          ),
        ],
      ]
    : [];
const stepTable = (thread) => [
  "Steps",
  ["Engagement", "When", "Status", "Follows", "Joined on"],
  thread.steps.map((step) => [
    cell(TYPE.get(ACTS[step.act].type), () => reveal(ACTS[step.act].id)),
    {
      text: step.date ? dates(step.date) : step.published ? `reported ${day(step.published)}` : "no date given",
      key: stepTime(step) || "9999",
    },
    { node: () => statusWord(step.status), text: step.status, key: STAGES.indexOf(step.status) },
    step.follows.map((act) => TYPE.get(ACTS[act].type)).join(", "),
    step.basis.join(", "),
  ]),
];
/** The steps from left to right as they were told, a row for each engagement. */
function drawThread(thread) {
  const box = $("drawing").getBoundingClientRect(),
    acts = threadActs(thread),
    last = new Map(),
    begun = new Map(),
    firsts = [],
    marked = [],
    joins = [];
  const width = box.width - 170,
    step = Math.min(64, (box.height - 60) / acts.length);
  thread.steps.forEach((one, i) => {
    const mark = {
      id: `step ${i}`,
      kind: "step",
      of: one.act,
      status: one.status,
      act: () => reveal(ACTS[one.act].id),
      label: `${STATUS.get(one.status).word}${last.has(one.act) ? "" : `: ${TYPE.get(ACTS[one.act].type)}`}`,
      size: 9,
      rank: thread.steps.length - i,
      x: 40 + (thread.steps.length > 1 ? (width * i) / (thread.steps.length - 1) : 0),
      y: 40 + step * (acts.indexOf(one.act) + 0.5),
      side: "above",
      rows: 2,
      room: 150,
      tip: `${STATUS.get(one.status).word}, ${stepTime(one) ? dates(stepTime(one)) : "no date given"}`,
    };
    const join = (from, dashes, basis) =>
      joins.push({
        id: `${from.id} ${mark.id}`,
        from: from.id,
        to: mark.id,
        act: null,
        width: 2,
        dashes,
        opacity: 0.7,
        smooth: { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.5 },
        tip: basis,
      });
    if (last.has(one.act)) join(last.get(one.act), false, "The same engagement");
    else firsts.push([one, mark, join]);
    if (!begun.has(one.act)) begun.set(one.act, mark);
    last.set(one.act, mark);
    marked.push(mark);
  });
  // What it followed may have been told later.
  for (const [one, mark, join] of firsts)
    for (const before of one.follows) {
      const steps = marked.filter((other) => other.of === before && other.x < mark.x);
      const from = steps.length ? steps[steps.length - 1] : begun.get(before);
      if (from) join(from, true, `Joined on ${list(one.basis)}`);
    }
  show(marked, joins, [], false, {
    position: { x: box.width / 2, y: box.height / 2 },
    scale: 1,
  });
}

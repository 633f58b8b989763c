/* Going from one place of the page to another, and keeping the way in the address. */
const byCode = new Map(COUNTRIES.map((country, i) => [country.code, i]));
const byId = new Map(ACTORS.map((actor, i) => [actor.id, i]));
const regionById = new Map(REGIONS.map((region, i) => [region.id, i]));
const threadById = new Map(WORLD.threads.map((thread, i) => [thread.id, i]));
const topicById = new Map(TOPICS.map((topic, i) => [topic.id, i]));
let actIds = null;
const isAct = (id) => {
  if (id && !actIds) actIds = new Set(ACTS.map((act) => act.id));
  return Boolean(id) && actIds.has(id);
};
function go(place, act = null) {
  at = place;
  opened = act;
  endPath();
  remember(true);
  render(true);
}
const toCountry = (country) => go({ view: "country", country });
const toPair = (a, b) => go({ view: "pair", a: Math.min(a, b), b: Math.max(a, b) });
const toActor = (actor) => go({ view: "actor", actor });
const toTopic = (topic) => go({ view: "topic", topic });
const toOverview = () => go({ view: "overview" });
/** Where the server that this page came from has a page on what is shown; null elsewhere. */
function recordPath() {
  if (document.documentElement.dataset.site === undefined) return null;
  const thing = (id) => (/^[a-z][a-z-]*\/[\w.~-]+$/.test(id) ? `/page/id/${id}` : null);
  if (at.view === "country") return `/page/country/${COUNTRIES[at.country].code}`;
  if (at.view === "pair") return `/page/pair/${COUNTRIES[at.a].code}-${COUNTRIES[at.b].code}`;
  if (at.view === "actor") return thing(ACTORS[at.actor].id);
  if (at.view === "thread") return thing(WORLD.threads[at.thread].id);
  return at.view === "topic" ? `/page/topic/${TOPICS[at.topic].id}` : null;
}
function up() {
  if (at.view === "pair") toCountry(at.a);
  else if (at.view === "path") toActor(at.from);
  else if (at.view !== "overview") toOverview();
}

function hash() {
  const parts = new URLSearchParams(),
    usual = fresh();
  if (at.view === "country") parts.set("country", COUNTRIES[at.country].code);
  if (at.view === "pair") parts.set("pair", `${COUNTRIES[at.a].code}-${COUNTRIES[at.b].code}`);
  if (at.view === "actor") parts.set("actor", ACTORS[at.actor].id);
  if (at.view === "path") {
    parts.set("path", ACTORS[at.from].id);
    parts.set("end", ACTORS[at.to].id);
  }
  if (at.view === "thread") parts.set("thread", WORLD.threads[at.thread].id);
  if (at.view === "topic") parts.set("on", TOPICS[at.topic].id);
  if (opened) parts.set("act", opened);
  if ([...usual.status].sort().join() !== [...asked.status].sort().join())
    parts.set("status", STATUSES.filter((status) => asked.status.has(status)).join() || "none");
  if (asked.type.size)
    parts.set("type", [...TYPE.keys()].filter((type) => asked.type.has(type)).join());
  if (asked.topic.size)
    parts.set(
      "topic",
      [...asked.topic]
        .map((topic) => TOPICS[topic].id)
        .sort()
        .join(),
    );
  if (asked.from !== null) parts.set("from", asked.from);
  if (asked.until !== null) parts.set("until", asked.until);
  if (asked.region.size)
    parts.set("region", [...asked.region].map((region) => REGIONS[region].id).sort().join());
  for (const outlet of [...asked.outlet].sort()) parts.append("outlet", outlet);
  if (asked.origins > 1) parts.set("origins", asked.origins);
  if (asked.confidence > 0) parts.set("confidence", asked.confidence);
  if (asked.also.size)
    parts.set("also", [...MODALITY.keys()].filter((modality) => asked.also.has(modality)).join());
  return `#${parts}`;
}
function remember(isNew) {
  const address = hash();
  if (address === (location.hash || "#")) return;
  try {
    history[isNew ? "pushState" : "replaceState"](null, "", address);
  } catch {
    /* a notebook's frame has no address of its own */
  }
}
function recall() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const words = (name, known) =>
    new Set((parts.get(name) || "").split(",").filter((word) => known.has(word)));
  const number = (name) =>
    /^\d{1,4}$/.test(parts.get(name) || "") ? Number(parts.get(name)) : null;
  asked = fresh();
  if (parts.has("status")) asked.status = words("status", STATUS);
  asked.type = words("type", TYPE);
  asked.topic = new Set([...words("topic", topicById)].map((id) => topicById.get(id)));
  asked.also = words("also", MODALITY);
  asked.from = number("from");
  asked.until = number("until");
  asked.origins = number("origins") || 1;
  asked.region = new Set([...words("region", regionById)].map((id) => regionById.get(id)));
  asked.outlet = new Set(parts.getAll("outlet").filter((outlet) => outlets().some(([name]) => name === outlet)));
  asked.confidence = Math.min(1, Math.max(0, Number(parts.get("confidence")) || 0));
  opened = isAct(parts.get("act")) ? parts.get("act") : null;
  const pair = (parts.get("pair") || "").split("-").map((code) => byCode.get(code));
  if (pair.length === 2 && pair.every((country) => country !== undefined))
    at = { view: "pair", a: Math.min(...pair), b: Math.max(...pair) };
  else if (byCode.has(parts.get("country")))
    at = { view: "country", country: byCode.get(parts.get("country")) };
  else if (byId.has(parts.get("actor")))
    at = { view: "actor", actor: byId.get(parts.get("actor")) };
  else if (byId.has(parts.get("path")) && byId.has(parts.get("end")))
    at = { view: "path", from: byId.get(parts.get("path")), to: byId.get(parts.get("end")) };
  else if (threadById.has(parts.get("thread")))
    at = { view: "thread", thread: threadById.get(parts.get("thread")) };
  else if (topicById.has(parts.get("on")))
    at = { view: "topic", topic: topicById.get(parts.get("on")) };
  else at = { view: "overview" };
}

/* The page of a world: what is drawn, listed and quoted follows from the filters and from where
   the reader is. Nothing here reads from anywhere but the blocks of JSON in the page, and all
   text is set as text: there is no innerHTML in this file, and there must never be. */
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const read = (id) => JSON.parse($(id).textContent);
  const WORLD = read("data"), OUTLINES = read("outlines");
  const COUNTRIES = WORLD.countries, ACTORS = WORLD.actors, TOPICS = WORLD.topics;
  const STATUSES = WORLD.words.status.map(([id]) => id);
  const STATUS = new Map(WORLD.words.status.map(([id, word, gloss]) => [id, { word, gloss }]));
  const TYPE = new Map(WORLD.words.type);
  const MODALITY = new Map(WORLD.words.modality);
  const FIRM = new Set(WORLD.firm);
  // By how far an act has come; what ended may never have begun.
  const STAGES = ["ended", ...STATUSES.filter((status) => status !== "ended")];
  const CARDS_AT_ONCE = 25, QUOTES_AT_ONCE = 2, FOUND_AT_ONCE = 12, PAIRS_DRAWN = 160, DOTS_AT_EASE = 60, FAR_LABELS = 40, ROWS_AT_ONCE = 300;

  // ---- making elements, of text only ------------------------------------------------------
  function fill(element, properties, children) {
    for (const [name, value] of Object.entries(properties || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
    return element;
  }
  const h = (tag, properties, ...children) => fill(document.createElement(tag), properties, children);
  const svg = (tag, properties, ...children) => fill(document.createElementNS("http://www.w3.org/2000/svg", tag), properties, children);

  // ---- words --------------------------------------------------------------------------------
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  const many = (n, one, more) => `${n.toLocaleString("en")} ${n === 1 ? one : more || one + "s"}`;
  const acts = (n) => many(n, "engagement");
  const origins = (n) => many(n, "independent origin");
  function day(date) {
    const [year, month, number] = date.split("-");
    const name = MONTHS[Number(month) - 1];
    return name ? [number && String(Number(number)), name, year].filter(Boolean).join(" ") : date;
  }
  const dates = (edtf) => edtf.split("/").map((end) => (end === ".." || end === "" ? "open" : day(end))).join(" to ");
  const list = (words) => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`);
  const span = (years) => (!years ? "no date" : years[0] === years[1] ? String(years[0]) : `${years[0]}–${years[1]}`);
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const isOrganisation = (actor) => actor.kind === "institution" && actor.country === null;
  const kindOf = (actor) => (actor.kind === "person" ? "person" : isOrganisation(actor) ? "organisation" : "institution");
  // "the ministry" is a wording, not a name: it would match, and name, any other.
  const properAliases = (actor) => actor.aliases.filter((alias) => alias !== alias.toLowerCase());
  const typeOf = (actor) => (actor.kind === "person" ? actor.roles[0] || "Person" : WORLD.words.kind[actor.type] || "Institution");

  // ---- what the reader has asked for ----------------------------------------------------------
  const fresh = () => ({ status: new Set(WORLD.firm), type: new Set(), topic: new Set(), from: null, until: null, origins: 1, also: new Set() });
  let asked = fresh();
  let at = { view: "overview" };
  let opened = null;

  const children = TOPICS.map(() => []);
  TOPICS.forEach((topic, i) => { if (topic.broader !== null) children[topic.broader].push(i); });
  const above = TOPICS.map((topic, i) => { const path = [i]; while (TOPICS[path[0]].broader !== null && !path.includes(TOPICS[path[0]].broader)) path.unshift(TOPICS[path[0]].broader); return path; });
  const within = (topic, wanted) => above[topic].some((one) => wanted.has(one));

  // An entry is an act with the reports that count under the wanted modalities.
  function entryOf(act) {
    const wanted = (modality) => modality === "asserted" || asked.also.has(modality);
    if (act.modality !== null && !wanted(act.modality)) return null;
    const reports = act.reports.filter((report) => wanted(report.modality));
    if (!reports.length) return null;
    const published = reports.map((report) => report.published).filter(Boolean).sort()[0] || null;
    let years = act.years;
    if (!act.date && published) years = [Number(published.slice(0, 4)), Number(published.slice(0, 4))];
    const stages = reports.map((report) => report.status).sort((a, b) => STAGES.indexOf(b) - STAGES.indexOf(a));
    return {
      act, reports, years,
      status: act.status || (reports[reports.length - 1].status === "ended" ? "ended" : stages[0]),
      origins: new Set(reports.map((report) => report.origin)),
      order: act.date || published || "9999",
      when: act.date ? dates(act.date) : published ? `reported ${day(published)}` : "no date given",
    };
  }
  const FACETS = {
    status: (entry) => asked.status.has(entry.status),
    type: (entry) => !asked.type.size || asked.type.has(entry.act.type),
    topic: (entry) => !asked.topic.size || entry.act.topics.some((topic) => within(topic, asked.topic)),
    years: (entry) => (asked.from === null && asked.until === null) || (entry.years !== null && (asked.until === null || entry.years[0] <= asked.until) && (asked.from === null || entry.years[1] >= asked.from)),
    origins: (entry) => entry.origins.size >= asked.origins,
  };
  let entries = [], shown = [], ties = null;
  function select() {
    entries = WORLD.acts.map(entryOf).filter(Boolean);
    for (const entry of entries) entry.fails = Object.keys(FACETS).filter((facet) => !FACETS[facet](entry));
    shown = entries.filter((entry) => !entry.fails.length).sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.act.id < b.act.id ? -1 : 1));
    ties = tie(shown);
  }
  const passingBut = (facet) => entries.filter((entry) => entry.fails.every((failed) => failed === facet));

  // Who is tied to whom by what is shown. Links between institutions come last, and count only
  // where no engagement joins the two already: they are mostly read from the same sentences.
  const keyOf = (a, b) => `${Math.min(a, b)} ${Math.max(a, b)}`;
  function put(map, key, entry) { map.has(key) ? map.get(key).push(entry) : map.set(key, [entry]); }
  function tie(chosen) {
    const found = { pairs: new Map(), countries: new Map(), actors: new Map(), institutions: new Map(), partners: new Map() };
    const inOrder = [...chosen.filter((entry) => entry.act.type !== null), ...chosen.filter((entry) => entry.act.type === null)];
    const engaged = new Set();
    for (const entry of inOrder) {
      const { act } = entry, isLink = act.type === null;
      act.pairs.forEach(([a, b]) => put(found.pairs, keyOf(a, b), entry));
      if (!isLink) act.countries.forEach((country) => put(found.countries, country, entry));
      if (!isLink || !found.institutions.has(keyOf(...act.actors))) {
        act.actors.forEach((actor) => put(found.actors, actor, entry));
        act.ties.forEach(([a, b]) => put(found.institutions, keyOf(a, b), entry));
      }
      for (const [actor, countries] of act.partners) {
        const mine = found.partners.get(actor) || found.partners.set(actor, new Map()).get(actor);
        for (const country of countries) {
          if (!isLink) engaged.add(`${actor} ${country}`);
          if (!isLink || !engaged.has(`${actor} ${country}`)) put(mine, country, entry);
        }
      }
    }
    return found;
  }
  function sum(group) {
    const statuses = new Map(STATUSES.map((status) => [status, 0])), from = new Set();
    let years = null;
    for (const entry of group) {
      statuses.set(entry.status, statuses.get(entry.status) + 1);
      entry.origins.forEach((origin) => from.add(origin));
      if (entry.years) years = years ? [Math.min(years[0], entry.years[0]), Math.max(years[1], entry.years[1])] : [...entry.years];
    }
    return { n: group.length, links: group.filter((entry) => entry.act.type === null).length, origins: from.size, years, statuses, furthest: STAGES.filter((status) => statuses.get(status)).pop(), firm: group.some((entry) => FIRM.has(entry.status)) };
  }
  const distinct = (groups) => [...new Set(groups.flat())];

  // The institutions that link countries, those with most partners first.
  function bridges() {
    const found = [];
    for (const [actor, partners] of ties.partners) {
      if (ACTORS[actor].kind !== "institution") continue;
      const countries = partners.size + (ACTORS[actor].country === null ? 0 : 1);
      if (countries < 2) continue;
      found.push({ actor, partners, all: distinct([...partners.values()]), countries });
    }
    const key = (bridge) => ACTORS[bridge.actor].name;
    return found.sort((a, b) => b.partners.size - a.partners.size || b.all.length - a.all.length || sum(b.all).origins - sum(a.all).origins || (key(a) < key(b) ? -1 : 1));
  }
  function pairsOf(country) {
    const found = [];
    for (const [key, group] of ties.pairs) {
      const [a, b] = key.split(" ").map(Number);
      if (a === country || b === country) found.push({ other: a === country ? b : a, group });
    }
    return found.sort((a, b) => b.group.length - a.group.length || COUNTRIES[a.other].name.localeCompare(COUNTRIES[b.other].name, "en"));
  }

  // ---- going somewhere ------------------------------------------------------------------------
  const byCode = new Map(COUNTRIES.map((country, i) => [country.code, i]));
  const byId = new Map(ACTORS.map((actor, i) => [actor.id, i]));
  const topicById = new Map(TOPICS.map((topic, i) => [topic.id, i]));
  const actById = new Map(WORLD.acts.map((act) => [act.id, act]));
  function go(place, act = null) { at = place; opened = act; remember(true); render(true); }
  const toCountry = (country) => go({ view: "country", country });
  const toPair = (a, b) => go({ view: "pair", a: Math.min(a, b), b: Math.max(a, b) });
  const toActor = (actor) => go({ view: "actor", actor });
  const toOverview = () => go({ view: "overview" });
  function up() {
    if (at.view === "pair") toCountry(at.a);
    else if (at.view !== "overview") toOverview();
  }

  function hash() {
    const parts = new URLSearchParams(), usual = fresh();
    if (at.view === "country") parts.set("country", COUNTRIES[at.country].code);
    if (at.view === "pair") parts.set("pair", `${COUNTRIES[at.a].code}-${COUNTRIES[at.b].code}`);
    if (at.view === "actor") parts.set("actor", ACTORS[at.actor].id);
    if (opened) parts.set("act", opened);
    if ([...usual.status].sort().join() !== [...asked.status].sort().join()) parts.set("status", STATUSES.filter((status) => asked.status.has(status)).join() || "none");
    if (asked.type.size) parts.set("type", [...TYPE.keys()].filter((type) => asked.type.has(type)).join());
    if (asked.topic.size) parts.set("topic", [...asked.topic].map((topic) => TOPICS[topic].id).sort().join());
    if (asked.from !== null) parts.set("from", asked.from);
    if (asked.until !== null) parts.set("until", asked.until);
    if (asked.origins > 1) parts.set("origins", asked.origins);
    if (asked.also.size) parts.set("also", [...MODALITY.keys()].filter((modality) => asked.also.has(modality)).join());
    return `#${parts}`;
  }
  function remember(isNew) {
    const address = hash();
    if (address === (location.hash || "#")) return;
    try { history[isNew ? "pushState" : "replaceState"](null, "", address); } catch { /* a notebook's frame has no address of its own */ }
  }
  function recall() {
    const parts = new URLSearchParams(location.hash.slice(1));
    const words = (name, known) => new Set((parts.get(name) || "").split(",").filter((word) => known.has(word)));
    const number = (name) => (/^\d{1,4}$/.test(parts.get(name) || "") ? Number(parts.get(name)) : null);
    asked = fresh();
    if (parts.has("status")) asked.status = words("status", STATUS);
    asked.type = words("type", TYPE);
    asked.topic = new Set([...words("topic", topicById)].map((id) => topicById.get(id)));
    asked.also = words("also", MODALITY);
    asked.from = number("from");
    asked.until = number("until");
    asked.origins = number("origins") || 1;
    opened = actById.has(parts.get("act")) ? parts.get("act") : null;
    const pair = (parts.get("pair") || "").split("-").map((code) => byCode.get(code));
    if (pair.length === 2 && pair.every((country) => country !== undefined)) at = { view: "pair", a: Math.min(...pair), b: Math.max(...pair) };
    else if (byCode.has(parts.get("country"))) at = { view: "country", country: byCode.get(parts.get("country")) };
    else if (byId.has(parts.get("actor"))) at = { view: "actor", actor: byId.get(parts.get("actor")) };
    else at = { view: "overview" };
  }

  // ---- pieces of the panel --------------------------------------------------------------------
  // A stage is told by how full the circle is, by its colour and by the word beside it.
  function glyph(status, size = 14) {
    const part = { proposed: 0, planned: 0.25, signed: 0.5, ongoing: 0.75, completed: 1 }[status];
    const icon = svg("svg", { class: `glyph ${status}`, width: size, height: size, viewBox: "-8 -8 16 16", "aria-hidden": "true" });
    icon.append(svg("circle", { r: 6, fill: "none", stroke: "currentColor", "stroke-width": 1.8, "stroke-dasharray": status === "proposed" ? "2.6 2.1" : null }));
    if (part === 1) icon.append(svg("circle", { r: 6, fill: "currentColor" }));
    else if (part) {
      const angle = 2 * Math.PI * part;
      icon.append(svg("path", { fill: "currentColor", d: `M0 0V-6A6 6 0 ${part > 0.5 ? 1 : 0} 1 ${(6 * Math.sin(angle)).toFixed(2)} ${(-6 * Math.cos(angle)).toFixed(2)}Z` }));
    } else if (status === "ended") icon.append(svg("path", { stroke: "currentColor", "stroke-width": 1.8, d: "M-2.6-2.6 2.6 2.6M2.6-2.6-2.6 2.6" }));
    return icon;
  }
  const statusWord = (status) => h("span", { class: `status ${status}`, title: STATUS.get(status).gloss }, glyph(status), ` ${STATUS.get(status).word}`);
  const tally = (total) => h("span", { class: "tally" }, STATUSES.filter((status) => total.statuses.get(status)).map((status) => h("span", {}, glyph(status, 12), ` ${total.statuses.get(status)} ${STATUS.get(status).word.toLowerCase()}`)));
  const briefTally = (total) => h("span", { class: "tally brief" }, STATUSES.filter((status) => total.statuses.get(status)).map((status) => h("span", { title: STATUS.get(status).word }, glyph(status, 12), ` ${total.statuses.get(status)}`, h("span", { class: "quiet" }, ` ${STATUS.get(status).word.toLowerCase()}`))));
  function meter(total, largest) {
    const bar = svg("svg", { class: "meter", viewBox: "0 0 100 5", preserveAspectRatio: "none", "aria-hidden": "true" });
    let x = 0;
    for (const status of STATUSES) {
      const width = (100 * total.statuses.get(status)) / largest;
      if (width) bar.append(svg("rect", { class: status, x, width: Math.max(width - 0.4, 0.4), height: 5 }));
      x += width;
    }
    return bar;
  }
  const button = (text, act) => h("button", { class: "go", type: "button", onclick: act }, h("bdi", {}, text));
  const countryButton = (country) => button(COUNTRIES[country].name, () => toCountry(country));
  const actorButton = (actor) => button(ACTORS[actor].name, () => toActor(actor));
  const joined = (items, mark = ", ") => items.flatMap((item, i) => (i ? [mark, item] : [item]));
  const stats = (pairs) => h("dl", { class: "stats" }, pairs.map(([word, value]) => h("div", {}, h("dt", {}, word), h("dd", {}, value))));
  const totals = (total) => stats([["engagements", (total.n - total.links).toLocaleString("en")], ...(total.links ? [["stated links", total.links.toLocaleString("en")]] : []), ["independent origins", total.origins.toLocaleString("en")], ["years", span(total.years)]]);
  const listOf = (items, limit, row, wordForMore) => {
    const place = h("ul", { class: "list" }, items.slice(0, limit).map(row));
    if (items.length <= limit) return place;
    const rest = h("button", { class: "plain", type: "button", onclick: () => { place.append(...items.slice(limit).map(row)); rest.remove(); } }, `Show ${many(items.length - limit, `more ${wordForMore}`, `more ${wordForMore}s`)}`);
    return [place, rest];
  };
  function sourceLink(report) {
    let address = null;
    try { address = new URL(report.url); } catch { return null; }
    if (address.protocol !== "http:" && address.protocol !== "https:") return null;
    return h("a", { href: address.href, target: "_blank", rel: "noopener noreferrer" }, "source", h("span", { class: "quiet" }, " (opens a new tab)"));
  }
  function quoteOf(report, entry) {
    const told = [report.publisher && h("bdi", {}, report.publisher), report.published && day(report.published), sourceLink(report)].filter(Boolean);
    return h("figure", { class: "quote" },
      report.quotes.map((quote) => h("blockquote", { dir: "auto" }, "“", quote, "”")),
      h("figcaption", {},
        report.title && [h("bdi", { class: "headline" }, report.title), told.length ? " · " : ""], joined(told, " · "),
        report.by && [" · according to ", h("bdi", {}, report.by)],
        report.status !== entry.status && [" · reports it as ", statusWord(report.status)],
        report.modality !== "asserted" && ` · ${MODALITY.get(report.modality)}`));
  }
  function card(entry) {
    const { act } = entry, isLink = act.type === null;
    const people = act.actors.filter((actor) => ACTORS[actor].kind === "person");
    const institutions = act.actors.filter((actor) => ACTORS[actor].kind !== "person");
    // Several reports of one origin say one thing once: those of other origins go first.
    const seen = new Set(), first = [], later = [];
    for (const report of [...entry.reports].sort((a, b) => STAGES.indexOf(b.status) - STAGES.indexOf(a.status))) {
      (seen.has(report.origin) || first.length >= QUOTES_AT_ONCE ? later : first).push(report);
      seen.add(report.origin);
    }
    return h("article", { class: act.id === opened ? "act here" : "act", "data-act": act.id, tabindex: "-1" },
      h("div", { class: "top" },
        h("h4", {}, isLink ? "Link between institutions" : TYPE.get(act.type)),
        h("span", { class: "when" }, entry.when),
        act.place && h("span", { class: "when" }, h("bdi", {}, act.place)),
        h("a", { class: "anchor", href: `#${new URLSearchParams({ ...here(), act: act.id })}`, onclick: (event) => { event.preventDefault(); opened = act.id; remember(true); render(false); } }, "link to this")),
      h("p", { class: "standing" }, statusWord(entry.status), ` · ${origins(entry.origins.size)}`,
        entry.reports.length > entry.origins.size && ` in ${many(entry.reports.length, "report")}`,
        act.modality && act.modality !== "asserted" && ` · ${MODALITY.get(act.modality)}`),
      !isLink && h("p", { class: "who" }, joined(act.countries.map(countryButton), " – ")),
      institutions.length > 0 && h("p", { class: "who" }, joined(institutions.map(actorButton))),
      people.length > 0 && h("p", { class: "who" }, joined(people.map((person) => [actorButton(person), ACTORS[person].roles[0] ? h("span", { class: "note" }, `, ${ACTORS[person].roles[0]}`) : ""]), "; ")),
      (act.topics.length > 0 || act.amounts.length > 0) && h("p", {}, act.amounts.map((amount) => h("span", { class: "chip" }, amount)), act.topics.map((topic) => h("span", { class: "chip" }, TOPICS[topic].label))),
      first.map((report) => quoteOf(report, entry)),
      later.length > 0 && h("details", { class: "more" }, h("summary", {}, many(later.length, "more report")), later.map((report) => quoteOf(report, entry))));
  }
  function here() {
    const parts = Object.fromEntries(new URLSearchParams(hash().slice(1)));
    delete parts.act;
    return parts;
  }
  function cards(group, title) {
    const place = h("div");
    let next = 0;
    const more = h("button", { class: "plain", type: "button", onclick: () => grow(CARDS_AT_ONCE) });
    function grow(n) {
      place.append(...group.slice(next, next + n).map(card));
      next += n;
      more.hidden = next >= group.length;
      more.textContent = `Show ${many(group.length - next, "more engagement")}`;
    }
    const wanted = group.findIndex((entry) => entry.act.id === opened);
    grow(Math.max(CARDS_AT_ONCE, wanted + 1));
    return [h("h3", {}, title), group.length ? place : h("p", { class: "empty" }, "None under these filters."), more];
  }
  const hiddenNote = (involves) => {
    const n = entries.filter((entry) => entry.fails.length && involves(entry.act)).length;
    return n > 0 && h("p", { class: "lead" }, `${many(n, "more engagement")} ${n === 1 ? "is" : "are"} hidden by the filters. `, h("button", { class: "plain", type: "button", onclick: showAll }, "Show all"));
  };
  function showAll() { asked = fresh(); asked.status = new Set(STATUSES); remember(false); render(false); }

  // What was reported when: a row for each stage, a dot for each report, a thread for each act.
  function timeline(group) {
    const points = [];
    for (const entry of group) {
      const seen = new Set();
      for (const report of entry.reports) {
        const date = entry.act.date && report.status === entry.status ? entry.act.date.split("/")[0] : report.published;
        const at = date && /^\d{4}/.test(date) ? Number(date.slice(0, 4)) + (Number(date.slice(5, 7)) || 6.5) / 12 - 1 / 12 + (Number(date.slice(8, 10)) || 1) / 372 : null;
        const key = `${report.status} ${date}`;
        if (at !== null && !seen.has(key)) { seen.add(key); points.push({ entry, at, status: report.status }); }
      }
    }
    if (points.length < 2) return null;
    const rows = STATUSES.filter((status) => points.some((point) => point.status === status)).reverse();
    const from = Math.floor(Math.min(...points.map((point) => point.at))), until = Math.floor(Math.max(...points.map((point) => point.at))) + 1;
    const left = 78, width = 400, step = 26, top = 6, bottom = top + rows.length * step;
    const x = (time) => left + 8 + ((time - from) / (until - from)) * (width - left - 16);
    const drawing = svg("svg", { class: "timeline", viewBox: `0 0 ${width} ${bottom + 20}`, role: "img", "aria-label": "What was reported when, a row for each stage; the list below says the same" });
    rows.forEach((status, i) => drawing.append(
      svg("line", { x1: left, x2: width, y1: top + (i + 0.5) * step, y2: top + (i + 0.5) * step }),
      svg("text", { x: 0, y: top + (i + 0.5) * step + 4 }, STATUS.get(status).word)));
    const every = [1, 2, 5, 10, 20, 50].find((years) => (until - from) / years <= 7) || 100;
    for (let year = Math.ceil(from / every) * every; year <= until; year += every) {
      drawing.append(svg("line", { x1: x(year), x2: x(year), y1: top, y2: bottom + 3 }), svg("text", { x: x(year), y: bottom + 16, "text-anchor": "middle" }, String(year)));
    }
    const crowd = new Map();
    for (const point of points.sort((a, b) => a.at - b.at)) {
      const place = `${point.status} ${Math.round(x(point.at) / 9)}`, n = crowd.get(place) || 0;
      crowd.set(place, n + 1);
      // Reports of one time and stage are laid out above and below the line in turn.
      point.x = x(point.at) + (n > 2 ? 4 : 0);
      point.y = top + (rows.indexOf(point.status) + 0.5) * step + [0, -8, 8][n % 3];
    }
    for (const entry of group) {
      const own = points.filter((point) => point.entry === entry);
      if (own.length > 1) drawing.append(svg("polyline", { points: own.map((point) => `${point.x.toFixed(1)},${point.y.toFixed(1)}`).join(" ") }));
    }
    for (const point of points) {
      const mark = svg("g", { class: "dot", transform: `translate(${(point.x - 6).toFixed(1)} ${(point.y - 6).toFixed(1)})`, onclick: () => reveal(point.entry.act.id) }, svg("title", {}, `${TYPE.get(point.entry.act.type) || "Link"}, ${point.entry.when}`), glyph(point.status, 12));
      drawing.append(mark);
    }
    return drawing;
  }
  function reveal(id) {
    opened = id;
    remember(false);
    render(false);
  }

  // ---- the places one can be ------------------------------------------------------------------
  // Each gives a trail, the drawing (a map, or columns), the panel and the table.
  const VIEWS = {
    overview() {
      const linking = bridges(), all = sum(shown.filter((entry) => entry.act.type !== null));
      const pairs = [...ties.pairs].map(([key, group]) => ({ key, group, ends: key.split(" ").map(Number) })).sort((a, b) => b.group.length - a.group.length || (a.key < b.key ? -1 : 1));
      const largest = Math.max(1, ...linking.map((bridge) => bridge.all.length));
      return {
        trail: [["Overview", null]],
        draw: () => drawMap(pairs),
        panel: [
          h("h2", {}, "Who works with whom"), totals(all),
          h("p", { class: "lead" }, "Choose a country, a line between two, or an institution to read what articles report of them, in their own words."),
          h("h3", {}, "Institutions that link the most countries"),
          linking.length ? listOf(linking, 8, (bridge) => bridgeRow(bridge, largest), "institution") : h("p", { class: "empty" }, "None under these filters."),
        ],
        tables: [
          ["Pairs of countries", ["Countries", "Engagements", "Origins", "Years", "By status", "Topics"], pairs.map(({ ends: [a, b], group }) => {
            const total = sum(group);
            return [cell(`${COUNTRIES[a].name} – ${COUNTRIES[b].name}`, () => toPair(a, b)), total.n, total.origins, years(total), statusCell(total), topicsOf(group)];
          })],
          ["Institutions", ["Institution", "Kind", "Country", "Partners", "Engagements", "Origins", "Years", "Furthest"], linking.map((bridge) => {
            const total = sum(bridge.all), actor = ACTORS[bridge.actor];
            return [cell(actor.name, () => toActor(bridge.actor)), typeOf(actor), actor.country === null ? "international" : COUNTRIES[actor.country].name, bridge.partners.size, total.n, total.origins, years(total), furthestCell(total)];
          })],
        ],
      };
    },
    country() {
      const { country } = at, name = COUNTRIES[country].name, partners = pairsOf(country);
      const group = ties.countries.get(country) || [], total = sum(group);
      const own = bridges().filter((bridge) => ACTORS[bridge.actor].country === country);
      const organisations = [...ties.partners].filter(([actor, countries]) => isOrganisation(ACTORS[actor]) && countries.has(country)).map(([actor, countries]) => ({ actor, group: countries.get(country) })).sort((a, b) => b.group.length - a.group.length || a.actor - b.actor);
      const largest = Math.max(1, ...partners.map((partner) => partner.group.length));
      return {
        trail: [["Overview", toOverview], [name, null]],
        draw: () => drawCountry(country, partners, own, organisations),
        panel: [
          h("h2", {}, name), totals(total),
          hiddenNote((act) => act.type !== null && act.countries.includes(country)),
          h("h3", {}, many(partners.length, "partner country", "partner countries")),
          partners.length ? listOf(partners, 10, ({ other, group: shared }) => {
            const tied = sum(shared);
            return h("li", {}, h("div", { class: "row" }, button(COUNTRIES[other].name, () => toPair(country, other)), h("span", { class: "figure" }, `${acts(tied.n)} · ${span(tied.years)}`)), tally(tied), meter(tied, largest));
          }, "country") : h("p", { class: "empty" }, "None under these filters."),
          own.length > 0 && [h("h3", {}, `Institutions of ${name} that link it`), listOf(own, 6, (bridge) => bridgeRow(bridge, 0), "institution")],
          organisations.length > 0 && [h("h3", {}, "International organisations"), listOf(organisations, 6, ({ actor, group: shared }) => h("li", {}, h("div", { class: "row" }, actorButton(actor), h("span", { class: "figure" }, acts(shared.length))), tally(sum(shared))), "organisation")],
          cards(group, "Engagements, the earliest first"),
        ],
        tables: [
          ["Partner countries", ["Country", "Engagements", "Origins", "Years", "By status", "Topics"], partners.map(({ other, group: shared }) => {
            const tied = sum(shared);
            return [cell(COUNTRIES[other].name, () => toPair(country, other)), tied.n, tied.origins, years(tied), statusCell(tied), topicsOf(shared)];
          })],
          ["Institutions", ["Institution", "Kind", "Partner countries", "Engagements", "Years", "Furthest"], own.map((bridge) => {
            const tied = sum(bridge.all);
            return [cell(ACTORS[bridge.actor].name, () => toActor(bridge.actor)), typeOf(ACTORS[bridge.actor]), [...bridge.partners.keys()].map((other) => COUNTRIES[other].name).sort().join(", "), tied.n, years(tied), furthestCell(tied)];
          })],
        ],
      };
    },
    pair() {
      const { a, b } = at, title = `${COUNTRIES[a].name} – ${COUNTRIES[b].name}`;
      const group = ties.pairs.get(keyOf(a, b)) || [], total = sum(group);
      return {
        trail: [["Overview", toOverview], [COUNTRIES[a].name, () => toCountry(a)], [COUNTRIES[b].name, () => toCountry(b)]],
        draw: () => drawPair(a, b, group),
        panel: [
          h("h2", {}, title), totals(total), h("p", {}, tally(total)),
          hiddenNote((act) => act.pairs.some(([one, other]) => one === a && other === b)),
          group.length > 0 && [h("h3", {}, "What was reported when"), timeline(group)],
          cards(group, "Engagements, the earliest first"),
        ],
        tables: [engagementTable(group)],
      };
    },
    actor() {
      const { actor } = at, about = ACTORS[actor], own = new Set(ties.actors.get(actor)), group = shown.filter((entry) => own.has(entry)), total = sum(group);
      const partners = [...(ties.partners.get(actor) || new Map())].map(([other, shared]) => ({ other, group: shared })).sort((x, y) => y.group.length - x.group.length || COUNTRIES[x.other].name.localeCompare(COUNTRIES[y.other].name, "en"));
      const largest = Math.max(1, ...partners.map((partner) => partner.group.length));
      const trail = [["Overview", toOverview]];
      if (about.country !== null) trail.push([COUNTRIES[about.country].name, () => toCountry(about.country)]);
      return {
        trail: [...trail, [about.name, null]],
        draw: () => drawActor(actor, partners, group),
        panel: [
          h("h2", {}, h("bdi", {}, about.name)),
          h("p", { class: "lead" }, typeOf(about), about.country !== null && [", ", countryButton(about.country)]),
          properAliases(about).length > 0 && h("p", { class: "small" }, "also ", joined(properAliases(about).map((alias) => h("bdi", {}, alias)))),
          totals(total), hiddenNote((act) => act.actors.includes(actor)),
          partners.length > 0 && [h("h3", {}, `Works with ${many(partners.length, "country", "countries")}`), listOf(partners, 8, ({ other, group: shared }) => {
            const tied = sum(shared);
            return h("li", {}, h("div", { class: "row" }, countryButton(other), h("span", { class: "figure" }, `${acts(tied.n)} · ${span(tied.years)}`)), tally(tied), meter(tied, largest));
          }, "country")],
          group.length > 1 && [h("h3", {}, "What was reported when"), timeline(group)],
          cards(group, "Engagements, the earliest first"),
        ],
        tables: [engagementTable(group)],
      };
    },
  };
  function bridgeRow(bridge, largest) {
    const total = sum(bridge.all), actor = ACTORS[bridge.actor];
    const countries = [...bridge.partners].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]).map(([country]) => COUNTRIES[country].name);
    const named = countries.length > 6 ? [...countries.slice(0, 5), `${countries.length - 5} more`] : countries;
    return h("li", {},
      h("div", { class: "row" }, actorButton(bridge.actor), h("span", { class: "figure" }, many(bridge.partners.size, "partner"))),
      h("p", { class: "under" }, [typeOf(actor), actor.country === null ? null : COUNTRIES[actor.country].name].filter(Boolean).join(", "), `, with ${list(named)}`, total.years ? `, since ${total.years[0]}` : ""),
      tally(total), largest > 0 && meter(total, largest), largest > 0 && best(bridge));
  }
  // The quote that names the institution and speaks of the furthest stage.
  function best(bridge) {
    const names = [ACTORS[bridge.actor].name, ...properAliases(ACTORS[bridge.actor])].map(fold);
    let found = null;
    for (const entry of bridge.all) for (const report of entry.reports) for (const quote of report.quotes) {
      const rank = [names.some((name) => fold(quote).includes(name)) ? 1 : 0, STAGES.indexOf(report.status), -quote.length];
      const difference = found ? rank.map((value, i) => value - found.rank[i]).find((value) => value !== 0) : 1;
      if (difference > 0) found = { rank, quote, report, entry };
    }
    return found && quoteOf({ ...found.report, quotes: [found.quote] }, { status: found.report.status });
  }

  // ---- the table ------------------------------------------------------------------------------
  const cell = (text, act) => ({ text, act });
  const years = (total) => ({ node: () => h("span", { class: "number" }, span(total.years)), text: span(total.years), key: total.years ? total.years[0] : 9999 });
  const statusCell = (total) => ({ node: () => briefTally(total), text: STATUSES.filter((status) => total.statuses.get(status)).map((status) => `${total.statuses.get(status)} ${status}`).join(", "), key: STAGES.map((status) => String(total.statuses.get(status)).padStart(5, "0")).reverse().join() });
  const furthestCell = (total) => ({ node: () => statusWord(total.furthest), text: total.furthest, key: STAGES.indexOf(total.furthest) });
  function topicsOf(group) {
    const counts = new Map();
    group.forEach((entry) => entry.act.topics.forEach((topic) => counts.set(topic, (counts.get(topic) || 0) + 1)));
    return [...counts].sort((x, y) => y[1] - x[1] || x[0] - y[0]).slice(0, 3).map(([topic]) => TOPICS[topic].label).join(", ");
  }
  const engagementTable = (group) => ["Engagements", ["Engagement", "Date", "Status", "Origins", "Countries", "Institutions and people"], group.map((entry) => [
    cell(TYPE.get(entry.act.type) || "Link", () => reveal(entry.act.id)), { text: entry.when, key: entry.order },
    { node: () => statusWord(entry.status), text: entry.status, key: STAGES.indexOf(entry.status) }, entry.origins.size,
    entry.act.countries.map((country) => COUNTRIES[country].name).join(", "), entry.act.actors.map((actor) => ACTORS[actor].name).join(", "),
  ])];
  const sorting = new Map();
  let tab = new Map();
  let current = null;
  function renderTables(tables) {
    const chosen = Math.min(tab.get(at.view) || 0, tables.length - 1);
    const [title, header, rows] = tables[chosen];
    $("links-title").textContent = tables.length > 1 ? `${rows.length.toLocaleString("en")} ${title.toLowerCase()}` : `${title} (${rows.length.toLocaleString("en")})`;
    $("kinds").replaceChildren(...(tables.length < 2 ? [] : tables.map(([name], i) => h("button", { type: "button", "aria-pressed": String(i === chosen), onclick: () => { tab.set(at.view, i); renderTables(tables); } }, name))));
    const key = (value) => (typeof value === "object" ? (value.key !== undefined ? value.key : fold(value.text)) : typeof value === "string" ? fold(value) : value);
    const text = (value) => (typeof value === "object" ? value.text : String(value));
    const order = sorting.get(title), sorted = [...rows];
    if (order) sorted.sort((a, b) => { const x = key(a[order.column]), y = key(b[order.column]); return (x < y ? -1 : x > y ? 1 : 0) * order.way; });
    const isFigure = header.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === "number"));
    function sort(column) {
      const way = order && order.column === column ? -order.way : isFigure[column] ? -1 : 1;
      sorting.set(title, { column, way });
      renderTables(tables);
      $("table").querySelectorAll("thead button")[column].focus();
    }
    const rowOf = (row) => h("tr", {}, row.map((value, i) => h(i === 0 ? "th" : "td", { scope: i === 0 ? "row" : null, class: isFigure[i] ? "figure" : null }, value && value.act ? button(value.text, value.act) : value && value.node ? value.node() : h("bdi", {}, text(value)))));
    current = { title, header, rows: sorted.map((row) => row.map(text)) };
    $("table").replaceChildren(
      h("caption", { class: "quiet" }, title),
      h("thead", {}, h("tr", {}, header.map((word, i) => h("th", { scope: "col", class: isFigure[i] ? "figure" : null, "aria-sort": order && order.column === i ? (order.way > 0 ? "ascending" : "descending") : null }, h("button", { type: "button", onclick: () => sort(i) }, word))))),
      h("tbody", {}, sorted.slice(0, ROWS_AT_ONCE).map(rowOf)));
    if (sorted.length > ROWS_AT_ONCE) {
      const rest = h("tfoot", {}, h("tr", {}, h("td", { colspan: header.length }, h("button", { class: "plain", type: "button", onclick: () => { rest.remove(); $("table").tBodies[0].append(...sorted.slice(ROWS_AT_ONCE).map(rowOf)); } }, `Show ${many(sorted.length - ROWS_AT_ONCE, "more row")}`))));
      $("table").append(rest);
    }
  }
  function saveTable() {
    // A cell that begins so would be run by a spreadsheet.
    const safe = (text) => (/^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text);
    const line = (values) => values.map((value) => `"${safe(value).replaceAll('"', '""')}"`).join(",");
    const file = new Blob(["\ufeff", [current.header, ...current.rows].map(line).join("\r\n"), "\r\n"], { type: "text/csv" });
    const link = h("a", { href: URL.createObjectURL(file), download: `${current.title.toLowerCase().replaceAll(" ", "-")}.csv` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // ---- the drawing ----------------------------------------------------------------------------
  // vis-network pans, zooms and finds what is under the pointer; dots and lines keep their width on
  // the screen at any zoom, and labels are laid by us so that none covers another.
  const places = new Map(read("nodes").map((node) => [node.id, { x: node.x, y: node.y }]));
  let nodes = new vis.DataSet(), edges = new vis.DataSet();
  // A canvas of part of a pixel is blurred as a whole.
  function fitCanvas() {
    $("canvas").style.width = `${Math.floor($("drawing").clientWidth)}px`;
    $("canvas").style.height = `${Math.floor($("drawing").clientHeight)}px`;
  }
  fitCanvas();
  const network = new vis.Network($("canvas"), { nodes, edges }, {
    autoResize: true, physics: false, layout: { improvedLayout: false, randomSeed: 1 },
    interaction: { hover: true, dragNodes: false, keyboard: false, selectConnectedEdges: false, zoomSpeed: 0.6 },
    nodes: { borderWidth: 1, labelHighlightBold: false }, edges: { selectionWidth: 0, hoverWidth: 0, chosen: false },
  });
  let marks = new Map(), lines = new Map(), headings = [], backdrop = false, pointed = null, paint = {};
  const land = new Path2D(), water = new Path2D();
  for (const [path, rings] of [[land, OUTLINES.land], [water, OUTLINES.water]]) for (const ring of rings) {
    // Through the middles of the sides, round the corners: a few points make a coast.
    const n = ring.length / 2, x = (i) => ring[2 * (i % n)], y = (i) => ring[2 * (i % n) + 1];
    path.moveTo((x(0) + x(n - 1)) / 2, (y(0) + y(n - 1)) / 2);
    for (let i = 0; i < n; i++) path.quadraticCurveTo(x(i), y(i), (x(i) + x(i + 1)) / 2, (y(i) + y(i + 1)) / 2);
    path.closePath();
  }
  function readPaint() {
    const style = getComputedStyle(document.documentElement);
    for (const name of ["ground", "ink", "soft", "line", "accent", "land", "sea", "country", "institution", "organisation", "person", "tie", "tie-strong", "sans"]) paint[name] = style.getPropertyValue(`--${name}`).trim();
  }
  const SHAPE = { country: "dot", institution: "square", organisation: "diamond", person: "triangle" };
  const dotSize = (n, kind) => Math.min(3.4 + 1.7 * Math.sqrt(n), 15) * (kind === "country" ? 1 : 0.85);
  const lineWidth = (n) => Math.min(0.9 + 1.1 * Math.sqrt(n), 8);
  function show(newMarks, newLines, newHeadings, isMap) {
    marks = new Map(newMarks.map((mark) => [mark.id, mark]));
    lines = new Map(newLines.map((line) => [line.id, line]));
    headings = newHeadings;
    backdrop = isMap;
    pointed = null;
    // New sets, since emptying the old ones takes time that grows with the square of them.
    nodes = new vis.DataSet(newMarks.map((mark) => ({ id: mark.id, x: mark.x, y: mark.y, shape: SHAPE[mark.kind], size: mark.size, label: undefined, color: { background: paint[mark.kind], border: paint.ground, hover: { background: paint[mark.kind], border: paint.ink }, highlight: { background: paint[mark.kind], border: paint.ink } } })));
    edges = new vis.DataSet(newLines.map((line) => ({ id: line.id, from: line.from, to: line.to, width: line.width, dashes: line.dashes, color: { color: paint[line.colour || "tie"], hover: paint.accent, highlight: paint.accent, opacity: line.opacity }, smooth: line.smooth })));
    network.setData({ nodes, edges });
  }
  function rescale() {
    const unit = 1 / network.getScale();
    nodes.update([...marks.values()].map((mark) => ({ id: mark.id, size: mark.size * unit })));
    edges.update([...lines.values()].map((line) => ({ id: line.id, width: line.width * unit, dashes: line.dashes ? [5 * unit, 4 * unit] : false })));
  }
  let waiting = false;
  function rescaleSoon() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; rescale(); });
  }
  function frame(margin) {
    const box = $("drawing").getBoundingClientRect(), all = [...marks.values()];
    if (!all.length) return;
    const low = (axis) => Math.min(...all.map((mark) => mark[axis])), high = (axis) => Math.max(...all.map((mark) => mark[axis]));
    const width = Math.max(high("x") - low("x"), 1), height = Math.max(high("y") - low("y"), 1);
    const scale = Math.min((box.width - 2 * margin) / width, (box.height - 1.3 * margin) / height, 2.2);
    network.moveTo({ position: { x: (low("x") + high("x")) / 2, y: (low("y") + high("y")) / 2 }, scale: Math.max(scale, 0.05), animation: false });
    rescale();
  }
  function drawMap(pairs) {
    const some = [...ties.countries].filter(([country]) => places.has(COUNTRIES[country].code));
    // More than so many dots share the room of so many; more lines than so many are no picture.
    const ease = Math.max(0.5, Math.min(1, Math.sqrt(DOTS_AT_EASE / some.length)));
    const drawn = pairs.slice(0, PAIRS_DRAWN), largest = Math.max(1, ...drawn.map(({ group }) => group.length));
    const note = pairs.length > drawn.length ? `The ${drawn.length} strongest of ${many(pairs.length, "pair")} are drawn; the table holds all` : "";
    show(
      some.sort((a, b) => b[1].length - a[1].length || a[0] - b[0]).map(([country, group]) => ({ id: COUNTRIES[country].code, kind: "country", country, ...places.get(COUNTRIES[country].code), label: COUNTRIES[country].name, size: ease * dotSize(group.length, "country"), rank: group.length, tip: `${COUNTRIES[country].name}: ${acts(group.length)}` })),
      drawn.map(({ ends: [a, b], group }) => {
        const total = sum(group);
        return { id: `${COUNTRIES[a].code}-${COUNTRIES[b].code}`, from: COUNTRIES[a].code, to: COUNTRIES[b].code, act: () => toPair(a, b), width: ease * lineWidth(total.n), dashes: !total.firm, opacity: 0.4 + 0.5 * (total.n / largest), smooth: { enabled: true, type: "curvedCW", roundness: 0.16 }, tip: `${COUNTRIES[a].name} – ${COUNTRIES[b].name}: ${acts(total.n)}, ${origins(total.origins)}` };
      }), note ? [{ note }] : [], true);
    frame(52);
    spread();
  }
  // Dots that would hide each other at this zoom make room, each as little as it must.
  function spread() {
    const unit = 1 / network.getScale(), all = [...marks.values()].map((mark) => ({ mark, home: places.get(mark.id), x: mark.x, y: mark.y }));
    for (let round = 0; round < 60; round++) {
      for (let i = 0; i < all.length; i++) for (let j = 0; j < i; j++) {
        const a = all[i], b = all[j], least = (a.mark.size + b.mark.size + 3) * unit;
        const dx = a.x - b.x || 0.01, dy = a.y - b.y, distance = Math.hypot(dx, dy);
        if (distance >= least) continue;
        const push = (least - distance) / (2 * distance);
        a.x += dx * push; a.y += dy * push; b.x -= dx * push; b.y -= dy * push;
      }
      for (const one of all) { one.x += (one.home.x - one.x) * 0.04; one.y += (one.home.y - one.y) * 0.04; }
    }
    for (const { mark, x, y } of all) Object.assign(mark, { x, y });
    nodes.update(all.map(({ mark, x, y }) => ({ id: mark.id, x, y })));
  }
  // Columns from left to right; each item has a row of its own, so that its name can be read.
  function columns(parts, links, isPair) {
    const box = $("drawing").getBoundingClientRect(), used = parts.filter((part) => part.items.length);
    // Of a pair, the two stand at the top, and what lies between them hangs below.
    const whole = used.reduce((total, part) => total + part.share, 0), top = isPair ? 112 : 44;
    const placed = [];
    let left = 14;
    for (const part of used) {
      const width = ((box.width - 28) * part.share) / whole;
      const rows = Math.max(3, Math.floor((box.height - top - 24) / 31));
      const items = part.items.slice(0, rows), step = (box.height - top - 20) / items.length;
      part.heading = { text: part.title, x: part.flip ? left + width : left, y: top - 26, flip: part.flip, note: part.items.length > rows ? `${part.items.length - rows} more in the table` : "", foot: box.height - 10 };
      items.forEach((item, i) => placed.push({ ...item, x: part.flip ? left + width - 12 : left + 12 + (part.focus ? 10 : 0), y: isPair && part.focus ? 34 : top + Math.min(step, 58) * (i + 0.5) + (isPair ? 0 : Math.max(0, (box.height - top - 20 - 58 * items.length) / 2)), side: part.focus ? "under" : part === used[used.length - 1] ? "right" : "above", flip: part.flip, rows: step > 46 ? 2 : 1, room: width - 26, bold: part.focus }));
      left += width;
    }
    const known = new Set(placed.map((mark) => mark.id));
    show(placed, links.filter((link) => known.has(link.from) && known.has(link.to)), used.filter((part) => part.title).map((part) => part.heading), false);
    network.moveTo({ position: { x: box.width / 2, y: box.height / 2 }, scale: 1, animation: false });
    rescale();
  }
  const countryMark = (country, n) => ({ id: COUNTRIES[country].code, kind: "country", country, label: COUNTRIES[country].name, size: dotSize(n, "country"), rank: n, tip: `${COUNTRIES[country].name}: ${acts(n)}` });
  const actorMark = (actor, n) => ({ id: `actor ${ACTORS[actor].id}`, kind: kindOf(ACTORS[actor]), actor, label: ACTORS[actor].name, size: dotSize(n), rank: n, tip: `${ACTORS[actor].name}: ${acts(n)}` });
  function line(from, to, group, act, colour) {
    const total = sum(group);
    return { id: `${from.id} ${to.id}`, from: from.id, to: to.id, act, width: lineWidth(total.n), dashes: !total.firm, opacity: 0.6, colour, smooth: { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.5 }, tip: `${from.label} – ${to.label}: ${acts(total.n)}, ${origins(total.origins)}` };
  }
  // Rows in the order of what they are tied to, so that lines cross less.
  const byPlace = (items, placeOf) => items.map((item, i) => [placeOf(item), i, item]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, , item]) => item);
  const mean = (numbers) => (numbers.length ? numbers.reduce((a, b) => a + b, 0) / numbers.length : 999);
  function drawCountry(country, partners, own, organisations) {
    const focus = countryMark(country, (ties.countries.get(country) || []).length);
    const rows = new Map(partners.map(({ other }, i) => [other, i]));
    const right = partners.map(({ other, group }) => countryMark(other, group.length));
    const institutions = byPlace(own.slice(0, 14), (bridge) => mean([...bridge.partners.keys()].filter((other) => rows.has(other)).map((other) => rows.get(other))));
    const theirs = [];
    for (const [actor, countries] of ties.partners) if (ACTORS[actor].kind === "institution" && rows.has(ACTORS[actor].country) && countries.has(country)) theirs.push({ actor, group: countries.get(country) });
    const marked = new Map(right.map((mark) => [mark.country, mark]));
    const links = partners.map(({ other, group }) => line(focus, marked.get(other), group, () => toPair(country, other)));
    const mine = institutions.map((bridge) => {
      const mark = actorMark(bridge.actor, bridge.all.length);
      bridge.partners.forEach((group, other) => { if (marked.has(other)) links.push(line(mark, marked.get(other), group, () => toActor(bridge.actor), "institution")); });
      return mark;
    });
    const far = byPlace(theirs, ({ actor }) => rows.get(ACTORS[actor].country)).map(({ actor, group }) => {
      const mark = actorMark(actor, group.length);
      links.push(line(marked.get(ACTORS[actor].country), mark, group, () => toActor(actor), "institution"));
      return mark;
    });
    const bodies = organisations.slice(0, 4).map(({ actor, group }) => {
      const mark = actorMark(actor, group.length);
      links.push(line(focus, mark, group, () => toActor(actor), "organisation"));
      return mark;
    });
    columns([
      { items: [focus], share: 1, focus: true },
      { title: "Its institutions", items: mine, share: 2 },
      { title: bodies.length ? "Partners" : "Partner countries", items: [...right.slice(0, Math.max(4, 14 - bodies.length)), ...bodies], share: 1.4 },
      { title: "Their institutions", items: far, share: 1.8 },
    ], links);
  }
  function drawPair(a, b, group) {
    const ends = [countryMark(a, group.length), countryMark(b, group.length)];
    const part = (test) => {
      const counts = new Map();
      for (const entry of group) for (const actor of entry.act.actors) if (ACTORS[actor].kind === "institution" && test(ACTORS[actor])) put(counts, actor, entry);
      return [...counts].sort((x, y) => y[1].length - x[1].length || x[0] - y[0]);
    };
    const sides = [part((actor) => actor.country === a), part((actor) => actor.country === b)], between = part(isOrganisation);
    const marked = new Map([...sides.flat(), ...between].map(([actor, own]) => [actor, actorMark(actor, own.length)]));
    const links = group.length ? [line(ends[0], ends[1], group, null)] : [];
    sides.forEach((side, i) => side.forEach(([actor, own]) => links.push(line(ends[i], marked.get(actor), own, () => toActor(actor), "institution"))));
    between.forEach(([actor, own]) => ends.forEach((end) => links.push(line(end, marked.get(actor), own, () => toActor(actor), "organisation"))));
    for (const [key, shared] of ties.institutions) {
      const [x, y] = key.split(" ").map(Number), own = shared.filter((entry) => group.includes(entry));
      if (marked.has(x) && marked.has(y) && own.length) links.push(line(marked.get(x), marked.get(y), own, null, "institution"));
    }
    const items = (side) => side.map(([actor]) => marked.get(actor));
    columns([
      { items: [ends[0]], share: 1, focus: true },
      { title: `Institutions of ${COUNTRIES[a].name}`, items: items(sides[0]), share: 2.2 },
      { title: "Organisations", items: items(between), share: 1.8 },
      { title: `Institutions of ${COUNTRIES[b].name}`, items: items(sides[1]), share: 2.2, flip: true },
      { items: [ends[1]], share: 1, focus: true, flip: true },
    ], links, true);
  }
  function drawActor(actor, partners, group) {
    const focus = actorMark(actor, group.length), links = [];
    const rows = new Map(partners.map(({ other }, i) => [other, i])), marked = new Map();
    const right = partners.map(({ other, group: shared }) => {
      const mark = countryMark(other, shared.length);
      marked.set(other, mark);
      links.push(line(focus, mark, shared, () => toCountry(other)));
      return mark;
    });
    const others = new Map();
    for (const entry of group) {
      if (ACTORS[actor].kind === "person") entry.act.actors.filter((other) => other !== actor).forEach((other) => put(others, other, entry));
      else entry.act.ties.filter((pair) => pair.includes(actor)).forEach(([x, y]) => put(others, x === actor ? y : x, entry));
    }
    const far = byPlace([...others], ([other]) => (rows.has(ACTORS[other].country) ? rows.get(ACTORS[other].country) : 998)).map(([other, shared]) => {
      const mark = actorMark(other, shared.length), from = marked.get(ACTORS[other].country) || focus;
      links.push(line(from, mark, shared, () => toActor(other), mark.kind === "organisation" ? "organisation" : "institution"));
      return mark;
    });
    columns([
      { items: [focus], share: 1.2, focus: true },
      { title: "Partner countries", items: right, share: 1.4 },
      { title: ACTORS[actor].kind === "person" ? "Others who took part" : "Institutions there", items: far, share: 2 },
    ], links);
  }

  const widths = new Map();
  function widthOf(ctx, text) {
    const key = ctx.font + text;
    if (!widths.has(key)) widths.set(key, ctx.measureText(text).width);
    return widths.get(key);
  }
  function wrap(ctx, text, room, most) {
    const rows = [""];
    for (const word of text.split(/\s+/)) {
      const last = rows.length - 1, longer = rows[last] ? `${rows[last]} ${word}` : word;
      if (!rows[last] || widthOf(ctx, longer) <= room) rows[last] = longer;
      else if (rows.length < most) rows.push(word);
      else { rows[last] += "…"; break; }
    }
    return rows.map((row) => {
      let cut = row;
      while (cut.length > 4 && widthOf(ctx, cut) > room) cut = `${cut.replace(/…$/, "").slice(0, -1).trimEnd()}…`;
      return cut;
    });
  }
  // Where a label of width `w` is free: beside its dot, or, for the first few, further off at the
  // end of a thin line.
  const AROUND = [0, 180, 90, 270, 315, 45, 225, 135, 338, 22, 202, 158].map((degrees) => [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]);
  function labelPlace(x, y, gap, w, mayBeFar, clash) {
    for (const far of mayBeFar ? [0, 14, 28, 44] : [0]) {
      for (const [dx, dy] of AROUND) {
        const align = Math.abs(dx) < 0.3 ? "center" : dx > 0 ? "left" : "right";
        const at = { align, far, x: x + dx * (gap + far), y: y + dy * (gap + far + (align === "center" ? 5 : 1)), from: [x + dx * (gap - 4), y + dy * (gap - 4)] };
        const left = align === "left" ? at.x : align === "right" ? at.x - w : at.x - w / 2;
        const box = [left - 1, at.y - 7, left + w + 1, at.y + 7];
        if (!clash(box)) return { ...at, box };
      }
    }
    return null;
  }
  network.on("beforeDrawing", (ctx) => {
    if (!backdrop) return;
    ctx.fillStyle = paint.land; ctx.fill(land);
    ctx.fillStyle = paint.sea; ctx.fill(water);
  });
  network.on("afterDrawing", (ctx) => {
    const ratio = ctx.canvas.width / $("canvas").clientWidth;
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.lineJoin = "round"; ctx.textBaseline = "middle"; ctx.strokeStyle = paint.sea;
    const text = (words, x, y, align) => { ctx.textAlign = align; ctx.lineWidth = 3.5; ctx.strokeText(words, x, y); ctx.fillText(words, x, y); };
    const taken = [];
    const room = $("canvas").clientWidth;
    const clash = (box) => box[0] < 4 || box[2] > room - 4 || taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
    const spots = [...marks.values()].map((mark) => ({ mark, ...network.canvasToDOM({ x: mark.x, y: mark.y }) }));
    if (backdrop) spots.forEach(({ mark, x, y }) => { const r = mark.size * 0.8; taken.push([x - r, y - r, x + r, y + r]); });
    spots.sort((a, b) => (b.mark.id === pointed) - (a.mark.id === pointed) || b.mark.rank - a.mark.rank);
    for (const [number, { mark, x, y }] of spots.entries()) {
      const isPointed = mark.id === pointed;
      ctx.font = `${mark.bold || isPointed ? 600 : backdrop ? 500 : 400} ${mark.bold ? 15 : backdrop && !isPointed ? 12 : 13}px ${paint.sans}`;
      ctx.fillStyle = paint.ink;
      const gap = mark.size + 5;
      if (backdrop) {
        const w = widthOf(ctx, mark.label), free = labelPlace(x, y, gap, w, number < FAR_LABELS, clash) || (isPointed && { align: "left", x: x + gap, y, box: null });
        if (free) {
          if (free.box) taken.push(free.box);
          if (free.far) { ctx.lineWidth = 1; ctx.strokeStyle = paint.soft; ctx.beginPath(); ctx.moveTo(...free.from); ctx.lineTo(free.x, free.y); ctx.stroke(); ctx.strokeStyle = paint.sea; }
          text(mark.label, free.x, free.y, free.align);
        }
      } else if (mark.side === "under") {
        const rows = wrap(ctx, mark.label, Math.max(mark.room, 90), 2), left = Math.max(6, Math.min(x - 12, $("canvas").clientWidth - 6));
        const isLast = x > $("canvas").clientWidth / 2;
        rows.forEach((row, i) => text(row, isLast ? Math.min(x + 12, $("canvas").clientWidth - 6) : left, y + gap + 9 + 17 * i, isLast ? "right" : "left"));
      } else if (mark.side === "above") {
        // Over the lines that leave to the next column.
        const rows = wrap(ctx, mark.label, mark.room, mark.rows), edge = mark.flip ? mark.size : -mark.size;
        rows.forEach((row, i) => text(row, x + edge, y - mark.size - 9 - 15 * (rows.length - 1 - i), mark.flip ? "right" : "left"));
      } else {
        const rows = wrap(ctx, mark.label, mark.room, 2);
        rows.forEach((row, i) => text(row, x + gap, y + 15 * (i - (rows.length - 1) / 2), "left"));
      }
      if (isPointed) {
        ctx.strokeStyle = paint.accent; ctx.lineWidth = 2; ctx.beginPath(); ctx.arc(x, y, mark.size + 4, 0, 2 * Math.PI); ctx.stroke(); ctx.strokeStyle = paint.sea;
      }
    }
    ctx.font = `600 12px ${paint.sans}`; ctx.fillStyle = paint.soft;
    for (const { text: words, x, y, flip, note, foot } of headings) {
      if (backdrop) { text(note, 14, $("canvas").clientHeight - 14, "left"); continue; }
      const top = network.canvasToDOM({ x, y });
      text(words, top.x, top.y, flip ? "right" : "left");
      if (note) { const end = network.canvasToDOM({ x, y: foot }); text(note, end.x, end.y, flip ? "right" : "left"); }
    }
    ctx.restore();
  });
  function open(mark) {
    if (mark.actor !== undefined) { if (at.view !== "actor" || at.actor !== mark.actor) toActor(mark.actor); }
    else if (at.view === "country" && at.country !== mark.country) toPair(at.country, mark.country);
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
  function point(id) { pointed = id; network.redraw(); }
  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    network.unselectAll();
    if (marks.has(node)) open(marks.get(node));
    else if (lines.has(edge) && lines.get(edge).act) lines.get(edge).act();
  });
  network.on("hoverNode", ({ node, pointer }) => { point(node); tip(marks.has(node) ? marks.get(node).tip : "", pointer.DOM); $("canvas").style.cursor = "pointer"; });
  network.on("hoverEdge", ({ edge, pointer }) => { tip(lines.has(edge) ? lines.get(edge).tip : "", pointer.DOM); $("canvas").style.cursor = lines.has(edge) && lines.get(edge).act ? "pointer" : ""; });
  network.on("blurNode", () => { point(null); tip(""); $("canvas").style.cursor = ""; });
  network.on("blurEdge", () => { tip(""); $("canvas").style.cursor = ""; });
  network.on("zoom", rescaleSoon);
  $("drawing").addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const from = marks.get(pointed);
    if (way) {
      // The nearest one that lies that way, a step aside counting double; without one pointed at,
      // the one with most engagements.
      let next = null, least = Infinity;
      for (const mark of marks.values()) {
        if (!from) { if (-mark.rank < least) { least = -mark.rank; next = mark; } continue; }
        const dx = mark.x - from.x, dy = mark.y - from.y, ahead = dx * way[0] + dy * way[1], aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
        if (mark !== from && ahead > 0 && ahead + 2 * aside < least) { least = ahead + 2 * aside; next = mark; }
      }
      if (next) { point(next.id); $("said").textContent = next.tip; }
    } else if (event.key === "Enter" && from) open(from);
    else if (event.key === "Escape") up();
    else return;
    event.preventDefault();
  });
  $("drawing").addEventListener("blur", () => { if (pointed) point(null); });
  const zoom = (by) => { network.moveTo({ scale: network.getScale() * by, animation: false }); rescale(); };
  $("nearer").onclick = () => zoom(1.35);
  $("farther").onclick = () => zoom(1 / 1.35);

  // ---- filters and legend ---------------------------------------------------------------------
  function choice(name, isChosen, count, change, lead, level) {
    const box = h("input", { type: "checkbox", onchange: (event) => change(event.target.checked) });
    box.checked = isChosen;
    return h("label", { class: ["choice", count ? "" : "none", ["", "low", "lower"][Math.min(level || 0, 2)]].join(" ").trim() }, box, lead || h("span"), h("span", { class: "name" }, name), h("span", { class: "count" }, count.toLocaleString("en")));
  }
  const keep = (set, value) => (isChosen) => { isChosen ? set.add(value) : set.delete(value); changed(); };
  function changed() { remember(false); render(false); }
  function counted(facet, of) {
    const counts = new Map();
    for (const entry of passingBut(facet)) for (const value of of(entry)) counts.set(value, (counts.get(value) || 0) + 1);
    return counts;
  }
  function setChoices(id, made) {
    // The one that was changed keeps the focus though it is made anew.
    const place = $(id), at = [...place.querySelectorAll("input")].indexOf(document.activeElement);
    place.replaceChildren(place.querySelector("legend"), ...made);
    if (at >= 0) place.querySelectorAll("input")[at].focus();
  }
  function renderFilters() {
    const status = counted("status", (entry) => [entry.status]);
    setChoices("by-status", STATUSES.map((id) => choice(STATUS.get(id).word, asked.status.has(id), status.get(id) || 0, keep(asked.status, id), glyph(id))));
    const type = counted("type", (entry) => (entry.act.type ? [entry.act.type] : []));
    setChoices("by-type", [...TYPE].filter(([id]) => type.get(id) || asked.type.has(id)).sort((a, b) => (type.get(b[0]) || 0) - (type.get(a[0]) || 0)).map(([id, word]) => choice(word, asked.type.has(id), type.get(id) || 0, keep(asked.type, id))));
    const topic = counted("topic", (entry) => new Set(entry.act.topics.flatMap((one) => above[one])));
    const rows = [];
    const order = (a, b) => (topic.get(b) || 0) - (topic.get(a) || 0) || a - b;
    (function branch(these, level) {
      for (const id of these.sort(order)) if (topic.get(id) || asked.topic.has(id)) { rows.push(choice(TOPICS[id].label, asked.topic.has(id), topic.get(id) || 0, keep(asked.topic, id), null, level)); branch([...children[id]], level + 1); }
    })(TOPICS.map((_, i) => i).filter((i) => TOPICS[i].broader === null), 0);
    setChoices("by-topic", rows);
    const modality = new Map();
    WORLD.acts.forEach((act) => { if (act.modality) modality.set(act.modality, (modality.get(act.modality) || 0) + 1); });
    setChoices("by-modality", [...MODALITY].filter(([id]) => id !== "asserted").map(([id, word]) => choice(word, asked.also.has(id), modality.get(id) || 0, keep(asked.also, id))));
    $("type-note").textContent = asked.type.size ? `(${asked.type.size} chosen)` : "(any)";
    $("topic-note").textContent = asked.topic.size ? `(${asked.topic.size} chosen)` : "(any)";
    $("evidence-note").textContent = asked.origins > 1 || asked.also.size ? "(changed)" : "";
    if (document.activeElement !== $("origins")) $("origins").value = asked.origins;
    renderYears();
  }
  const everyYear = WORLD.acts.flatMap((act) => [...(act.years || []), ...act.reports.map((report) => report.published && Number(report.published.slice(0, 4)))]).filter((year) => year > 0 && year < 9999);
  const FIRST = Math.min(...everyYear, 9999), LAST = Math.max(...everyYear, 0);
  function renderYears() {
    const hasYears = FIRST <= LAST;
    $("by-years").hidden = !hasYears;
    if (!hasYears) return;
    const counts = counted("years", (entry) => (entry.years ? [Math.max(entry.years[0], FIRST)] : []));
    const n = LAST - FIRST + 1, most = Math.max(1, ...counts.values()), from = asked.from === null ? FIRST : asked.from, until = asked.until === null ? LAST : asked.until;
    $("years").setAttribute("viewBox", `0 0 ${n * 10} 46`);
    $("years").setAttribute("preserveAspectRatio", "none");
    $("years").replaceChildren(...[...Array(n).keys()].map((i) => {
      const height = counts.get(FIRST + i) ? 4 + (40 * counts.get(FIRST + i)) / most : 1.5;
      return svg("rect", { class: FIRST + i >= from && FIRST + i <= until ? "in" : null, x: i * 10 + 1, width: 8, y: 46 - height, height });
    }));
    for (const [id, value] of [["from", from], ["until", until]]) {
      Object.assign($(id), { min: FIRST, max: LAST });
      if (document.activeElement !== $(id)) $(id).value = value;
    }
  }
  for (const [id, edge] of [["from", () => FIRST], ["until", () => LAST]]) {
    $(id).addEventListener("input", () => {
      const value = $(id).value;
      if (value !== "" && !/^\d{4}$/.test(value)) return;
      asked[id] = value === "" || Number(value) === edge() ? null : Number(value);
      changed();
    });
  }
  $("origins").addEventListener("input", () => { asked.origins = Math.max(1, Number($("origins").value) || 1); changed(); });
  $("reset").onclick = () => { asked = fresh(); changed(); };
  function shape(kind) {
    const icon = svg("svg", { width: 22, height: 16, viewBox: "-11 -8 22 16", "aria-hidden": "true" });
    const fill = paint[kind];
    if (kind === "country") icon.append(svg("circle", { r: 6, fill }));
    if (kind === "institution") icon.append(svg("rect", { x: -5, y: -5, width: 10, height: 10, fill }));
    if (kind === "organisation") icon.append(svg("path", { d: "M0-7 7 0 0 7-7 0Z", fill }));
    if (kind === "person") icon.append(svg("path", { d: "M0-6.5 6.5 5.5H-6.5Z", fill }));
    return icon;
  }
  const stroke = (dashes) => svg("svg", { width: 28, height: 16, viewBox: "0 0 28 16", "aria-hidden": "true" }, svg("line", { x1: 1, x2: 27, y1: 8, y2: 8, stroke: paint.tie, "stroke-width": 3, "stroke-dasharray": dashes }));
  function renderLegend() {
    $("keys").replaceChildren(...[
      [shape("country"), "Country: the larger, the more engagements"], [shape("institution"), "Institution of a country"],
      [shape("organisation"), "International organisation"], [shape("person"), "Person"],
      [stroke(null), "Signed, ongoing or completed: the wider, the more"], [stroke("5 4"), "Only proposed, planned or ended"],
      ...STATUSES.map((status) => [glyph(status, 16), `${STATUS.get(status).word}: ${STATUS.get(status).gloss}`]),
    ].map(([icon, text]) => h("li", {}, icon, h("span", {}, text))));
  }

  // ---- search ---------------------------------------------------------------------------------
  const everyAct = tie(WORLD.acts.map((act) => ({ act })));
  const topicCounts = TOPICS.map(() => 0);
  WORLD.acts.forEach((act) => new Set(act.topics.flatMap((one) => above[one])).forEach((topic) => { topicCounts[topic] += 1; }));
  const INDEX = [
    ...COUNTRIES.map((country, i) => ({ name: country.name, other: [country.code, ...country.aliases], what: "Country", n: (everyAct.countries.get(i) || []).length, act: () => toCountry(i) })),
    ...ACTORS.map((actor, i) => ({ name: actor.name, other: properAliases(actor), what: [typeOf(actor), actor.country === null ? null : COUNTRIES[actor.country].name].filter(Boolean).join(", "), n: (everyAct.actors.get(i) || []).length, act: () => toActor(i) })),
    ...TOPICS.map((topic, i) => ({ name: topic.label, other: topic.synonyms, what: "Topic: show it only", n: topicCounts[i], act: () => { asked.topic = new Set([i]); toOverview(); } })),
  ].map((item) => ({ ...item, keys: [item.name, ...item.other].map(fold) }));
  let found = [], chosen = -1;
  function search() {
    const wanted = fold($("find").value.trim());
    found = [];
    if (wanted) {
      for (const item of INDEX) {
        let rank = 0, by = 0;
        item.keys.forEach((key, i) => {
          const place = key.indexOf(wanted);
          if (place < 0) return;
          const value = (key === wanted ? 6 : place === 0 ? 4 : /[^\p{L}\p{N}]/u.test(key[place - 1]) ? 2 : 1) + (i === 0 ? 1 : 0);
          if (value > rank) { rank = value; by = i; }
        });
        if (rank) found.push({ item, rank, by });
      }
      found.sort((a, b) => b.rank - a.rank || b.item.n - a.item.n || a.item.name.localeCompare(b.item.name, "en"));
      found = found.slice(0, FOUND_AT_ONCE);
    }
    chosen = found.length ? 0 : -1;
    renderFound();
  }
  function renderFound() {
    const isOpen = $("find").value.trim() !== "";
    $("found").hidden = !isOpen;
    $("find").setAttribute("aria-expanded", String(isOpen));
    chosen < 0 ? $("find").removeAttribute("aria-activedescendant") : $("find").setAttribute("aria-activedescendant", `found-${chosen}`);
    $("found").replaceChildren(...(found.length ? found.map(({ item, by }, i) => h("li", { id: `found-${i}`, role: "option", "aria-selected": String(i === chosen), onmousedown: (event) => { event.preventDefault(); take(i); } },
      h("bdi", {}, item.name), by > 0 && h("span", { class: "note" }, "(", h("bdi", {}, item.other[by - 1]), ")"), h("span", { class: "what" }, `${item.what} · ${item.n}`))) : [h("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing of that name")]));
    if (chosen >= 0) $(`found-${chosen}`).scrollIntoView({ block: "nearest" });
  }
  function take(i) {
    const { item } = found[i];
    $("find").value = "";
    found = []; chosen = -1;
    renderFound();
    item.act();
  }
  $("find").addEventListener("input", search);
  $("find").addEventListener("focus", search);
  $("find").addEventListener("blur", () => { $("found").hidden = true; $("find").setAttribute("aria-expanded", "false"); });
  $("find").addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { if (found.length) chosen = (chosen + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length; renderFound(); }
    else if (event.key === "Enter" && chosen >= 0) take(chosen);
    else if (event.key === "Escape") { $("find").value = ""; search(); }
    else return;
    event.preventDefault();
  });

  // ---- all together ---------------------------------------------------------------------------
  let redraw = () => {};
  function render(isMove) {
    select();
    const view = VIEWS[at.view]();
    $("trail").replaceChildren(...view.trail.map(([name, act]) => h("li", {}, act ? button(name, act) : h("span", { "aria-current": "page" }, h("bdi", {}, name)))));
    const panel = $("evidence"), scrolled = panel.scrollTop;
    panel.replaceChildren(...[view.panel].flat(3).filter(Boolean));
    panel.scrollTop = isMove ? 0 : scrolled;
    renderTables(view.tables);
    renderFilters();
    redraw = view.draw;
    redraw();
    const links = sum(shown.filter((entry) => entry.act.type !== null));
    $("said").textContent = `${view.trail[view.trail.length - 1][0]}: ${acts(links.n)} shown in all`;
    if (opened) {
      const wanted = [...panel.querySelectorAll(".act")].find((element) => element.dataset.act === opened);
      if (wanted) { wanted.scrollIntoView({ block: "start" }); wanted.focus({ preventScroll: true }); }
    } else if (isMove && $("drawing") !== document.activeElement) panel.focus({ preventScroll: true });
    document.documentElement.dataset.view = at.view;
  }
  $("whole").onclick = () => redraw();
  $("csv").onclick = saveTable;
  addEventListener("popstate", () => { recall(); render(true); });
  addEventListener("hashchange", () => { if ((location.hash || "#") !== hash()) { recall(); render(true); } });
  let sizing = null, isSized = false;
  new ResizeObserver(() => {
    clearTimeout(sizing);
    fitCanvas();
    if (isSized) sizing = setTimeout(() => redraw(), 120);
    isSized = true; // it is told of the first size too, which is drawn already
  }).observe($("drawing"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readPaint(); renderLegend(); redraw(); });
  const everything = sum(WORLD.acts.map(entryOf).filter((entry) => entry && entry.act.type !== null));
  $("scope").textContent = `${many(WORLD.articles, "article")}, ${many(COUNTRIES.length, "country", "countries")}, ${many(ACTORS.filter((actor) => actor.kind === "institution").length, "institution")}, ${acts(everything.n)} from ${origins(everything.origins)}${everything.years ? `, ${span(everything.years)}` : ""}`;
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
  readPaint();
  renderLegend();
  recall();
  render(false);
  document.documentElement.dataset.ready = "yes";
})();

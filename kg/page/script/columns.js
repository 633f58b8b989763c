/* The drawing of one country, pair or actor: columns, so that every name has a row of its own. */
function columns(parts, links, isPair) {
  const box = $("drawing").getBoundingClientRect(),
    used = parts.filter((part) => part.items.length);
  // Of a pair, the two stand at the top, and what lies between them hangs below.
  const whole = used.reduce((total, part) => total + part.share, 0),
    top = isPair ? 112 : 44;
  const placed = [];
  let left = 14;
  for (const part of used) {
    const width = ((box.width - 28) * part.share) / whole;
    const rows = Math.max(3, Math.floor((box.height - top - 24) / 31));
    const items = part.items.slice(0, rows),
      step = (box.height - top - 20) / items.length;
    part.heading = {
      text: part.title,
      x: part.flip ? left + width : left,
      y: top - 26,
      flip: part.flip,
      note: part.items.length > rows ? `${part.items.length - rows} more in the table` : "",
      foot: box.height - 10,
    };
    items.forEach((item, i) =>
      placed.push({
        ...item,
        x: part.flip ? left + width - 12 : left + 12 + (part.focus ? 10 : 0),
        y:
          isPair && part.focus
            ? 34
            : top +
              Math.min(step, 58) * (i + 0.5) +
              (isPair ? 0 : Math.max(0, (box.height - top - 20 - 58 * items.length) / 2)),
        side: part.focus
          ? "under"
          : part === used[used.length - 1] && !part.flip
            ? "right"
            : "above",
        flip: part.flip,
        rows: step > 46 ? 2 : 1,
        room: width - 26,
        bold: part.focus,
      }),
    );
    left += width;
  }
  const known = new Set(placed.map((mark) => mark.id));
  show(
    placed,
    links.filter((link) => known.has(link.from) && known.has(link.to)),
    used.filter((part) => part.title).map((part) => part.heading),
    false,
    { position: { x: box.width / 2, y: box.height / 2 }, scale: 1 },
  );
}
const countryMark = (country, group) => ({
  id: COUNTRIES[country].code,
  kind: "country",
  country,
  label: COUNTRIES[country].name,
  size: dotSize(group.length, "country"),
  rank: group.length,
  tip: `${COUNTRIES[country].name}: ${acts(group)}`,
});
const actorMark = (actor, group) => ({
  id: `actor ${ACTORS[actor].id}`,
  kind: kindOf(ACTORS[actor]),
  actor,
  label: ACTORS[actor].name,
  size: dotSize(group.length),
  rank: group.length,
  tip: `${ACTORS[actor].name}: ${acts(group)}`,
});
function line(from, to, group, act, colour) {
  const total = sum(group);
  return {
    id: `${from.id} ${to.id}`,
    from: from.id,
    to: to.id,
    act,
    group,
    width: lineWidth(total.n),
    dashes: !total.firm,
    opacity: 0.6,
    colour,
    smooth: { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.5 },
    tip: `${from.label} – ${to.label}: ${acts(group)}, ${origins(total.origins)}`,
  };
}
// Rows in the order of what they are tied to, so that lines cross less.
const byPlace = (items, placeOf) =>
  items
    .map((item, i) => [placeOf(item), i, item])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1])
    .map(([, , item]) => item);
const mean = (numbers) =>
  numbers.length ? numbers.reduce((a, b) => a + b, 0) / numbers.length : 999;
function drawCountry(country, partners, own, organisations) {
  const focus = countryMark(country, ties.countries.get(country) || []);
  const rows = new Map(partners.map(({ other }, i) => [other, i]));
  const right = partners.map(({ other, group }) => countryMark(other, group));
  const institutions = byPlace(own.slice(0, 14), (bridge) =>
    mean(
      [...bridge.partners.keys()]
        .filter((other) => rows.has(other))
        .map((other) => rows.get(other)),
    ),
  );
  const theirs = [];
  for (const [actor, countries] of ties.partners)
    if (
      ACTORS[actor].kind === "institution" &&
      rows.has(ACTORS[actor].country) &&
      countries.has(country)
    )
      theirs.push({ actor, group: countries.get(country) });
  const marked = new Map(right.map((mark) => [mark.country, mark]));
  const links = partners.map(({ other, group }) =>
    line(focus, marked.get(other), group, () => toPair(country, other)),
  );
  const mine = institutions.map((bridge) => {
    const mark = actorMark(bridge.actor, bridge.all);
    bridge.partners.forEach((group, other) => {
      if (marked.has(other))
        links.push(
          line(mark, marked.get(other), group, () => toActor(bridge.actor), "institution"),
        );
    });
    return mark;
  });
  const far = byPlace(theirs, ({ actor }) => rows.get(ACTORS[actor].country)).map(
    ({ actor, group }) => {
      const mark = actorMark(actor, group);
      links.push(
        line(marked.get(ACTORS[actor].country), mark, group, () => toActor(actor), "institution"),
      );
      return mark;
    },
  );
  const bodies = organisations.slice(0, 4).map(({ actor, group }) => {
    const mark = actorMark(actor, group);
    links.push(line(focus, mark, group, () => toActor(actor), "organisation"));
    return mark;
  });
  columns(
    [
      { items: [focus], share: 1, focus: true },
      { title: "Its institutions", items: mine, share: 2 },
      {
        title: bodies.length ? "Partners" : "Partner countries",
        items: [...right.slice(0, Math.max(4, 14 - bodies.length)), ...bodies],
        share: 1.4,
      },
      { title: "Their institutions", items: far, share: 1.8 },
    ],
    links,
  );
}
function drawPair(a, b, group) {
  const ends = [countryMark(a, group), countryMark(b, group)];
  const part = (test) => {
    const counts = new Map();
    for (const entry of group)
      for (const actor of entry.act.actors)
        if (ACTORS[actor].kind === "institution" && test(ACTORS[actor])) put(counts, actor, entry);
    return [...counts].sort((x, y) => y[1].length - x[1].length || x[0] - y[0]);
  };
  const sides = [part((actor) => actor.country === a), part((actor) => actor.country === b)],
    between = part(isOrganisation);
  const marked = new Map(
    [...sides.flat(), ...between].map(([actor, own]) => [actor, actorMark(actor, own)]),
  );
  const links = group.length ? [line(ends[0], ends[1], group, null)] : [];
  sides.forEach((side, i) =>
    side.forEach(([actor, own]) =>
      links.push(line(ends[i], marked.get(actor), own, () => toActor(actor), "institution")),
    ),
  );
  between.forEach(([actor, own]) =>
    ends.forEach((end) =>
      links.push(line(end, marked.get(actor), own, () => toActor(actor), "organisation")),
    ),
  );
  const ofPair = new Set(group);
  for (const [key, shared] of ties.institutions) {
    const [x, y] = endsOf(key);
    if (!marked.has(x) || !marked.has(y)) continue;
    const own = shared.filter((entry) => ofPair.has(entry));
    if (own.length) links.push(line(marked.get(x), marked.get(y), own, null, "institution"));
  }
  const items = (side) => side.map(([actor]) => marked.get(actor));
  columns(
    [
      { items: [ends[0]], share: 1, focus: true },
      { title: `Institutions of ${COUNTRIES[a].name}`, items: items(sides[0]), share: 2.2 },
      { title: "Organisations", items: items(between), share: 1.8 },
      {
        title: `Institutions of ${COUNTRIES[b].name}`,
        items: items(sides[1]),
        share: 2.2,
        flip: true,
      },
      { items: [ends[1]], share: 1, focus: true, flip: true },
    ],
    links,
    true,
  );
}
function drawActor(actor, partners, group) {
  const focus = actorMark(actor, group),
    links = [];
  const rows = new Map(partners.map(({ other }, i) => [other, i])),
    marked = new Map();
  const right = partners.map(({ other, group: shared }) => {
    const mark = countryMark(other, shared);
    marked.set(other, mark);
    links.push(line(focus, mark, shared, () => toCountry(other)));
    return mark;
  });
  const others = new Map();
  for (const entry of group) {
    if (ACTORS[actor].kind === "person")
      entry.act.actors
        .filter((other) => other !== actor)
        .forEach((other) => put(others, other, entry));
    else
      entry.act.ties
        .filter((pair) => pair.includes(actor))
        .forEach(([x, y]) => put(others, x === actor ? y : x, entry));
  }
  const far = byPlace([...others], ([other]) =>
    rows.has(ACTORS[other].country) ? rows.get(ACTORS[other].country) : 998,
  ).map(([other, shared]) => {
    const mark = actorMark(other, shared),
      from = marked.get(ACTORS[other].country) || focus;
    links.push(
      line(
        from,
        mark,
        shared,
        () => toActor(other),
        mark.kind === "organisation" ? "organisation" : "institution",
      ),
    );
    return mark;
  });
  columns(
    [
      { items: [focus], share: 1.2, focus: true },
      { title: "Partner countries", items: right, share: 1.4 },
      {
        title: ACTORS[actor].kind === "person" ? "Others who took part" : "Institutions there",
        items: far,
        share: 2,
      },
    ],
    links,
  );
}

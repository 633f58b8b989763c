/* Search by name and alias. */
const everyAct = tie(WORLD.acts.map((act) => ({ act })));
const topicCounts = TOPICS.map(() => 0);
WORLD.acts.forEach((act) =>
  new Set(act.topics.flatMap((one) => above[one])).forEach((topic) => {
    topicCounts[topic] += 1;
  }),
);
const INDEX = [
  ...COUNTRIES.map((country, i) => ({
    name: country.name,
    other: [country.code, ...country.aliases],
    what: "Country",
    n: (everyAct.countries.get(i) || []).length,
    act: () => toCountry(i),
  })),
  ...ACTORS.map((actor, i) => ({
    name: actor.name,
    other: properAliases(actor),
    what: [typeOf(actor), actor.country === null ? null : COUNTRIES[actor.country].name]
      .filter(Boolean)
      .join(", "),
    n: (everyAct.actors.get(i) || []).length,
    act: () => toActor(i),
  })),
  ...TOPICS.map((topic, i) => ({
    name: topic.label,
    other: topic.synonyms,
    what: "Topic: show it only",
    n: topicCounts[i],
    act: () => {
      asked.topic = new Set([i]);
      toOverview();
    },
  })),
].map((item) => ({ ...item, keys: [item.name, ...item.other].map(fold) }));
let found = [],
  chosen = -1;
function search() {
  const wanted = fold($("find").value.trim());
  found = [];
  if (wanted) {
    for (const item of INDEX) {
      let rank = 0,
        by = 0;
      item.keys.forEach((key, i) => {
        const place = key.indexOf(wanted);
        if (place < 0) return;
        const value =
          (key === wanted ? 6 : place === 0 ? 4 : /[^\p{L}\p{N}]/u.test(key[place - 1]) ? 2 : 1) +
          (i === 0 ? 1 : 0);
        if (value > rank) {
          rank = value;
          by = i;
        }
      });
      if (rank) found.push({ item, rank, by });
    }
    found.sort(
      (a, b) =>
        b.rank - a.rank || b.item.n - a.item.n || a.item.name.localeCompare(b.item.name, "en"),
    );
    found = found.slice(0, FOUND_AT_ONCE);
  }
  chosen = found.length ? 0 : -1;
  renderFound();
}
function renderFound() {
  const isOpen = $("find").value.trim() !== "";
  $("found").hidden = !isOpen;
  $("find").setAttribute("aria-expanded", String(isOpen));
  chosen < 0
    ? $("find").removeAttribute("aria-activedescendant")
    : $("find").setAttribute("aria-activedescendant", `found-${chosen}`);
  $("found").replaceChildren(
    ...(found.length
      ? found.map(({ item, by }, i) =>
          h(
            "li",
            {
              id: `found-${i}`,
              role: "option",
              "aria-selected": String(i === chosen),
              onmousedown: (event) => {
                event.preventDefault();
                take(i);
              },
            },
            h("bdi", {}, item.name),
            by > 0 && h("span", { class: "note" }, "(", h("bdi", {}, item.other[by - 1]), ")"),
            h("span", { class: "what" }, `${item.what} · ${item.n}`),
          ),
        )
      : [
          h(
            "li",
            { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" },
            "Nothing of that name",
          ),
        ]),
  );
  if (chosen >= 0) $(`found-${chosen}`).scrollIntoView({ block: "nearest" });
}
function take(i) {
  const { item } = found[i];
  $("find").value = "";
  found = [];
  chosen = -1;
  renderFound();
  item.act();
}
$("find").addEventListener("input", search);
$("find").addEventListener("focus", search);
$("find").addEventListener("blur", () => {
  $("found").hidden = true;
  $("find").setAttribute("aria-expanded", "false");
});
$("find").addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (found.length)
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
    renderFound();
  } else if (event.key === "Enter" && chosen >= 0) take(chosen);
  else if (event.key === "Escape") {
    $("find").value = "";
    search();
  } else return;
  event.preventDefault();
});

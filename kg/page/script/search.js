/* Search by name and alias, with typing errors forgiven. */
// Made when the field is first used: the names of a large page take a while to fold.
let index = null;
function makeIndex() {
  // Engagements come first, then links, of which the countries are not counted.
  let engagements = COUNT;
  while (engagements > 0 && COLUMN.type[engagements - 1] === LINK) engagements -= 1;
  const counted = ({ starts, all }, until, length) => {
    const counts = new Int32Array(length);
    for (let k = 0; k < starts[until]; k++) counts[all[k]] += 1;
    return counts;
  };
  const ofCountry = counted(column.countries, engagements, COUNTRIES.length),
    ofActor = counted(column.actors, COUNT, ACTORS.length),
    ofTopic = new Int32Array(TOPICS.length),
    seen = new Int32Array(TOPICS.length).fill(-1);
  for (let i = 0; i < COUNT; i++)
    for (let k = column.topics.starts[i]; k < column.topics.starts[i + 1]; k++)
      for (const one of above[column.topics.all[k]])
        if (seen[one] !== i) {
          seen[one] = i;
          ofTopic[one] += 1;
        }
  const items = [
    ...COUNTRIES.map((country, i) => ({
      name: country.name,
      other: [country.code, ...country.aliases],
      what: "Country",
      n: ofCountry[i],
      act: () => toCountry(i),
    })),
    ...ACTORS.map((actor, i) => ({
      name: actor.name,
      other: properAliases(actor),
      what: [typeOf(actor), actor.country === null ? null : COUNTRIES[actor.country].name]
        .filter(Boolean)
        .join(", "),
      n: ofActor[i],
      act: () => chooseActor(i),
    })),
    ...TOPICS.map((topic, i) => ({
      name: topic.label,
      other: topic.synonyms,
      what: "Topic",
      n: ofTopic[i],
      act: () => toTopic(i),
    })),
  ];
  for (const item of items) item.keys = [item.name, ...item.other].map(foldName);
  return { items, words: null, kept: ["", items] };
}
/** Every word of a name, with the items that hold it. */
function wordsOfNames() {
  if (index.words) return index.words;
  const words = (index.words = new Map());
  index.items.forEach((item, i) => {
    for (const word of new Set(item.keys.flatMap((key) => key.split(/[^\p{L}\p{N}]+/u))))
      if (word.length > 2) put(words, word, i);
  });
  return words;
}
/** How many slips (a letter more, fewer, other, or two exchanged) lie between what was typed and
    the beginning of a word; past `most` it does not matter how many. */
function slips(typed, word, most) {
  const width = typed.length;
  let before = null,
    last = Array.from({ length: width + 1 }, (_, i) => i),
    least = last[width];
  for (let i = 1; i <= Math.min(word.length, width + most); i++) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= width; j++) {
      let value = Math.min(
        last[j] + 1,
        row[j - 1] + 1,
        last[j - 1] + (word[i - 1] === typed[j - 1] ? 0 : 1),
      );
      if (i > 1 && j > 1 && word[i - 1] === typed[j - 2] && word[i - 2] === typed[j - 1])
        value = Math.min(value, before[j - 2] + 1);
      row.push(value);
      best = Math.min(best, value);
    }
    least = Math.min(least, row[width]);
    if (best > most) break;
    [before, last] = [last, row];
  }
  return least;
}
const slipsAllowed = (word) => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);
/** The items that hold a word near to each of those that were typed. */
function near(wanted) {
  const typed = wanted.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2);
  if (!typed.length || !typed.some(slipsAllowed)) return [];
  let found = null;
  for (const one of typed) {
    const most = slipsAllowed(one),
      these = new Map();
    for (const [word, items] of wordsOfNames()) {
      if (word.length < one.length - most) continue;
      // The first letter is seldom wrong, and of what is tried it leaves a tenth.
      if (word[0] !== one[0] && word[1] !== one[0] && word[0] !== one[1]) continue;
      const n = word.startsWith(one) ? 0 : most ? slips(one, word, most) : 9;
      if (n <= most)
        for (const item of items) these.set(item, Math.min(n, these.has(item) ? these.get(item) : 9));
    }
    const sofar = found;
    found = new Map(
      [...these]
        .filter(([item]) => !sofar || sofar.has(item))
        .map(([item, n]) => [item, n + (sofar ? sofar.get(item) : 0)]),
    );
  }
  // Of two that are as near, the shorter name is more of what was typed.
  return [...found].map(([i, n]) => {
    const item = index.items[i];
    return { item, rank: -n - item.name.length / 1000, by: 0 };
  });
}
let found = [],
  chosen = -1;
// "W.H.O." is WHO, and "St. Lucia" St Lucia.
const foldName = (text) => fold(text).replaceAll(".", "");
/** What two names of countries mean together: the pair. The second may not be typed to its end. */
function pairsNamed(wanted) {
  const words = wanted.split(/[\s,/–-]+/).filter((word) => word && word !== "and"),
    pairs = [];
  for (let cut = 1; cut < words.length; cut++) {
    const [first, second] = [words.slice(0, cut).join(" "), words.slice(cut).join(" ")];
    if (second.length < 2) continue;
    const isNamed = (i, test) => index.items[i].keys.some((key) => test(key.replaceAll("-", " ")));
    COUNTRIES.forEach((one, a) => {
      if (!isNamed(a, (key) => key === first)) return;
      COUNTRIES.forEach((other, b) => {
        const group = a !== b && ties.pairs.get(keyOf(a, b));
        if (group && isNamed(b, (key) => key.startsWith(second)))
          pairs.push({
            item: {
              name: `${one.name} – ${other.name}`,
              other: [],
              what: "Pair of countries",
              n: group.length,
              act: () => toPair(a, b),
            },
            rank: 5,
            by: 0,
          });
      });
    });
  }
  return pairs;
}
function search() {
  const wanted = foldName($("find").value.trim());
  found = [];
  if (wanted) {
    if (!index) index = makeIndex();
    // What holds "pas" is among what holds "pa".
    const [sofar, kept] = index.kept;
    const holding = [];
    for (const item of sofar && wanted.startsWith(sofar) ? kept : index.items) {
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
      if (rank) {
        holding.push(item);
        found.push({ item, rank, by });
      }
    }
    index.kept = [wanted, holding];
    if (found.length < FOUND_AT_ONCE) {
      const known = new Set(holding);
      found.push(...near(wanted).filter(({ item }) => !known.has(item)));
    }
    found.push(...pairsNamed(wanted));
    found.sort(
      (a, b) =>
        b.rank - a.rank || b.item.n - a.item.n || (a.item.name < b.item.name ? -1 : 1),
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

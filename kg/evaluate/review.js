"use strict";
(() => {
  const SIGNS = { right: "✓", differs: "≠", missed: "−", spurious: "+" };
  const OUTCOMES = Object.keys(SIGNS);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (id) => document.getElementById(id);
  const numbers = (text) => (text ? text.split(" ") : []);

  const parts = all("article").map((article) => ({
    article,
    entry: document.querySelector(`#list li[data-part="${article.dataset.part}"]`),
    name: all("h2, .text h3", article).map((one) => one.textContent).join(" ").toLowerCase(),
    facts: all(".fact", article),
    groups: all("tbody[data-type]", article),
    marks: all("mark", article).map((mark) => ({
      mark, facts: numbers(mark.dataset.facts), starts: numbers(mark.dataset.starts),
    })),
  }));
  for (const part of parts) {
    part.row = new Map(part.facts.map((fact) => [fact.dataset.number, fact]));
  }

  const chosen = (id) =>
    new Set(all("input", one(id)).filter((box) => box.checked).map((box) => box.value));
  const outcomesOf = (part, facts) => {
    const found = new Set(facts.map((fact) => part.row.get(fact))
      .filter((row) => !row.hidden).map((row) => row.dataset.outcome));
    return OUTCOMES.filter((outcome) => found.has(outcome));
  };

  function filter() {
    const outcomes = chosen("by-outcome"), types = chosen("by-type");
    const wanted = one("find").value.trim().toLowerCase();
    let facts = 0, articles = 0;
    for (const part of parts) {
      let here = 0;
      for (const row of part.facts) {
        row.hidden = !(outcomes.has(row.dataset.outcome) && types.has(row.dataset.type));
        here += !row.hidden;
      }
      for (const group of part.groups) {
        group.hidden = all(".fact", group).every((row) => row.hidden);
      }
      for (const { mark, facts, starts } of part.marks) {
        const shown = outcomesOf(part, facts), signs = outcomesOf(part, starts);
        const here = mark.classList.contains("here");
        mark.className = [...shown, ...(here ? ["here"] : [])].join(" ");
        mark.dataset.sign = signs.map((outcome) => SIGNS[outcome]).join("");
      }
      const hidden = !part.name.includes(wanted) || (one("hide").checked && !here);
      part.article.hidden = part.entry.hidden = hidden;
      if (!hidden) {
        facts += here;
        articles += 1;
      }
    }
    one("said").textContent =
      `${facts} ${facts === 1 ? "fact" : "facts"} in ${articles} ` +
      `${articles === 1 ? "article" : "articles"} shown`;
  }

  function clear() {
    for (const element of all(".here")) element.classList.remove("here");
    for (const button of all("button[aria-pressed=true]")) {
      button.setAttribute("aria-pressed", "false");
    }
  }

  // From a fact to its place in the text, and back.
  function showFact(part, row) {
    const button = row.querySelector("button");
    const again = button.getAttribute("aria-pressed") === "true";
    clear();
    if (again) return;
    button.setAttribute("aria-pressed", "true");
    row.classList.add("here");
    const marks = part.marks.filter(({ facts }) => facts.includes(row.dataset.number));
    for (const { mark } of marks) mark.classList.add("here");
    if (marks.length) marks[0].mark.scrollIntoView({ block: "nearest" });
  }
  function showMark(part, { mark, facts }) {
    clear();
    mark.classList.add("here");
    const rows = facts.map((fact) => part.row.get(fact)).filter((row) => !row.hidden);
    for (const row of rows) row.classList.add("here");
    if (rows.length) rows[0].scrollIntoView({ block: "nearest" });
  }
  for (const part of parts) {
    for (const row of part.facts) {
      const button = row.querySelector("button");
      if (button) button.addEventListener("click", () => showFact(part, row));
    }
    for (const entry of part.marks) {
      entry.mark.addEventListener("click", () => showMark(part, entry));
    }
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") clear();
  });

  one("filters").addEventListener("input", filter);
  one("filters").addEventListener("submit", (event) => event.preventDefault());
  one("all").addEventListener("click", () => {
    for (const box of all("#by-outcome input, #by-type input")) box.checked = true;
    one("find").value = "";
    one("hide").checked = false;
    filter();
  });
  // A browser that comes back to the page may have kept what was ticked.
  filter();
  document.documentElement.dataset.ready = "";
})();

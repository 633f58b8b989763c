"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (id) => document.getElementById(id);
  const choices = JSON.parse(one("choices").textContent);
  const LISTS = ["party", "topic"];

  const doubts = all("article").map((article) => ({
    article,
    id: article.dataset.id,
    kind: article.dataset.kind,
    text: article.textContent.toLowerCase(),
    radios: all("input[type=radio]", article),
    fields: article.querySelector(".fields"),
    why: article.querySelector(".why"),
  }));

  const chosen = (doubt) => doubt.radios.find((radio) => radio.checked).value;

  /** What the fields of a correction set: an empty field leaves what there is. */
  function changes(doubt) {
    const set = {};
    for (const field of all("[data-field]", doubt.fields)) {
      const name = field.dataset.field, value = field.value.trim();
      if (!value) continue;
      if (value.toLowerCase() === "none") set[name] = null;
      else set[name] = LISTS.includes(name) ? value.split(/[\s,]+/).filter(Boolean) : value;
    }
    return set;
  }

  /** The decision on a doubt as an object of the file, in the order of its keys; null for none. */
  function decision(doubt) {
    const value = chosen(doubt);
    if (value === "") return null;
    const made = { ...choices[doubt.id][value === "correct" ? 0 : Number(value)] };
    if (value === "correct") {
      made.decide = "correct";
      made.set = changes(doubt);
      if (!Object.keys(made.set).length) return null;
    }
    const { decide, targets, set, ground } = made;
    return {
      decide, targets, ...(set ? { set } : {}), who: one("who").value.trim(), when: one("when").value,
      ...(doubt.why.value.trim() ? { why: doubt.why.value.trim() } : {}), ground,
    };
  }

  function update() {
    const made = doubts.map(decision).filter(Boolean);
    const named = one("who").value.trim() && one("when").value;
    const lines = named ? made.map((each) => JSON.stringify(each) + "\n").join("") : "";
    one("lines").value = lines;
    one("save").disabled = !lines;
    one("counted").textContent = !made.length ? "None yet."
      : `${made.length} decided` + (named ? "." : "; say who decides, and on which day.");
    filter();
  }

  function filter() {
    const kinds = new Set(all("input:checked", one("by-kind")).map((box) => box.value));
    const wanted = one("find").value.trim().toLowerCase();
    let shown = 0;
    for (const doubt of doubts) {
      if (doubt.fields) doubt.fields.hidden = chosen(doubt) !== "correct";
      const decided = one("open").checked && chosen(doubt) !== ""
        && !doubt.article.contains(document.activeElement);
      doubt.article.hidden = !kinds.has(doubt.kind) || decided || !doubt.text.includes(wanted);
      doubt.article.classList.toggle("decided", chosen(doubt) !== "");
      shown += !doubt.article.hidden;
    }
    one("said").textContent = `${shown} of ${doubts.length} shown.`;
  }

  function save() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([one("lines").value], { type: "application/jsonl" }));
    link.download = "kg-decisions.jsonl";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  for (const form of [one("filters"), one("decisions")]) {
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", update);
  }
  one("doubts").addEventListener("input", update);
  one("save").addEventListener("click", save);
  const now = new Date();
  one("when").value = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((number) => String(number).padStart(2, "0")).join("-");
  update();
  document.documentElement.dataset.ready = "";
})();

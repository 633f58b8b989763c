"""What a user's table of 110,000 institutions costs: import, start, extraction.

    .venv/bin/python bench/registry.py [ARTICLES.jsonl ...]

A data dump in the form of ROR's (schema 2, zipped) is made from a seed: universities, hospitals,
ministries, companies of all countries, with names in two languages, acronyms of two to five
letters, names that are ordinary words, people's names and places, and names of our own rows. It is
imported; then the same articles are read with the table and without, turn by turn in one run, and
the medians compared. Then it is said what the table changed in the institutions that were found:
with `--gold FACTS.jsonl` also how precise they are, with it and without.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import re
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from kg.resources import data_path

ORGANISATIONS, ROUNDS, PASSES = 110_000, 5, 5
_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"


def rows(name: str) -> list[dict[str, str]]:
    with data_path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ror_id(number: int) -> str:
    """The address that ROR would give to `number`, with its check digits."""
    text, rest = "", number
    for _ in range(6):
        rest, digit = divmod(rest, 32)
        text = _DIGITS[digit] + text
    return f"https://ror.org/0{text}{98 - number * 100 % 97:02}"


def organisations(seed: int, count: int) -> Iterator[dict[str, Any]]:
    """Records of a dump that is as hard on a reader as the real one: half of the names are like
    those that news has, some are ordinary words, and acronyms are shared by dozens."""
    dice = random.Random(seed)
    countries = [row["iso2"] for row in rows("country_names.csv")]
    named = {row["iso2"]: row["name"] for row in rows("country_names.csv")}
    cities = [(row["name"], row["iso2"]) for row in rows("cities.csv")]
    given = [row["name"] for row in rows("given_names.csv")]
    surnames = [name.split()[-1] for name in (row["name"] for row in rows("leaders.csv"))]
    fields = [word.title() for row in rows("topics.csv") for word in [row["label"]]]
    plain = [row["wording"].title() for table in ("act_objects.csv", "health_terms.csv")
             for row in rows(table) if re.fullmatch("[a-z]{4,}( [a-z]{4,})?", row["wording"])]
    own = [row for row in rows("institutions.csv") if row["country"] != "INT"]
    dice.shuffle(own)
    heads = {"education": ("University", "University of {}", "{} Medical College",
                           "{} University of Science and Technology"),
             "healthcare": ("{} General Hospital", "{} Hospital", "St. {}'s Hospital",
                            "{} Medical Center", "{} Heart Clinic"),
             "facility": ("{} Research Institute", "Institute of {}", "{} Laboratory"),
             "government": ("Ministry of {}", "Department of {}", "National {} Agency"),
             "nonprofit": ("{} Foundation", "{} Society", "Friends of {}", "{}"),
             "company": ("{} Pharma Ltd", "{} Inc.", "{} Group", "{}"),
             "funder": ("{} Fund", "{} Trust")}
    kinds = list(heads)
    for number in range(1, count + 1):
        kind = dice.choice(kinds)
        city, country = dice.choice(cities)
        draw = dice.random()
        if draw < 0.45:
            core = city
        elif draw < 0.6:
            core = dice.choice(surnames)
        elif draw < 0.7:
            core = f"{dice.choice(given)} {dice.choice(surnames)}"
        elif draw < 0.85:
            core = f"{city} {dice.choice(fields)}"
        else:
            core = dice.choice(plain)
        if draw >= 0.45:
            country = dice.choice(countries)
        name = dice.choice(heads[kind]).format(core)
        if name == "University":
            name = f"{core} University"
        names = [{"value": name, "types": ["ror_display", "label"], "lang": "en"}]
        if own and number % 50 == 0:
            row = own.pop()
            name, country = row["name"], row["country"]
            names = [{"value": name, "types": ["ror_display", "label"], "lang": "en"}]
        if dice.random() < 0.5:
            names.append({"value": f"{name} of {named[country]}", "types": ["alias"],
                          "lang": "en"})
        if dice.random() < 0.4:
            names.append({"value": f"Instituto {core} {dice.choice(surnames)}",
                          "types": ["label"], "lang": "es"})
        if dice.random() < 0.45:
            letters = "".join(word[0] for word in name.split() if word[0].isupper())
            acronym = letters if len(letters) > 1 else "".join(
                dice.choices("ABCDEFGHIMNOPRSTU", k=dice.randint(2, 5)))
            names.append({"value": acronym[:6], "types": ["acronym"], "lang": None})
        yield {
            "id": ror_id(number * 9301), "names": names, "types": [kind],
            "status": dice.choices(("active", "inactive", "withdrawn"), (95, 3, 2))[0],
            "established": dice.randint(1800, 2024), "domains": [], "links": [],
            "locations": [{"geonames_id": number, "geonames_details": {
                "country_code": country, "country_name": named[country], "name": city,
                "lat": 0.0, "lng": 0.0}}],
            "external_ids": [{"type": "wikidata", "all": [f"Q{9_000_000 + number}"],
                              "preferred": f"Q{9_000_000 + number}"}],
            "relationships": [{"type": "parent", "label": "", "id": ror_id(
                dice.randint(1, count) * 9301)}] if dice.random() < 0.2 else [],
            "admin": {"created": {"date": "2018-11-14", "schema_version": "1.0"},
                      "last_modified": {"date": "2026-10-01", "schema_version": "2.1"}},
        }


def write_dump(path: Path, seed: int, count: int) -> None:
    content = json.dumps(list(organisations(seed, count)), indent=2)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("v2.0-made-from-a-seed-ror-data.json", content)


def articles(paths: Sequence[Path]) -> list[Any]:
    from kg.model import Article

    return [Article(id=row["id"], text=row["text"], title=row.get("title") or "",
                    date=row.get("date"), publisher=row.get("publisher"))
            for path in paths for row in map(json.loads, path.read_text("utf-8").splitlines())]


def measure(paths: Sequence[Path], table: str) -> dict[str, float]:
    """One side, in this process: load, first pass, further passes, memory."""
    begin = time.process_time()
    from kg.extract import extract, load_lexicon
    from kg.registry import open_registry

    bare = time.process_time() - begin
    _, index = open_registry(Path(table) if table else None)
    lexicon = load_lexicon(index)
    load = time.process_time() - begin - bare
    read = articles(paths)
    begin = time.process_time()
    for article in read:
        extract(article, lexicon)
    first = time.process_time() - begin
    begin = time.process_time()
    for _ in range(PASSES):
        for article in read:
            extract(article, lexicon)
    again = (time.process_time() - begin) / PASSES
    return {"load": load, "first": first, "again": again,
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def compare(paths: Sequence[Path], table: Path) -> None:
    sides: dict[str, list[dict[str, float]]] = {"": [], str(table): []}
    for _ in range(ROUNDS):
        for side, found in sides.items():
            out = subprocess.run(
                [sys.executable, __file__, "--side", side or "none", *map(str, paths)],
                capture_output=True, text=True, check=True, env=os.environ)
            found.append(json.loads(out.stdout))
    print(f"\n{'one core':34}{'without':>10}{'with':>10}{'ratio':>8}")
    for name, unit in (("load", "seconds to load"), ("first", "seconds, articles read once"),
                       ("again", "seconds, read again"), ("memory", "peak memory, MB")):
        a, b = (median(one[name] for one in found) for found in sides.values())
        print(f"{unit:34}{a:10.3f}{b:10.3f}{b / a:8.3f}")


def differences(paths: Sequence[Path], table: Path, gold: Sequence[Path]) -> None:
    """What the table changes in the institutions that are found."""
    from kg.extract import extract, load_lexicon
    from kg.registry import fold_institution, open_registry

    coded = {row["article"]: row for path in gold
             for row in map(json.loads, path.read_text("utf-8").splitlines())}
    _, index = open_registry(table)
    sides = load_lexicon(), load_lexicon(index)
    changed, brought, counts = 0, 0, [[0, 0], [0, 0]]
    for article in articles(paths):
        found = [extract(article, lexicon).institutions for lexicon in sides]
        told = [{(one.name, one.country, one.type) for one in side} for side in found]
        changed += told[0] != told[1]
        brought += sum((one.registry_id or "").startswith("ror-") for one in found[1])
        if article.id in coded:
            names = [({fold_institution(name) for name in (one["name"], *one["aliases"])},
                      one["country"]) for one in coded[article.id]["institutions"]]
            for side, count in zip(found, counts, strict=True):
                for one in side:
                    keys = {fold_institution(name) for name in (one.name, *one.aliases)}
                    count[0] += any(keys & them and one.country == code for them, code in names)
                    count[1] += 1
    print(f"\narticles whose institutions differ: {changed}; "
          f"institutions from the table: {brought}")
    if coded:
        print("precision of institutions without and with: " + ", ".join(
            f"{right / found:.4f} ({right} of {found})" for right, found in counts if found))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("articles", nargs="*", type=Path)
    parser.add_argument("--gold", nargs="*", type=Path, default=[])
    parser.add_argument("--count", type=int, default=ORGANISATIONS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--side", help=argparse.SUPPRESS)
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    paths = given.articles or sorted(data_path("articles").glob("*.jsonl"))
    if given.write:
        write_dump(given.write, given.seed, given.count)
        return
    if given.side:
        print(json.dumps(measure(paths, "" if given.side == "none" else given.side)))
        return
    with TemporaryDirectory() as folder:
        dump, table = Path(folder, "ror.zip"), Path(folder, "kg-registry.csv")
        # In a process of its own: the peak memory of those that are measured begins with ours.
        subprocess.run([sys.executable, __file__, "--write", str(dump), "--seed",
                        str(given.seed), "--count", str(given.count)], check=True)
        print(f"{given.count} organisations, seed {given.seed}; "
              f"dump {dump.stat().st_size >> 20} MB")
        begin = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "kg", "registry", "import", str(dump), "--registry", str(table)],
            capture_output=True, text=True, check=False)
        print(f"import: {time.perf_counter() - begin:.1f} s (status {done.returncode}), table "
              f"{table.stat().st_size >> 20} MB, index "
              f"{Path(f'{table}.index').stat().st_size >> 20} MB")
        print("\n".join(done.stderr.splitlines()[-2:]))
        compare(paths, table)
        differences(paths, table, given.gold)


if __name__ == "__main__":
    main()

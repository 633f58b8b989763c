"""Records of other registers -> rows of a user's table, joined to what is known.

    shipped rows, rows of the user's table, records -> rows of the user's table, report

One name in one country is one thing, and so is one identifier. Where a record is a shipped row,
the user's table gets a row with the id of that one, which adds names and identifiers to it. Where
a name could mean two, or names and identifiers do not agree, nothing is joined and the clash is
reported: an identifier that is missing can be added later, one that is wrong goes on into every
link made with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from kg.ids import digest, slug
from kg.registry.names import fold_institution
from kg.registry.records import Record, type_of
from kg.registry.registry import Registry
from kg.registry.table import Registered

__all__ = ["Adopted", "Note", "adopt"]

#: Longer names are descriptions.
_LONGEST_NAME: Final = 200
#: So many digits tell two rows of one name apart.
_DIGITS: Final = 8


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a record that its user should see: `kind` is clash or differs."""

    kind: str
    source: str
    key: str
    name: str
    detail: str


@dataclass(slots=True)
class Adopted:
    """The rows of the user's table as they are to be, and what became of the records.

    `joined` are records that are shipped rows, `withdrawn` those that their register has taken
    back: a row made from one before goes.
    """

    rows: dict[str, Registered] = field(default_factory=dict)
    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    joined: int = 0
    inactive: int = 0
    withdrawn: int = 0
    notes: list[Note] = field(default_factory=list)


def adopt(
    records: Iterable[tuple[str, Record]], shipped: Registry, present: Mapping[str, Registered]
) -> Adopted:
    """Join `records`, each with the name of its source, to what is known.

    `present` are the rows of the user's table by id. The same records twice change nothing.
    """
    return _Adoption(shipped, present).take([
        (source, _cleaned(record)) for source, record in records])


def _cleaned(record: Record) -> Record:
    """Without what a table of ours cannot hold: the bar parts values there."""
    def clean(names: tuple[str, ...]) -> tuple[str, ...]:
        plain = ("".join(char for char in name.replace("|", "/") if char.isprintable()).strip()
                 for name in names)
        return tuple(dict.fromkeys(name for name in plain if name and len(name) <= _LONGEST_NAME))

    names = clean(record.names)
    return replace(record, names=names or (record.key,), acronyms=clean(record.acronyms))


class _Adoption:
    def __init__(self, shipped: Registry, present: Mapping[str, Registered]) -> None:
        self.shipped = shipped
        self.result = Adopted(rows=dict(present))
        self.rows = self.result.rows
        #: Ids of rows by identifier; shipped ones are theirs that are first.
        self.by_match: dict[str, str] = {}
        for row in (*shipped, *present.values()):
            for match in row.matches:
                self.by_match.setdefault(match, row.id)
        self.by_name: defaultdict[tuple[str, str | None], set[str]] = defaultdict(set)
        for row in present.values():
            self.by_name[fold_institution(row.names[0]), row.country].add(row.id)

    def take(self, records: list[tuple[str, Record]]) -> Adopted:
        result = self.result
        result.read = len(records)
        active = [(source, record) for source, record in records if record.status != "withdrawn"]
        for _, record in records:
            if record.status == "withdrawn":
                self._withdraw(record)
        claims = self._claims(active)
        namesakes: defaultdict[tuple[str, str | None], int] = defaultdict(int)
        for _, record in active:
            namesakes[fold_institution(record.names[0]), record.country] += 1
        ids: dict[str, str] = {}
        for position, (source, record) in enumerate(active):
            result.inactive += record.status == "inactive"
            known = claims.get(position)
            if known is not None:
                ids[record.key] = self._add_to_shipped(source, record, known)
            else:
                is_alone = namesakes[fold_institution(record.names[0]), record.country] == 1
                ids[record.key] = self._put(source, record, is_alone)
        self._settle_parents(active, ids)
        return result

    # -- which shipped row a record is ---------------------------------------------------------

    def _claims(self, records: list[tuple[str, Record]]) -> dict[int, Registered]:
        """The shipped row that a record is, by its position."""
        by_row: defaultdict[str, list[tuple[int, bool]]] = defaultdict(list)
        for position, (source, record) in enumerate(records):
            by_id = {self.by_match[match] for match in _matches(record) if match in self.by_match}
            by_id = {id_ for id_ in by_id if self.shipped.get(id_) is not None}
            if record.id and self.shipped.get(record.id) is not None:
                by_id.add(record.id)
            by_name = self._named(record)
            found = by_id or (by_name if record.status == "active" else set())
            if len(found) > 1:
                self._note("clash", source, record, "may be any of " + ", ".join(sorted(found)))
            elif found:
                (id_,) = found
                row = self.shipped.get(id_)
                assert row is not None
                if by_id and not by_name and record.country != row.country:
                    self._note("clash", source, record, f"has the identifier of {id_}, and neither "
                               "its name nor its country; the identifier is left out")
                    records[position] = source, replace(record, ror="", wikidata="")
                    continue
                if not by_id and (other := _disagreement(row, record)):
                    self._note("clash", source, record, f"has the name of {id_}, which is {other}")
                    continue
                if by_id and by_name and by_id.isdisjoint(by_name):
                    self._note("clash", source, record,
                               f"is {id_} by its identifier, and {', '.join(sorted(by_name))} by "
                               "its name; the identifier counts")
                by_row[id_].append((position, bool(by_id)))
        claims: dict[int, Registered] = {}
        for id_, places in by_row.items():
            row = self.shipped.get(id_)
            assert row is not None
            sure = [position for position, is_sure in places if is_sure]
            alike = [position for position, _ in places if fold_institution(
                records[position][1].names[0]) == fold_institution(row.names[0])]
            chosen = sure or (alike if len(alike) == 1 else
                              [places[0][0]] if len(places) == 1 else [])
            for position, _ in places:
                if position in chosen:
                    claims[position] = row
                else:
                    self._note("clash", *records[position],
                               f"has a name of {id_}, and so has another record")
        return claims

    def _named(self, record: Record) -> set[str]:
        """The shipped rows that have a name of the record in its country, or are international."""
        found: set[str | None] = set()
        for name in record.names:
            key = fold_institution(name)
            found.add(self.shipped.find(key, record.country))
            if " " in key:
                found.add(self.shipped.find(key, None))
        return {id_ for id_ in found if id_ is not None}

    def _add_to_shipped(self, source: str, record: Record, row: Registered) -> str:
        kind = type_of(record.types, record.names[0])
        if record.types and kind not in (row.type, "other"):
            self._note("differs", source, record, f"is {kind} there, {row.type} as {row.id}")
        known = self.rows.get(row.id)
        base = known or Registered(row.id, row.type, row.country, row.names[:1])
        names = (*base.names, *(name for name in (*record.names, *record.acronyms)
                                if name not in row.names))
        self._store(replace(
            base, names=tuple(dict.fromkeys(names)),
            acronyms=tuple(dict.fromkeys((*base.acronyms, *(
                one for one in record.acronyms if one not in row.names)))),
            ror=base.ror or ("" if row.ror else record.ror),
            wikidata=base.wikidata or ("" if row.wikidata else record.wikidata),
            source=_sources(base.source, source)), joined=True)
        return row.id

    # -- rows of the user's own ----------------------------------------------------------------

    def _put(self, source: str, record: Record, is_alone: bool) -> str:
        known = self._present(source, record, is_alone)
        kind = type_of(record.types, record.names[0])
        if known is None:
            row = Registered(
                self._new_id(record), kind, record.country,
                tuple(dict.fromkeys((*record.names, *record.acronyms))), record.acronyms,
                record.ror, record.wikidata, (), record.status, source)
        else:
            row = replace(
                known, type=known.type if kind == "other" else kind,
                names=tuple(dict.fromkeys((*record.names, *record.acronyms, *known.names))),
                acronyms=tuple(dict.fromkeys((*record.acronyms, *known.acronyms))),
                ror=known.ror or record.ror, wikidata=known.wikidata or record.wikidata,
                status=record.status, source=_sources(known.source, source))
            if known.source != source and known.names[0] != row.names[0]:
                # What came first keeps its name.
                row = replace(row, names=tuple(dict.fromkeys((known.names[0], *row.names))))
        self._store(row)
        return row.id

    def _present(self, source: str, record: Record, is_alone: bool) -> Registered | None:
        """The row of the user's table that a record is."""
        for match in _matches(record):
            if self.by_match.get(match) in self.rows:
                return self.rows[self.by_match[match]]
        if record.id in self.rows:
            return self.rows[record.id]
        named = self.by_name.get((fold_institution(record.names[0]), record.country), set())
        if len(named) == 1 and is_alone:
            row = self.rows[next(iter(named))]
            other = _disagreement(row, record)
            if not other and self.shipped.get(row.id) is None:
                return row
            if other:
                self._note("clash", source, record, f"has the name of {row.id}, which is {other}")
        return None

    def _new_id(self, record: Record) -> str:
        if record.ror:
            return "ror-" + record.ror.rpartition("/")[2]
        wanted = slug(record.id) or (f"wikidata-{record.wikidata.lower()}" if record.wikidata
                                     else f"{(record.country or 'int').lower()}-"
                                          f"{slug(record.names[0])}".rstrip("-"))
        if wanted in self.rows or self.shipped.get(wanted) is not None or "-" not in wanted:
            return f"{wanted}-{digest(record.key)[:_DIGITS]}"
        return wanted

    def _store(self, row: Registered, *, joined: bool = False) -> None:
        result, before = self.result, self.rows.get(row.id)
        result.joined += joined
        if before == row:
            result.unchanged += 1
            return
        result.added += before is None
        result.changed += before is not None
        self.rows[row.id] = row
        for match in row.matches:
            self.by_match.setdefault(match, row.id)
        self.by_name[fold_institution(row.names[0]), row.country].add(row.id)

    def _withdraw(self, record: Record) -> None:
        self.result.withdrawn += 1
        for match in _matches(record):
            id_ = self.by_match.get(match)
            if id_ in self.rows and self.shipped.get(id_) is None:
                del self.rows[id_]
                del self.by_match[match]

    def _settle_parents(self, records: list[tuple[str, Record]], ids: Mapping[str, str]) -> None:
        """Parents by the id of their row; those that no row stands for are left out."""
        for _, record in records:
            parents = {self._parent(parent, ids) for parent in record.parents} - {""}
            id_ = ids[record.key]
            row = self.rows[id_]
            together = tuple(sorted((parents | set(row.parents)) - {id_}))
            if together != row.parents:
                self.rows[id_] = replace(row, parents=together)

    def _parent(self, parent: str, ids: Mapping[str, str]) -> str:
        id_ = ids.get(parent) or self.by_match.get(parent) or parent
        return id_ if id_ in self.rows or self.shipped.get(id_) is not None else ""

    def _note(self, kind: str, source: str, record: Record, detail: str) -> None:
        self.result.notes.append(Note(kind, source, record.key.partition("\n")[0],
                                      record.names[0], detail))


def _matches(record: Record) -> tuple[str, ...]:
    return Registered("", "", None, (), ror=record.ror, wikidata=record.wikidata).matches


def _disagreement(row: Registered, record: Record) -> str:
    """The identifier that says that two of one name are not one thing; empty where none does."""
    if row.ror and record.ror and row.ror != record.ror:
        return row.ror
    if row.wikidata and record.wikidata and row.wikidata != record.wikidata:
        return row.wikidata
    return ""


def _sources(before: str, source: str) -> str:
    return "|".join(dict.fromkeys(filter(None, (*before.split("|"), source))))

"""Results as rows: what the command prints, and what the report holds.

    measures, roles, figures, … -> Table

A row is a dict of plain values; all rows of a table have the same columns. `about` says in one
line what the table was computed on, `basis` the same for programs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import networkx as nx

from kg.model import World
from kg.network.backbone import Backbone
from kg.network.bridges import Bridge
from kg.network.brokerage import Broker
from kg.network.communities import Communities
from kg.network.measures import Basis, Measures, basis_of
from kg.network.mixing import Mixing
from kg.network.overall import Overall
from kg.network.prediction import FEWEST_TRIED, Prediction
from kg.network.reference import Reference
from kg.network.ties import Tie
from kg.network.windows import Change

__all__ = [
    "Table", "backbone_table", "bridge_table", "broker_table", "change_table", "columns_of",
    "community_table", "figure_table", "group_table", "node_table", "partner_table",
    "prediction_table", "standing_table", "told",
]

Row = dict[str, Any]

_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a name. `more` are figures of the whole beside the rows; `notes` say where a
    figure is an estimate, or how to read it; `total` is how many rows there are where only the
    first were asked for."""

    name: str
    about: str
    rows: tuple[Row, ...]
    basis: Basis | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    total: int = 0

    def record(self) -> Row:
        """The table for JSON: basis, what goes beside the rows, and the rows."""
        basis = {} if self.basis is None else {"basis": {
            name: dict(value) if isinstance(value, Mapping) else value
            for name, value in asdict(self.basis).items()}}
        notes = {"notes": list(self.notes)} if self.notes else {}
        return {**basis, **self.more, **notes, "rows": list(self.rows)}


def told(basis: Basis) -> str:
    """What a result rests on, in one line.

    >>> told(Basis("countries", 3, 1, 2, 1, 0, 1, "2018", "2018", {"topics": "any"}))
    'countries: 3 nodes, 1 tie in 2 parts; from 1 engagement of 1 independent origin, 2018'
    """
    period = "" if not basis.first else (
        f", {basis.first}" if basis.first == basis.last else f", {basis.first} to {basis.last}")
    acts = [_counted(basis.articles, "article")] if basis.articles is not None else [
        _counted(basis.engagements, "engagement"),
        *([_counted(basis.links, "link")] if basis.links else [])]
    direction = ", directed" if basis.directed else ""
    usual = {"any", "1", "signed, ongoing, completed", "asserted"}
    filters = "".join(f"; {name.replace('_', ' ')}: {value}"
                      for name, value in basis.filters.items() if value not in usual)
    return (f"{basis.kind}{direction}: {_counted(basis.nodes, 'node')}, "
            f"{_counted(basis.ties, 'tie')} in {_counted(basis.components, 'part')}; from "
            f"{' and '.join(acts)} of {_counted(basis.origins, 'independent origin')}"
            f"{period}{filters}")


def bridge_table(
    bridges: Sequence[Bridge], reference: Reference, *, top: int | None = None
) -> Table:
    """A row for each institution that links countries."""
    rows = []
    for bridge in bridges[:top]:
        entity = bridge.institution
        rows.append({
            "institution": entity.name, "type": entity.type,
            "country": _country(entity.country, reference), "links": len(bridge.partners),
            **_acts(bridge.tie),
            "with": ", ".join(reference.country(p.country).name for p in bridge.partners),
            "parts": "; ".join(" – ".join(reference.country(one).name for one in pair)
                               for pair in bridge.parts),
            "cuts_off": ", ".join(reference.country(one).name for one in bridge.cuts_off),
            **_evidence(bridge.tie), "id": entity.id,
        })
    count = len(bridges)
    verb = "links" if count == 1 else "link"
    return Table("bridges", f"{_counted(count, 'institution')} {verb} countries", tuple(rows),
                 total=count)


def partner_table(
    bridges: Sequence[Bridge], world: World, reference: Reference, *, top: int | None = None
) -> Table:
    """A row for each institution and country it works with: since when, on what, with what
    status, on what evidence."""
    names = {entity.id: entity.name for entity in world.entities}
    rows = []
    for bridge in bridges[:top]:
        parted = {country for pair in bridge.parts for country in pair}
        for partner in bridge.partners:
            tie = partner.tie
            rows.append({
                "institution": bridge.institution.name,
                "country": _country(bridge.institution.country, reference),
                "with": reference.country(partner.country).name,
                "institutions": "; ".join(names[one] for one in partner.institutions),
                **_acts(tie), "undated": tie.undated,
                "statuses": _counts(tie.statuses), "types": _counts(tie.types),
                "topics": "; ".join(f"{reference.topic(topic).label}: {count}"
                                    for topic, count in tie.topics.items()),
                "only_tie": int(partner.country in parted),
                **_evidence(tie), "acts": "; ".join(tie.acts), "id": bridge.institution.id,
            })
    return Table("partners", f"{_counted(len(rows), 'country')} that institutions work with"
                 if len(rows) == 1 else f"{len(rows):,} partner countries of "
                 f"{_counted(len(bridges[:top]), 'institution')}", tuple(rows))


def node_table(measures: Measures, *, top: int | None = None) -> Table:
    """A row for each node, with its measures."""
    rows = tuple(
        {"name": one.label, "kind": one.kind, **one.values, "id": one.node}
        for one in measures.nodes[:top])
    return Table("nodes", told(measures.basis), rows, measures.basis, notes=measures.basis.notes,
                 total=len(measures.nodes))


def broker_table(
    network: nx.Graph[str], brokers: Sequence[Broker], by: str, *, top: int | None = None
) -> Table:
    """A row for each node that mediates between two that are not tied."""
    basis = basis_of(network)
    rows = tuple(
        {"name": one.label, by: one.group or "", **one.roles, "total": one.total,
         "between_unlinked": "; ".join(f"{a} – {b}: {count}" for a, b, count in one.unlinked),
         "id": one.node}
        for one in brokers[:top])
    notes = () if network.is_directed() else (
        "without direction each pair counts both ways, as in UCINET and sna",)
    return Table("brokers", f"brokerage by {by}; {told(basis)}", rows, basis, notes=notes,
                 total=len(brokers))


def group_table(network: nx.Graph[str], mixing: Mixing, by: str) -> Table:
    """A row for each group: its size, its ties, its E-I index."""
    basis = basis_of(network)
    rows = tuple(
        {by: one.group, "nodes": one.nodes, "internal": one.internal, "external": one.external,
         "ei_index": _round(one.ei), "ei_by_size": _round(one.expected)}
        for one in mixing.groups)
    more = {
        "ei_index": _round(mixing.ei), "ei_by_size": _round(mixing.expected),
        "assortativity": _round(mixing.assortativity),
        "adjusted_assortativity": _round(mixing.adjusted), "ungrouped": mixing.ungrouped,
        "single": mixing.single,
        "between": [{"from": a, "to": b, "ties": n} for (a, b), n in mixing.between.items()],
    }
    note = (f"E-I index {_shown(mixing.ei)} (by group sizes alone {_shown(mixing.expected)}), "
            f"assortativity {_shown(mixing.assortativity)}, adjusted for unequal groups "
            f"{_shown(mixing.adjusted)}; in no group: {_counted(mixing.ungrouped, 'node')}")
    return Table("groups", f"groups by {by}; {told(basis)}", rows, basis, more, (note,))


def figure_table(overall: Overall) -> Table:
    """A row for each figure of the whole; with a null model its mean, z and p."""
    rows: list[Row] = []
    for one in overall.figures:
        row: Row = {"figure": one.name, "value": one.value}
        if overall.runs:
            row |= {"null_mean": one.mean, "null_deviation": one.deviation, "z": one.z, "p": one.p}
        rows.append(row)
    notes: tuple[str, ...] = ()
    if overall.runs:
        notes = (f"null model: {_counted(overall.runs, 'network')} of the same degrees, ties "
                 f"swapped at random, seed {overall.seed}; p counts both sides",)
    return Table("figures", told(overall.basis), tuple(rows), overall.basis,
                 {"runs": overall.runs, "seed": overall.seed} if overall.runs else {}, notes)


def community_table(
    network: nx.Graph[str], found: Communities, *, top: int | None = None
) -> Table:
    """A row for each node: its community, and how sure it is."""
    basis = basis_of(network)
    order = sorted(network, key=lambda node: (
        found.members[node], -(found.sureness[node] or 0), network.nodes[node].get("label", node)))
    rows = tuple(
        {"community": found.members[node], "name": network.nodes[node].get("label", node),
         "sureness": _round(found.sureness[node]), "id": node} for node in order[:top])
    more = {"communities": len(found.sizes), "modularity": _round(found.modularity),
            "modularity_of_runs": [_round(one) for one in found.spread],
            "nmi": _round(found.nmi), "ari": _round(found.ari), "runs": found.runs,
            "seed": found.seed}
    note = (f"Louvain, {_counted(found.runs, 'run')} from seed {found.seed}: "
            f"modularity {found.modularity:.3f} (runs {found.spread[0]:.3f} to "
            f"{found.spread[1]:.3f}); the runs agree by NMI {found.nmi:.2f}, ARI {found.ari:.2f}")
    return Table("communities", told(basis), rows, basis, more, (note,), len(order))


def backbone_table(
    found: Backbone, labels: Mapping[str, str], about: str, *, alpha: float = 0.05,
    top: int | None = None,
) -> Table:
    """A row for each pair that is together more often than in all but `alpha` of random cases."""
    kept = found.within(alpha)
    rows = tuple(
        {"a": labels.get(one.a, one.a), "b": labels.get(one.b, one.b), "shared": one.shared,
         "expected": one.expected, "p": float(f"{one.p:.6g}"),
         "p_adjusted": float(f"{one.adjusted:.6g}"), "id_a": one.a, "id_b": one.b}
        for one in kept[:top])
    pairs = found.agents * (found.agents - 1) // 2
    note = (f"SDSM: {len(kept):,} of {len(found.ties):,} pairs that meet have p < {alpha:g}; of "
            f"{pairs:,} possible pairs some {alpha * pairs:,.0f} could have it by chance, so look "
            "at p adjusted (Holm)")
    return Table("backbone", about, rows, None,
                 {"alpha": alpha, "agents": found.agents, "events": found.events}, (note,),
                 len(kept))


def prediction_table(
    network: nx.Graph[str], found: Prediction, *, top: int | None = None
) -> Table:
    """A row for each pair without a tie that shares partners."""
    basis = basis_of(network)

    def label(node: str) -> str:
        return str(network.nodes[node].get("label", node))

    rows = tuple(
        {"a": label(one.a), "b": label(one.b),
         **{name: _round(value) for name, value in one.scores.items()},
         "through": ", ".join(map(label, one.through)), "id_a": one.a, "id_b": one.b}
        for one in found.pairs[:top])
    if found.new:
        scores = ", ".join(f"{name} {_shown(value)}" for name, value in found.auc.items())
        note = (f"tried on {_counted(found.new, 'tie')} first reported from {found.cut} on: "
                f"area under the curve {scores} (0.5 is chance)")
    else:
        note = (f"the scores were not tried: fewer than {FEWEST_TRIED} ties of the latest fifth "
                "join two that had ties before; take them as a list to look at")
    more = {"auc": dict(found.auc), "cut": found.cut, "new": found.new}
    return Table("predictions", told(basis), rows, basis, more, (note,), len(found.pairs))


def change_table(change: Change) -> Table:
    """A row for each window: the network of its years, and the ties against the window before."""
    shown = ("nodes", "ties", "density", "mean degree", "components",
             "share in the largest component", "mean distance", "transitivity", "greatest core",
             "reciprocity", "modularity", "E-I index", "adjusted assortativity")
    names = [name for name in shown if any(
        figure.name == name for window in change.windows for figure in window.overall.figures)]
    rows = []
    for window in change.windows:
        values = {figure.name: figure.value for figure in window.overall.figures}
        basis = window.overall.basis
        row: Row = {"since": window.since, "until": window.until,
                    "engagements": basis.engagements, "origins": basis.origins}
        row |= {name.replace(" ", "_"): _round(values.get(name)) for name in names}
        row |= {"kept": window.kept, "new": window.new, "gone": window.gone,
                "jaccard": _round(window.jaccard)}
        rows.append(row)
    kind = change.windows[-1].overall.basis.kind if change.windows else "network"
    return Table("change", f"{kind} in {_counted(len(rows), 'window')} of "
                 f"{_counted(change.width, 'year')}", tuple(rows))


def standing_table(change: Change) -> Table:
    """A row for each node and window: where it stands, and who stayed with it."""
    rows = tuple(
        {"since": window.since, "until": window.until, "name": one.label, "degree": one.degree,
         "strength": one.strength, "core": one.core, "community": one.community,
         "stayed": _round(one.stayed), "id": one.node}
        for window in change.windows for one in window.standings)
    return Table("standings", f"{_counted(len(rows), 'standing')} of nodes in windows", rows)


def _acts(tie: Tie) -> Row:
    return {"engagements": len(tie.acts), "origins": tie.origins, "first": tie.first,
            "last": tie.last, "furthest": tie.furthest}


def _evidence(tie: Tie) -> Row:
    return {"quote": tie.quote.quote, "source": tie.quote.source(), "url": tie.quote.url,
            "headline": int(tie.quote.headline)}


def _country(code: str | None, reference: Reference) -> str:
    return reference.country(code).name if code else ""


def _counts(counts: Mapping[str, int]) -> str:
    return "; ".join(f"{word}: {count}" for word, count in counts.items())


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def _round(value: Any) -> Any:
    return round(value, _DIGITS) if isinstance(value, float) else value


def _shown(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.2f}"


def columns_of(rows: Iterable[Row], left_out: Collection[str] = ()) -> list[str]:
    """The columns of a table, but for `left_out`; a column without any value is none."""
    found: dict[str, bool] = {}
    for row in rows:
        for name, value in row.items():
            found[name] = found.get(name, False) or value not in (None, "")
    return [name for name, filled in found.items() if filled and name not in left_out]

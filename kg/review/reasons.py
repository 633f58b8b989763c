"""Why two are one, or two, in words.

The rules are those of `kg.resolve` and `kg.assemble.joining`; here they are asked one by one, so
that a person reads which of them spoke. A test holds the answers beside the rules' own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.assemble.joining import contradict, differ, gap
from kg.assemble.told import Told
from kg.model import GIVING_ROLES, RECEIVING_ROLES, Claim, Entity, Institution, Person
from kg.registry import fold_institution
from kg.resolve.names import fold_person, is_variant
from kg.resolve.places import Places

__all__ = ["apart", "joined", "named"]

#: Up to so many words a name tells little by itself.
_FEW: Final = 1


def named(entity: Entity, mention: Institution | Person) -> tuple[str, str]:
    """Why a mention is one of the entity: the rule in a word, and in a sentence."""
    country = f" in {entity.country}" if entity.country else ""
    if isinstance(mention, Person):
        return _named_person(entity, mention, country)
    if entity.registry_id and mention.registry_id == entity.registry_id:
        return "registry", f"the name is one of the row {entity.registry_id} of the registry"
    if fold_institution(mention.name) == fold_institution(entity.name):
        if mention.country is None and entity.country:
            return "country", ("the same name; this article tells no country, and one "
                               "institution of that name is known")
        return "name", f"the same name{country}"
    shared = {fold_institution(one) for one in (mention.name, *mention.aliases)}
    if fold_institution(entity.name) in shared or any(
        fold_institution(alias) in shared for alias in entity.aliases
    ):
        return "alias", f"an article gives “{mention.name}” as another name{country}"
    return "rule", "the rules of resolution take it for the same"


def _named_person(entity: Entity, mention: Person, country: str) -> tuple[str, str]:
    ours, theirs = fold_person(entity.name), fold_person(mention.name)
    if ours == theirs:
        if mention.country is None and entity.country:
            return "country", ("the same name; this article tells no country, and the name is "
                               "known in one only")
        return "name", f"the same name{country}"
    if len(theirs) <= _FEW:
        return "holder", (f"a surname with a post that one person holds at a time"
                          f"{f' ({mention.role})' if mention.role else ''}, and one of that name "
                          f"is known to have held it")
    if is_variant(ours, theirs, entity.country or ""):
        return "spelling", (f"“{mention.name}” and “{entity.name}” can be spellings of one name"
                            f"{country}, and nobody else could be meant")
    return "rule", "the rules of resolution take it for the same"


def apart(a: Told, b: Told, places: Places) -> list[tuple[str, str]]:
    """What speaks against two claims being of one act: each in a word and in a sentence.

    Empty where nothing does, as `kg.assemble.joining.contradict` has it.
    """
    if a.claim.type != b.claim.type:
        return [("type", f"one is a {a.claim.type}, the other a {b.claim.type}")]
    if not contradict(a, b, places):
        return []
    return list(_against(a, b, places)) or [("rule", "the rules of joining keep them apart")]


def _against(a: Told, b: Told, places: Places) -> Iterator[tuple[str, str]]:
    if a.report.article == b.report.article:
        yield "article", "one article tells both, and it told them apart"
        return
    modalities = {a.claim.modality, b.claim.modality}
    if "hypothetical" in modalities and len(modalities) > 1:
        yield "modality", "one is only supposed"
    if "historical" in modalities and len(modalities) > 1 and not (a.days and b.days):
        yield "modality", "one is recalled from earlier times, and not both are dated"
    if a.days and b.days and gap(a.days, b.days):
        yield "date", (f"the dates {a.claim.date} and {b.claim.date} are "
                       f"{gap(a.days, b.days)} days apart")
    if places.contradict(a.claim.place, b.claim.place):
        yield "place", f"one was in {a.claim.place}, the other in {b.claim.place}"
    if _faces(a.claim, b.claim) or _faces(b.claim, a.claim):
        yield "direction", "who gives in the one receives in the other"
    if a.report.origin == b.report.origin:
        return
    for what, ours, theirs in (("institutions", a.institutions, b.institutions),
                               ("people", a.people, b.people)):
        if differ(ours, theirs):
            yield what, f"they name other {what} for one country"
    if a.claim.topics and b.claim.topics and set(a.claim.topics).isdisjoint(b.claim.topics) and (
        set(a.participants).isdisjoint(b.participants)
    ):
        yield "topic", (f"other subjects ({', '.join(a.claim.topics)}; "
                        f"{', '.join(b.claim.topics)}), and nobody who takes part in both")


def _faces(a: Claim, b: Claim) -> bool:
    def those(claim: Claim, roles: frozenset[str]) -> set[str]:
        return {name for name, role in claim.roles if role in roles and name in claim.countries}

    return not those(a, GIVING_ROLES).isdisjoint(
        those(b, RECEIVING_ROLES) - those(b, GIVING_ROLES))


def joined(a: Told, b: Told) -> list[tuple[str, str]]:
    """What speaks for two claims being of one act: each in a word and in a sentence."""
    found = []
    if a.report.origin == b.report.origin:
        found.append(("origin", "both go back to one text"))
    if a.days and b.days:
        days = gap(a.days, b.days)
        found.append(("date", "their dates agree" if not days else f"dated {days} days apart"))
    if a.published is not None and b.published is not None:
        days = abs(a.published - b.published)
        found.append(("published", "published on one day" if not days
                      else f"published {days} days apart"))
    if shared := set(a.participants) & set(b.participants):
        found.append(("actors", f"{len(shared)} who take part in both"))
    if topics := set(a.claim.topics) & set(b.claim.topics):
        found.append(("topic", f"both on {', '.join(sorted(topics))}"))
    if a.claim.place and a.claim.place == b.claim.place:
        found.append(("place", f"both in {a.claim.place}"))
    return found

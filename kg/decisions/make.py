"""A decision from what a person names: the ground is looked up, so that nobody writes it by hand.

    verb, targets, who, when, why; entities, facts -> Decision
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from kg.decisions.ground import grounds_of, mentions_of
from kg.decisions.rules import faults, is_entity, kind_of
from kg.errors import UsageError
from kg.ids import mention_id
from kg.model import Decision, Entity, Facts, Ground

__all__ = ["make_decision"]

#: So many mentions of an entity are kept as the ground: each is one more that may change.
_MOST_MENTIONS: Final = 2


def make_decision(
    verb: str, targets: Sequence[str], *, who: str, when: str, why: str = "",
    changes: Mapping[str, str] | None = None,
    entities: Mapping[str, Entity], articles: Mapping[str, str], facts: Callable[[str], Facts],
) -> Decision:
    """Make the decision `verb` on `targets`, with what it is made on.

    `entities` are those of the world as it is, by id; `articles` gives the article of each claim
    and mention that may be named, and `facts` what an article yields.

    Raises UsageError for a target that is not there, and for a decision that breaks the rules.
    """
    changes = dict(changes or {})
    grounds = {
        ground.id: ground for target in targets
        for ground in _grounds(target, targets, changes, entities, articles, facts)
    }
    made = Decision(
        verb, tuple(targets), tuple(grounds[name] for name in sorted(grounds)), who, when, why,
        tuple(sorted(changes.items())))
    for cause in faults(made):
        raise UsageError(cause)
    return made


def _grounds(
    target: str, targets: Sequence[str], changes: Mapping[str, str],
    entities: Mapping[str, Entity], articles: Mapping[str, str], facts: Callable[[str], Facts],
) -> Iterator[Ground]:
    if is_entity(target):
        if target not in entities:
            raise UsageError(f"no entity is {target!r}; kg explain finds one by its name")
        mentions = entities[target].mentions
        if "name" in changes and len(targets) == 1 and changes.get("name") is not None:
            worded = _worded(mentions, changes["name"], facts)
            mentions = tuple(worded) or mentions
        elif any(kind_of(one) == "mention" for one in targets):
            return  # the mentions that leave are the ground
        for article, key in mentions[:_MOST_MENTIONS]:
            yield grounds_of(facts(article))[mention_id(article, key)]
        return
    article_ = articles.get(target)
    if article_ is None:
        raise UsageError(f"nothing in the store is {target!r}")
    ground = grounds_of(facts(article_)).get(target)
    if ground is None:
        raise UsageError(f"article {article_!r} holds no {target!r}")
    yield ground


def _worded(
    mentions: Sequence[tuple[str, str]], name: str, facts: Callable[[str], Facts]
) -> Iterator[tuple[str, str]]:
    """The mentions that articles word so."""
    for article, key in mentions:
        if any(one.key == key and one.name == name for one in mentions_of(facts(article))):
            yield article, key

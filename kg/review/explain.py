"""Why one thing of the graph is as it is, in words, with the quotes it rests on.

    Sight, a name of something -> Account

What a name means is for `kg.review.find` to say.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from kg.decisions.rules import kind_of
from kg.ids import decision_id, mention_id
from kg.model import (
    Claim,
    Decision,
    Disagreement,
    Engagement,
    Entity,
    InstitutionLink,
    Report,
    Thread,
)
from kg.network.reference import read_reference
from kg.rdf.things import link_name
from kg.registry.posts import post_label
from kg.review.doubt import Quoted, quoted
from kg.review.entities import alike
from kg.review.find import find, iri_of, origins, post_id
from kg.review.reasons import apart, joined, named
from kg.review.sight import Mention, Sight

__all__ = ["Account", "Part", "explain"]

#: So many of a kind are shown; the rest is counted.
_MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence of an account, with quotes that bear it out."""

    says: str
    quotes: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """What is to be said of one thing: its id and IRI, its kind, a name, and the parts."""

    id: str
    iri: str
    kind: str
    name: str
    parts: tuple[Part, ...]


def explain(sight: Sight, name: str) -> Account:
    """Account for what `name` names: an IRI, an id or the end of one, a code of a country, a name.

    Raises UsageError where nothing, or more than one thing, goes by it.
    """
    id = find(sight, name.strip().strip("<>"))
    kind = kind_of(id)
    says = _ACCOUNTS[kind]
    title, parts = says(sight, id)
    return Account(id, iri_of(sight, id), kind.replace("-", " "), title, tuple(parts))


# What is said of all


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _report_quote(report: Report) -> Quoted:
    quote = report.quotes[0].quote if report.quotes else ""
    return Quoted(" ".join(quote.split()), report.article, report.title, report.publisher,
                  report.published, report.url)


def _decided(sight: Sight, grounds: Iterable[str]) -> Iterator[Part]:
    seen = set()
    for name in grounds:
        for one in sight.decisions_on.get(name, ()):
            if decision_id(one) not in seen:
                seen.add(decision_id(one))
                yield Part(_decision_words(one))


def _decision_words(one: Decision) -> str:
    changes = ", ".join(f"{field} to {value}" for field, value in one.changes)
    what = f"{one.verb} {', '.join(one.targets)}" + (f" ({changes})" if changes else "")
    why = f": “{one.why}”" if one.why else ""
    return f"{one.who} decided on {one.when}: {what}{why}."


# Who


def _country(sight: Sight, id: str) -> tuple[str, Iterator[Part]]:
    code = id.partition("/")[2]
    name = read_reference().country(code).name

    def parts() -> Iterator[Part]:
        acts = [one for one in sight.world.engagements if code in one.countries]
        if not acts:
            yield Part("No article in the store tells of an engagement that it is a party to.")
            return
        partners = Counter(other for one in acts for other in one.countries if other != code)
        others = "another country" if len(partners) == 1 else f"{len(partners)} other countries"
        yield Part(f"It is a party to {_count(len(acts), 'engagement')} with {others}, since "
                   "articles name it as one that acts, is acted for, gives or receives.")
        for other, count in sorted(partners.items(), key=lambda e: (-e[1], e[0]))[:_MOST]:
            first = next(one for one in acts if other in one.countries)
            yield Part(f"{_count(count, 'engagement')} with {read_reference().country(other).name}"
                       f", as {first.id}.", (_report_quote(first.reports[0]),))

    return name, parts()


def _entity(sight: Sight, id: str) -> tuple[str, Iterator[Part]]:
    entity = sight.entities[id]

    def parts() -> Iterator[Part]:
        where = read_reference().country(entity.country).name if entity.country else "no country"
        articles = len({article for article, _ in entity.mentions})
        yield Part(f"{_count(len(entity.mentions), 'mention')} in {_count(articles, 'article')}: "
                   f"all taken for this {entity.kind} ({entity.type or entity.kind}, {where}).")
        if entity.registry_id:
            yield Part(f"It is the row {entity.registry_id} of the registry of institutions.")
        yield from _wordings(sight, entity)
        for other, words in alike(sight.world.entities, entity)[:_MOST]:
            yield Part(f"{other.name} ({other.id}) was kept apart, though {words}.")
        taking_part = sight.taking_part.get(id, [])
        if taking_part:
            yield Part(f"It takes part in {_count(len(taking_part), 'engagement')}: "
                       f"{', '.join(taking_part[:_MOST])}{' …' * (len(taking_part) > _MOST)}.")
        yield from _decided(sight, (mention_id(*one) for one in entity.mentions))

    return entity.name, parts()


def _wordings(sight: Sight, entity: Entity) -> Iterator[Part]:
    by_wording: defaultdict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in entity.mentions:
        found = sight.mention(mention)
        by_wording[found.name, named(entity, found)[1]].append(mention)
    for (wording, why), mentions in sorted(by_wording.items(), key=lambda e: (-len(e[1]), e[0])):
        shown = tuple(
            quoted(sight, sight.grounds(article)[mention_id(article, key)])
            for article, key in mentions[:2])
        yield Part(f"“{wording}” in {_count(len(mentions), 'article')}: {why}.", shown)


def _post(sight: Sight, id: str) -> tuple[str, Iterator[Part]]:
    holders = [(one, role) for one in sight.world.entities for role in one.roles
               if post_id(one, role) == id]
    country = holders[0][0].country

    def parts() -> Iterator[Part]:
        where = read_reference().country(country).name if country else "a country that is not told"
        yield Part(f"An office in {where}, one for all articles that word it so. Who is told to "
                   "hold it on which days is said here; when it was taken up or left is not.")
        for one, role in holders:
            found = [mention for mention in one.mentions
                     if post_label(getattr(sight.mention(mention), "role", None) or "") == role]
            quotes = tuple(quoted(sight, sight.grounds(article)[mention_id(article, key)])
                           for article, key in found)
            days = sorted(filter(None, (sight.articles[article].date for article, _ in found)))
            span = "" if not days else (
                f", in an article of {days[0]}" if days[0] == days[-1]
                else f", in articles from {days[0]} to {days[-1]}")
            yield Part(f"{one.name} ({one.id}) holds or held it{span}.", quotes[:2])

    return holders[0][1], parts()


# What


def _engagement(sight: Sight, id: str) -> tuple[str, Iterator[Part]]:
    one = sight.engagements[id]
    names = " and ".join(read_reference().country(code).name for code in one.countries)
    return f"{one.type} of {names or 'no country'}", _engagement_parts(sight, one)


def _engagement_parts(sight: Sight, one: Engagement) -> Iterator[Part]:
    origins = _count(one.origins, "independent origin")
    yield Part(f"{_count(len(one.reports), 'report')} of {origins} speak of it. "
               f"{_origins_words(one.reports)}")
    yield Part(f"Its status is {one.status}: {_status_words(one)}",
               tuple(_report_quote(report) for report in one.reports
                     if report.status == one.status)[:2])
    for report in one.reports[: 2 * _MOST]:
        detail = f" ({report.status_detail})" if report.status_detail else ""
        yield Part(f"{report.published or 'undated'}: {report.status}{detail}, {report.modality}, "
                   f"read by {report.rule} with confidence {report.confidence:.2f}.",
                   (_report_quote(report),))
    if one.date:
        yield Part(f"Its date {one.date} is the most precise that a report gives.")
    told = [sight.told(report) for report in one.reports]
    for a, b in list(combinations(told, 2))[:_MOST]:
        words = [says for _, says in joined(a, b)]
        yield Part(f"{a.report.article} and {b.report.article} tell one act: "
                   f"{'; '.join(words) or 'their articles share another act'}.")
    for other, causes in _kept_apart(sight, one)[:_MOST]:
        yield Part(f"{other.id} is another: {'; '.join(causes)}.")
    for thread in sight.world.threads:
        for step in thread.steps:
            if step.engagement == one.id and step.follows:
                yield Part(f"In {thread.id} it follows {', '.join(step.follows)}, on the basis of "
                           f"{', '.join(step.basis)}.")
            elif one.id in step.follows:
                yield Part(f"In {thread.id} {step.engagement} follows it, on the basis of "
                           f"{', '.join(step.basis)}.")
    for each in sight.world.disagreements:
        if one.id in each.engagements:
            yield Part(f"Reports disagree on its {each.about} ({each.id}).")
    yield from _decided(sight, (report.claim for report in one.reports))


def _status_words(one: Engagement) -> str:
    asserted = [report for report in one.reports if report.modality == "asserted"]
    if not asserted:
        return f"nobody asserts it; it is only {one.modality}."
    days = sorted(report.published for report in asserted if report.published)
    if one.status == "ended":
        return f"the latest reports, of {days[-1] if days else 'no day'}, say so."
    number = len([report for report in asserted if report.status == one.status])
    return (f"the furthest stage that an asserted report gives; {_count(number, 'report')} of "
            f"{len(asserted)} say so.")


def _origins_words(reports: Sequence[Report]) -> str:
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for report in reports:
        groups[report.origin].add(report.article)
    copied = [articles for articles in groups.values() if len(articles) > 1]
    return " ".join(
        f"{', '.join(sorted(articles))} go back to one text, and count once."
        for articles in sorted(copied, key=min))


def _kept_apart(sight: Sight, one: Engagement) -> list[tuple[Engagement, list[str]]]:
    """Others of the same type and countries, with what keeps them apart; the nearest first."""
    found = []
    ours = [sight.told(report) for report in one.reports]
    for other in sight.world.engagements:
        if other is one or other.type != one.type or other.countries != one.countries:
            continue
        against = [apart(a, sight.told(report), sight.places)
                   for a in ours for report in other.reports]
        causes = min(against, key=len)
        if not causes:
            clash = next((each for each in against if each), [])
            causes = clash or [("", "nothing speaks against it, and too little for it")]
        found.append((other, [says for _, says in causes]))
    return sorted(found, key=lambda entry: (len(entry[1]), entry[0].id))


def _claim(sight: Sight, id: str) -> tuple[str, Iterator[Part]]:
    article = sight.article_of(id) or ""
    ground = sight.grounds(article)[id]

    def parts() -> Iterator[Part]:
        claim = sight.claim(id)
        yield Part(f"{article} says so.", (quoted(sight, ground),))
        if claim is not None:
            yield from _claim_parts(claim)
        yield from _decided(sight, [id])
        if id in sight.engagement_of:
            yield Part(f"It is a report of {sight.engagement_of[id]}.")
        elif kind_of(id) == "claim":
            yield Part("It is a report of no engagement: a person rejected it.")

    return ground.says, parts()


def _claim_parts(claim: Claim) -> Iterator[Part]:
    fine = f" ({claim.status_detail})" if claim.status_detail else ""
    yield Part(f"Read as {claim.type}, {claim.status}{fine}, {claim.modality}, by the rule "
               f"{claim.rule}: the words that it names were found in the quote.")
    yield Part(f"Its confidence is {claim.confidence:.2f}: of claims of such rules that share was "
               "right in articles that coders had read, in type, parties and stage together.")
    for each in claim.quantities:
        words = " ".join(filter(None, (each.qualifier, each.value, each.unit, each.state)))
        yield Part(f"It counts {words}: “{each.evidence.quote}”.")


def _mention(sight: Sight, id: str) -> tuple[str, Iterator[Part]]:
    article = sight.article_of(id) or ""
    ground = sight.grounds(article)[id]

    def parts() -> Iterator[Part]:
        yield Part(f"{article} names it so.", (quoted(sight, ground),))
        entity = sight.entity_of(id)
        if entity is None:
            yield Part("It means no entity: a person rejected it.")
        else:
            key = next(key for name, key in sight.entities[entity].mentions
                       if mention_id(name, key) == id)
            _, why = named(sight.entities[entity], sight.mention((article, key)))
            yield Part(f"It was taken for {entity}: {why}.")
        yield from _decided(sight, [id])

    return ground.says, parts()


def _link(sight: Sight, id: str) -> tuple[str, Iterator[Part]]:
    link = next(one for one in sight.world.links if link_name(one.a, one.b) == id)
    names = [sight.entities[end].name for end in (link.a, link.b)]
    return " and ".join(names), _link_parts(sight, link)


def _link_parts(sight: Sight, link: InstitutionLink) -> Iterator[Part]:
    yield Part(f"{_count(len(link.reports), 'report')} of {_count(link.origins, 'origin')} say "
               f"that {link.a} and {link.b} work together. {_origins_words(link.reports)}")
    for report in link.reports[: 2 * _MOST]:
        yield Part(f"{report.published or 'undated'}: {report.status}, read by {report.rule} with "
                   f"confidence {report.confidence:.2f}.", (_report_quote(report),))
    yield from _decided(sight, (report.claim for report in link.reports))


def _thread(sight: Sight, id: str) -> tuple[str, Iterator[Part]]:
    thread = next(one for one in sight.world.threads if one.id == id)
    return f"thread of {' and '.join(thread.countries)}", _thread_parts(sight, thread)


def _thread_parts(sight: Sight, thread: Thread) -> Iterator[Part]:
    acts = len({step.engagement for step in thread.steps})
    yield Part(f"{_count(acts, 'engagement')} in {_count(len(thread.steps), 'step')}, in order of "
               "time. That one follows another is inferred.")
    for number, step in enumerate(thread.steps, 1):
        one = sight.engagements[step.engagement]
        report = next(each for each in one.reports if each.claim == step.claim)
        follows = f"; follows {', '.join(step.follows)}, since both have in common: " \
                  f"{', '.join(step.basis)}" if step.follows else ""
        day = step.date or step.published or "undated"
        yield Part(f"{number}. {one.type} {step.status}, {day} ({one.id}){follows}.",
                   (_report_quote(report),))


def _disagreement(sight: Sight, id: str) -> tuple[str, Iterator[Part]]:
    one = next(each for each in sight.world.disagreements if each.id == id)
    return f"disagreement on {one.about}", _disagreement_parts(sight, one)


def _disagreement_parts(sight: Sight, one: Disagreement) -> Iterator[Part]:
    many = "one engagement" if len(one.engagements) == 1 else "two that would be one if they agreed"
    yield Part(f"Reports of different origins do not agree on the {one.about} of {many}: "
               f"{', '.join(one.engagements)}. Nothing is decided.")
    for name in one.claims:
        engagement = sight.engagements[sight.engagement_of[name]]
        report = next(each for each in engagement.reports if each.claim == name)
        claim = sight.claim(name)
        value = {"status": report.status, "date": claim.date if claim else None}.get(one.about)
        if one.about == "amount" and claim is not None:
            value = ", ".join(f"{each.value} {each.unit}" for each in claim.quantities)
        yield Part(f"{report.publisher or report.article}, {report.published or 'undated'}: "
                   f"{value or 'none'}, {report.modality}.", (_report_quote(report),))


def _origin(sight: Sight, id: str) -> tuple[str, Iterator[Part]]:
    name = id.partition("/")[2]
    articles = origins(sight)[name]

    def parts() -> Iterator[Part]:
        if len(articles) == 1:
            yield Part(f"Only {articles[0]} goes back to it: no other article in the store has "
                       "its text.")
        else:
            yield Part(f"{', '.join(articles)} go back to one text, that of {name}: their word "
                       "sequences are alike, or one credits the source of the other. They count "
                       "as one origin.")
        for article in articles:
            one = sight.articles[article]
            yield Part(", ".join(filter(None, (one.id, one.publisher, one.date, one.title))) + ".")

    return f"origin {name}", parts()


def _article(sight: Sight, id: str) -> tuple[str, Iterator[Part]]:
    name = id.partition("/")[2]
    one, facts = sight.articles[name], sight.facts(name)

    def parts() -> Iterator[Part]:
        source = ", ".join(filter(None, (one.publisher, one.date, one.url)))
        yield Part(source or "No source is given.")
        yield Part(f"Read by {facts.extractor}; it is "
                   f"{'' if facts.relevant else 'not '}about cooperation in health "
                   f"(relevance {facts.relevance:.2f}).")
        yield Part(f"{_count(len(facts.claims), 'claim')}, {len(facts.institutions)} institutions, "
                   f"{len(facts.people)} people, {_count(len(facts.links), 'link')}.")
        origin = next((origin for origin, articles in origins(sight).items()
                       if name in articles), None)
        if origin:
            yield Part(f"It goes back to origin/{origin}.")
        for ground in list(sight.grounds(name).values())[: 4 * _MOST]:
            if kind_of(ground.id) == "claim":
                yield Part(f"{ground.says} ({ground.id}, a report of "
                           f"{sight.engagement_of.get(ground.id, 'nothing: rejected')}).",
                           (quoted(sight, ground),))
        for rejection in facts.rejected[:_MOST]:
            yield Part(f"Turned away: {rejection.what}, since {rejection.cause}.")

    return one.title or name, parts()


def _decision(sight: Sight, id: str) -> tuple[str, Iterator[Part]]:
    one = next(each for each in sight.world.decisions if decision_id(each) == id)

    def parts() -> Iterator[Part]:
        yield Part(_decision_words(one))
        for ground in one.ground:
            yield Part(f"It was made on {ground.says} ({ground.id}).", (quoted(sight, ground),))

    return f"decision to {one.verb}", parts()


_ACCOUNTS: Final[Mapping[str, Callable[[Sight, str], tuple[str, Iterator[Part]]]]] = {
    "country": _country, "institution": _entity, "person": _entity, "post": _post,
    "engagement": _engagement, "claim": _claim, "link-claim": _claim, "capacity-claim": _claim,
    "mention": _mention, "link": _link, "thread": _thread, "disagreement": _disagreement,
    "origin": _origin, "article": _article, "decision": _decision,
}

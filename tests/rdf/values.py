"""Articles and facts for the tests of kg.rdf: one by hand, and any that hypothesis thinks of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from kg.ids import claim_id, link_id
from kg.model import (
    ENGAGEMENT_TYPES,
    INSTITUTION_TYPES,
    MODALITIES,
    STATUSES,
    Article,
    Capacity,
    Claim,
    CountryFact,
    Decision,
    Disagreement,
    Engagement,
    Entity,
    Evidence,
    ExtractorUse,
    Facts,
    Ground,
    Institution,
    InstitutionLink,
    Link,
    Person,
    Quantity,
    Rejection,
    Report,
    Step,
    Thread,
    TopicFact,
    World,
)
from kg.rdf import canonical
from kg.store import MEMORY, Store, open_store

TEXT = (
    "NAIROBI – Kenya's Ministry of Health (MoH) and Cuba's Ministry of Public Health (MINSAP) "
    "signed a protocol on Monday under which 100 Cuban specialists will work in county hospitals. "
    "Cabinet Secretary Sicily Kariuki received the first 50 of them on 5 June 2018. "
    "Cuba has over 90,000 doctors, she said."
)


def cite(quote: str, article: Article) -> Evidence:
    """The first place of `quote` in the article's text."""
    start = article.text.index(quote)
    return article.cite(start, start + len(quote))


def example() -> tuple[Article, Facts]:
    """An article and its facts with a value in every field."""
    article = Article(
        id="af-03", text=TEXT, title="First 50 Cuban doctors land in Nairobi", date="2018-06-06",
        publisher="Daily Nation", url="https://example.org/doctors?a=1&b=2", language="en",
        licence="CC BY 4.0", sketch="|0|0000abcd",
    )
    signing = cite("Kenya's Ministry of Health (MoH) and Cuba's Ministry of Public Health (MINSAP) "
                   "signed a protocol", article)
    arrival = cite("Cabinet Secretary Sicily Kariuki received the first 50 of them on 5 June 2018",
                   article)
    facts = Facts(
        article=article.id,
        relevant=True,
        relevance=0.97,
        countries=(
            CountryFact("KE", (cite("Kenya", article), article.cite(31, 38, "title")), "C1", 0.99),
            CountryFact("CU", (cite("Cuba", article),), "C2"),
        ),
        pairs=(("CU", "KE"),),
        institutions=(
            Institution("i1", "Ministry of Health", "ministry", "KE", ("Kenya's Ministry of Health",
                        "MoH"), (cite("Ministry of Health (MoH)", article),), "I1", 0.9,
                        "ke-ministry-of-health"),
            Institution("i2", "Ministry of Public Health", "ministry", "CU", ("MINSAP",),
                        (cite("Ministry of Public Health", article),), "I2", 0.8),
        ),
        people=(
            Person("p1", "Sicily Kariuki", "Cabinet Secretary", "KE", ("Kariuki",),
                   (cite("Sicily Kariuki", article),), "P1", 0.9, "i1"),
        ),
        claims=(
            Claim("agreement", "signed", ("CU", "KE"), (signing,), "E1", detail="agreement",
                  status_detail="signed", participants=("i1", "i2"),
                  roles=(("i1", "co-signatory"), ("i2", "co-signatory")),
                  topics=("health-workforce",), place="Nairobi"),
            Claim("deployment", "ongoing", ("CU", "KE"), (arrival, signing), "E2",
                  detail="medical-team-deployment", participants=("i1", "i2", "p1"),
                  roles=(("CU", "sender"), ("KE", "receiver")), topics=("health-workforce",),
                  date="2018-06-05", attribution="she", confidence=0.85,
                  quantities=(Quantity("100", "specialists", cite("100 Cuban specialists", article),
                                       None, "pledged"),
                              Quantity("50", "specialists", cite("first 50", article), None,
                                       "delivered"))),
        ),
        topics=(TopicFact("health-workforce", (cite("specialists", article),), "T1", 0.7),),
        links=(Link("i1", "i2", (signing,), "L1", 0.9),),
        capacities=(
            Capacity("CU", Quantity("90000", "doctors", cite("over 90,000 doctors", article),
                                    "over"), "Q1", "she", 0.95),
        ),
        rejected=(Rejection("donation CU-KE", "no trigger in the quote", "E9"),),
        extractor="rules/0.1.0 & chat/1+0a1b",
        uses=(ExtractorUse("chat/1+0a1b", "small", "fp_1", "ab" * 32,
                           (("note", ""), ("seed", "7=7"))),),
    )
    return article, facts


#: Any text that UTF-8 can carry: control characters, quotes, backslashes, other scripts.
any_text = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
hostile = st.sampled_from((
    '"""', "\\", "\\u0022 } ; DROP ALL #", "\r\n\t", "</script>", "<a&b>", "]]>", "=cmd()", "'''",
    "\x00\x08\x1b", "\u202e\ufeff\ufffe", "\U0001f3e5", "a\u0301", "{{}}",
))
strings = any_text | hostile
confidences = st.floats(0, 1)
codes = st.sampled_from(("CU", "FR", "IR", "KE", "XK"))
topics = st.sampled_from(("vaccines", "cell-therapy", "health-workforce"))


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Any article."""
    maybe = st.none() | strings
    return Article(
        id=draw(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=100)),
        text=draw(st.text(st.characters(exclude_categories=("Cs",)), min_size=5, max_size=120)),
        title=draw(strings),
        date=draw(st.none() | st.dates().map(lambda day: day.isoformat())),
        publisher=draw(maybe), url=draw(maybe), language=draw(maybe), licence=draw(maybe),
        sketch=draw(maybe),
    )


@st.composite
def stretches(draw: st.DrawFn, article: Article) -> Evidence:
    """Any stretch of the article's text or title."""
    field = draw(st.sampled_from(("text", "title") if article.title else ("text",)))
    length = len(article.title if field == "title" else article.text)
    start = draw(st.integers(0, length - 1))
    return article.cite(start, draw(st.integers(start + 1, length)), field)


@st.composite
def read_articles(draw: st.DrawFn) -> tuple[Article, Facts]:
    """Any article with any facts that its text could have yielded."""
    article = draw(articles())
    evidence = st.lists(stretches(article), min_size=1, max_size=3).map(tuple)
    aliases = st.lists(strings, max_size=3).map(tuple)
    country = st.none() | codes
    kinds = st.sampled_from(INSTITUTION_TYPES)
    institutions = tuple(
        Institution(f"i{number}", draw(strings), draw(kinds), draw(country), draw(aliases),
                    draw(evidence), draw(strings), draw(confidences), draw(st.none() | strings))
        for number in range(1, draw(st.integers(2, 12)))
    )
    keys = [one.key for one in institutions]
    people = tuple(
        Person(f"p{number}", draw(strings), draw(st.none() | strings), draw(country),
               draw(aliases), draw(evidence), draw(strings), draw(confidences),
               draw(st.none() | st.sampled_from(keys)))
        for number in range(1, draw(st.integers(1, 3)))
    )
    keys += [one.key for one in people]
    quantities = st.builds(
        Quantity, st.from_regex(r"-?[0-9]{1,19}(\.[0-9]{1,3})?", fullmatch=True) | strings, strings,
        stretches(article), st.none() | st.sampled_from(("about", "over")),
        st.none() | st.sampled_from(("pledged", "delivered")),
    )
    parts = st.tuples(codes | st.sampled_from(keys), st.sampled_from(("donor", "research-partner")))
    claims = st.builds(
        Claim, st.sampled_from(ENGAGEMENT_TYPES), st.sampled_from(STATUSES),
        st.lists(codes, max_size=3).map(tuple), evidence, strings,
        st.none() | st.just("memorandum"), st.none() | st.just("called-for"),
        st.lists(st.sampled_from(keys), max_size=3).map(tuple),
        st.lists(parts, max_size=3).map(tuple), st.lists(topics, max_size=2).map(tuple),
        st.none() | st.sampled_from(("2018", "2018-03", "2018-03-13", "2018/2020")) | strings,
        st.none() | strings, st.lists(quantities, max_size=2).map(tuple), st.none() | strings,
        st.sampled_from(MODALITIES), confidences,
    )
    ends = st.sampled_from(keys[:1]), st.sampled_from(keys[-1:])
    links = st.builds(Link, *ends, evidence, strings, confidences)
    few = {"max_size": 3}
    return article, Facts(
        article=article.id,
        relevant=draw(st.booleans()),
        relevance=draw(confidences),
        countries=tuple(draw(st.lists(
            st.builds(CountryFact, codes, evidence, strings, confidences), **few))),
        pairs=tuple(draw(st.lists(st.sampled_from((("CU", "KE"), ("IR", "FR"))), **few))),
        institutions=institutions,
        people=people,
        claims=tuple(draw(st.lists(claims, **few))),
        topics=tuple(draw(st.lists(
            st.builds(TopicFact, topics, evidence, strings, confidences), **few))),
        links=tuple(draw(st.lists(links, **few))) if len(keys) > 1 else (),
        capacities=tuple(draw(st.lists(st.builds(
            Capacity, codes, quantities, strings, st.none() | strings, confidences), **few))),
        rejected=tuple(draw(st.lists(st.builds(Rejection, strings, strings, strings), **few))),
        extractor=draw(strings),
        uses=tuple(draw(st.lists(
            st.builds(ExtractorUse, strings, st.none() | strings, st.none() | strings,
                      st.none() | strings,
                      st.lists(st.tuples(st.sampled_from("abc"), strings), max_size=3).map(tuple)),
            max_size=2, unique_by=lambda use: use.extractor))),
    )


def example_world() -> World:
    """What the example comes to: two engagements and a link."""
    article, facts = example()
    reports = tuple(
        Report(
            claim=claim_id(article.id, claim), article=article.id, origin="af-03",
            status=claim.status, modality=claim.modality, quotes=claim.evidence,
            confidence=claim.confidence, rule=claim.rule, title=article.title,
            publisher=article.publisher, published=article.date, url=article.url,
            status_detail=claim.status_detail, attribution=claim.attribution,
        )
        for claim in canonical(facts).claims
    )
    link = canonical(facts).links[0]
    link_report = replace(
        reports[0], claim=link_id(article.id, link), quotes=link.evidence,
        confidence=link.confidence, rule=link.rule,
    )
    return World(
        articles=(replace(article, text=""),),
        entities=(
            Entity("institution/cu-minsap", "institution", "Ministry of Public Health (Cuba)",
                   "ministry", "CU", ("MINSAP", "Ministry of Public Health"), (),
                   "cu-ministry-of-public-health", (("af-03", "i2"),)),
            Entity("institution/ke-ministry-of-health", "institution", "Ministry of Health (Kenya)",
                   "ministry", "KE", ("MoH",), (), "ke-ministry-of-health", (("af-03", "i1"),)),
            Entity("person/sicily-kariuki.0123456789abcdef", "person", "Sicily Kariuki", None, "KE",
                   ("Kariuki",), ("Cabinet Secretary", "Minister"), None, (("af-03", "p1"),)),
        ),
        engagements=(
            Engagement(
                id="engagement/agreement-cu-ke.0123456789abcdef", type="agreement",
                status="signed", countries=("CU", "KE"),
                participants=("institution/cu-minsap", "institution/ke-ministry-of-health"),
                topics=("health-workforce",), date=None, place="Nairobi", modality="asserted",
                origins=1, reports=reports[:1], detail="agreement",
                roles=(("institution/cu-minsap", "co-signatory"),
                       ("institution/ke-ministry-of-health", "co-signatory")),
            ),
            Engagement(
                id="engagement/deployment-cu-ke.0123456789abcdef", type="deployment",
                status="ongoing", countries=("CU", "KE"),
                participants=("institution/cu-minsap", "person/sicily-kariuki.0123456789abcdef"),
                topics=("health-workforce",), date="2018-06-05", place=None, modality="asserted",
                origins=1, reports=reports[1:], detail="medical-team-deployment",
                roles=(("CU", "sender"), ("KE", "receiver")),
                quantities=canonical(facts).claims[1].quantities,
            ),
        ),
        links=(InstitutionLink("institution/cu-minsap", "institution/ke-ministry-of-health", 1,
                               (link_report,)),),
        threads=(
            Thread("thread/cu-ke.0123456789abcdef", ("CU", "KE"), (
                Step("engagement/agreement-cu-ke.0123456789abcdef", "signed", reports[0].claim,
                     None, "2018-06-06"),
                Step("engagement/deployment-cu-ke.0123456789abcdef", "ongoing", reports[1].claim,
                     "2018-06-05", "2018-06-06",
                     ("engagement/agreement-cu-ke.0123456789abcdef",), ("article", "topic")),
            )),
        ),
        disagreements=(
            Disagreement("disagreement/date.0123456789abcdef", "date", (
                "engagement/agreement-cu-ke.0123456789abcdef",
                "engagement/deployment-cu-ke.0123456789abcdef",
            ), tuple(sorted(report.claim for report in reports))),
        ),
        decisions=(
            Decision(
                "correct", (reports[0].claim,),
                (Ground(reports[0].claim, article.id, "agreement signed", "\u202ea quote\x1b[1m",
                        "0123456789abcdef"),),
                "Ana Silva", "2026-11-23", "It was only agreed.", (("status", "planned"),),
            ),
        ),
    )


def assembled_store(folder: Path | None) -> Store:
    """A store with the example and what it comes to."""
    store = open_store(folder or MEMORY)
    store.put_article(*example())
    store.replace_world(example_world())
    return store

"""The gate: of what is proposed only that which the article says becomes a fact."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract._ground import MAX_LISTED, MAX_REJECTED
from kg.extract.grounding import MAX_PROPOSED, ROLES, ground
from kg.extract.proposals import (
    Proposal,
    ProposedClaim,
    ProposedInstitution,
    ProposedLink,
    ProposedPerson,
    ProposedTopic,
    Quote,
)
from kg.model import Article, Facts
from kg.vocab import ROLE
from tests.extract.reading import lexicon
from tests.extract.test_extractor import check

TITLE = "Doctors for Malawi"
FIRST = "Portugal’s Ministry of Health signed a pact on malaria with Malawi on Monday."
SECOND = "Under the pact 40 doctors will be sent to Zomba Central Hospital, said Rui Costa, the" \
         " deputy health minister of Portugal."
THIRD = "Norway was not asked."
ARTICLE = Article("a", "\n".join((FIRST, SECOND, THIRD)), TITLE, "2023-05-24")

MINISTRY = ProposedInstitution("Ministry of Health", "ministry", "PT", (Quote(FIRST),),
                               ("Portugal's Ministry of Health",))
HOSPITAL = ProposedInstitution("Zomba Central Hospital", "hospital", "MW", (Quote(SECOND),))
PERSON = ProposedPerson("Rui Costa", "deputy health minister of Portugal", "PT", (Quote(SECOND),),
                        institution="Ministry of Health")
PACT = ProposedClaim("agreement", "signed", ("MW", "PT"), (Quote(FIRST),), "signed a pact",
                     "signed", ("Ministry of Health",), topics=("malaria",), date="2023-05-22")
DOCTORS = ProposedClaim("deployment", "planned", ("MW", "PT"), (Quote(SECOND),), "sent",
                        "will be sent", ("Rui Costa",), (("PT", "sender"), ("MW", "receiver")),
                        amounts=("40 doctors",), attribution="Rui Costa")
LINK = ProposedLink("Ministry of Health", "Zomba Central Hospital", (Quote(FIRST), Quote(SECOND)))
WHOLE = Proposal((MINISTRY, HOSPITAL), (PERSON,), (PACT, DOCTORS),
                 (ProposedTopic("malaria", (Quote("malaria"),)),), (LINK,))


def grounded(proposal: Proposal, article: Article = ARTICLE) -> Facts:
    facts = ground(article, proposal, lexicon(), name="test", extractor="test/1")
    check(article, facts)
    return facts


def causes(proposal: Proposal) -> list[str]:
    return [one.cause for one in grounded(proposal).rejected]


def claim(**changes: object) -> Proposal:
    """The pact, changed, beside what else is proposed."""
    return replace(WHOLE, claims=(replace(PACT, **changes),), links=())  # type: ignore[arg-type]


def test_what_the_article_says_passes() -> None:
    facts = grounded(WHOLE)
    assert facts.rejected == ()
    assert facts.relevant and facts.extractor == "test/1"
    assert [c.code for c in facts.countries] == ["MW", "PT"]
    assert facts.pairs == (("MW", "PT"),)
    assert [(i.key, i.name, i.country) for i in facts.institutions] == [
        ("i1", "Ministry of Health", "PT"), ("i2", "Zomba Central Hospital", "MW")]
    (person,) = facts.people
    assert (person.name, person.role, person.institution) == (
        "Rui Costa", "deputy health minister of Portugal", "i1")
    pact, doctors = facts.claims
    assert (pact.type, pact.status, pact.participants, pact.date) == (
        "agreement", "signed", ("i1",), "2023-05-22")
    assert pact.rule == "test.claim"
    assert doctors.roles == (("MW", "receiver"), ("PT", "sender"))
    assert [(q.value, q.unit, q.state) for q in doctors.quantities] == [
        ("40", "doctors", "pledged")]
    assert [(link.a, link.b) for link in facts.links] == [("i1", "i2")]
    assert [t.topic for t in facts.topics] == ["malaria"]


def test_a_party_that_the_quote_leaves_out_brings_its_sentence() -> None:
    (_, doctors) = grounded(WHOLE).claims
    assert [e.quote for e in doctors.evidence] == [SECOND, FIRST], "Malawi is named before"


def test_marks_and_spaces_may_be_written_otherwise() -> None:
    quote = FIRST.replace("’", "'").replace(" ", "  ")
    (pact,) = grounded(claim(quotes=(Quote(quote),))).claims
    assert pact.evidence[0].quote == FIRST, "cited as the article has it"


@pytest.mark.parametrize(("changes", "cause"), [
    ({"quotes": (Quote("Portugal signed a pact with Malawi."),)}, "does not stand in the article"),
    ({"quotes": (Quote("the pact"),)}, "does not hold the words for the act"),
    ({"quotes": (Quote("Portugal"),)}, "several places"),
    ({"quotes": (Quote(FIRST, 1),)}, "is not what stands at 1"),
    ({"quotes": (Quote(FIRST, -3),)}, "is not what stands at -3"),
    ({"quotes": (Quote(FIRST, 0, "title"),)}, "is not what stands at 0 of the title"),
    ({"quotes": (Quote(" "),)}, "an empty quote"),
    ({"quotes": (Quote("x" * 3000),)}, "a quote of 3000 characters"),
    ({"quotes": ()}, "no quote"),
    ({"type": "alliance"}, "type 'alliance' is not of the codebook"),
    ({"status": "done"}, "status 'done' is not of the codebook"),
    ({"modality": "sure"}, "modality 'sure' is not of the codebook"),
    ({"trigger": "ratified"}, "does not hold the words for the act, 'ratified'"),
    ({"trigger": ""}, "does not hold the words for the act"),
    ({"trigger": "igned"}, "does not hold the words for the act"),
    ({"status_words": "in force"}, "no quote holds the words for its status, 'in force'"),
    ({"countries": ("FR", "PT")}, "the article does not name the party FR"),
    ({"countries": ("PT",), "participants": ()}, "fewer than two parties"),
    ({"countries": ("XX", "PT"), "participants": ()}, "no ISO 3166-1 alpha-2 code"),
    ({"participants": ("Oslo Clinic",)}, "no institution or person that passed"),
    ({"participants": ("Rui Costa",)}, "no quote of the claim names it"),
    ({"topics": ("witchcraft",)}, "no id of data/topics.csv"),
    ({"roles": (("PT", "hero"),)}, "no role of a party to it"),
    ({"roles": (("NO", "donor"),)}, "no role of a party to it"),
    ({"date": "last week"}, "no date as 2018"),
    ({"place": "Lisbon"}, "does not stand in the article"),
    ({"attribution": "Ana Lima"}, "does not stand in the article"),
    ({"amounts": ("50 nurses",)}, "no quote holds the amount"),
    ({"amounts": ("malaria",)}, "no number with a unit"),
    ({"confidence": 0.0}, "expected more than 0, up to 1"),
    ({"confidence": float("nan")}, "expected more than 0, up to 1"),
    ({"confidence": 7.0}, "expected more than 0, up to 1"),
])
def test_what_it_does_not_say_is_turned_away(changes: dict[str, object], cause: str) -> None:
    assert any(cause in one for one in causes(claim(**changes)))


@pytest.mark.parametrize(("status", "words"), [
    ("completed", "will be sent"), ("ongoing", "will be sent"), ("signed", "will be sent")])
def test_a_status_is_not_rounded_up(status: str, words: str) -> None:
    changed = replace(DOCTORS, status=status, status_words=words)
    assert causes(replace(WHOLE, claims=(changed,), links=())) == [
        f"its verb looks ahead; that is not {status}"]


def test_what_is_denied_is_not_asserted() -> None:
    article = Article("a", "Chile has not signed the health agreement with Peru.")
    told = ProposedClaim("agreement", "signed", ("CL", "PE"), (Quote(article.text),),
                         "has not signed the health agreement", "signed")
    (one,) = grounded(Proposal(claims=(told,)), article).rejected
    assert one.cause == "its verb is denied"
    denied = grounded(Proposal(claims=(replace(told, modality="denied"),)), article)
    assert not denied.relevant and denied.rejected == ()


@pytest.mark.parametrize(("text", "words", "cause"), [
    ("Portugal will sign a pact on malaria with Malawi on Monday.", "pact", "looks ahead"),
    ("The minister said the pact on malaria of Portugal and Malawi will be signed soon.", "pact",
     "looks ahead"),
    ("Portugal did not sign a pact on malaria with Malawi.", "pact", "is denied"),
    ("Portugal signed a pact on malaria with Malawi.", ".", "hold no letter"),
])
@pytest.mark.parametrize("modality", ["asserted", "historical"])
def test_words_without_a_verb_are_read_with_the_verb_they_hang_on(
    text: str, words: str, cause: str, modality: str
) -> None:
    told = ProposedClaim("agreement", "signed", ("MW", "PT"), (Quote(text),), words, words,
                         modality=modality)
    (found,) = causes_of(Article("a", text), told)
    assert cause in found
    cut = replace(told, quotes=(Quote(text[text.index(words):]),))
    assert any(cause in one for one in causes_of(Article("a", text), cut)), "the verb is cut off"


def test_words_without_a_verb_may_hang_on_one_that_fits() -> None:
    text = "Portugal signed a pact on malaria with Malawi, and it will send doctors."
    told = ProposedClaim("agreement", "signed", ("MW", "PT"), (Quote(text),), "pact", "pact")
    assert causes_of(Article("a", text), told) == []


def test_a_headline_looks_ahead_without_an_auxiliary() -> None:
    article = Article("a", "Malaria is common there.", "Portugal to sign pact with Malawi")
    told = ProposedClaim("agreement", "signed", ("MW", "PT"), (Quote(article.title),),
                         "to sign pact", "sign")
    assert causes_of(article, told) == ["its verb looks ahead; that is not signed"]


@pytest.mark.parametrize(("institution", "cause"), [
    (replace(HOSPITAL, type="clinic"), "type 'clinic' is not of the codebook"),
    (replace(HOSPITAL, name="Zomba General Hospital"), "no quote holds the name"),
    (replace(HOSPITAL, name=""), "no name"),
    (replace(HOSPITAL, aliases=("ZCH",)), "does not stand in the article"),
    (replace(HOSPITAL, country="FR"), "the article does not name the country"),
    (replace(HOSPITAL, country="mw"), "no ISO 3166-1 alpha-2 code"),
    (replace(MINISTRY, aliases=()), "proposed twice"),
])
def test_names_must_stand_in_their_quotes(institution: ProposedInstitution, cause: str) -> None:
    found = causes(replace(WHOLE, institutions=(MINISTRY, institution), links=()))
    assert any(cause in one for one in found)


def test_a_ministry_may_be_named_as_the_codebook_does() -> None:
    article = Article("a", "The Polish health ministry gave masks to Laos.")
    own = ProposedInstitution("Ministry of Health", "ministry", "PL", (Quote(article.text),),
                              ("Polish health ministry",))
    gift = ProposedClaim("donation", "completed", ("LA", "PL"), (Quote(article.text),),
                         "gave masks", "gave", ("Ministry of Health",))
    facts = grounded(Proposal(institutions=(own,), claims=(gift,)), article)
    assert [i.name for i in facts.institutions] == ["Ministry of Health"]
    bank = replace(own, name="Bank of Health", type="company")
    assert not grounded(Proposal(institutions=(bank,), claims=(gift,)), article).institutions


def test_an_acronym_may_stand_for_the_name_that_the_registry_has() -> None:
    article = Article("a", "UNICEF gave vaccines to Laos.")
    fund = ProposedInstitution("United Nations Children's Fund", "international_organization",
                               None, (Quote("UNICEF"),), ("UNICEF",))
    gift = ProposedClaim("donation", "completed", ("LA",), (Quote(article.text),), "gave", "gave",
                         (fund.name,))
    facts = grounded(Proposal((fund,), (), (gift,)), article)
    assert (facts.rejected, facts.claims[0].participants) == ((), ("i1",))
    other = replace(fund, name="Children's Fund of Nowhere")
    assert not grounded(Proposal((other,), (), (gift,)), article).institutions


@pytest.mark.parametrize(("name", "kind", "alias", "is_tied"), [
    ("World Health Organization", "international_organization", "a", False),
    ("World Health Organization", "international_organization", "Health", False),
    ("World Health Organization", "international_organization", "WHO", True),
    ("Ministry of Health", "ministry", "pact", False),
    ("Ministry of Health", "ministry", "health ministry", True),
    ("Ministry of Health", "ministry", "MoH", True),
])
def test_an_alias_must_be_tied_to_the_name(name: str, kind: str, alias: str, is_tied: bool
                                           ) -> None:
    text = "The WHO, the health ministry of Portugal (MoH) and Malawi signed a Health pact."
    country = "PT" if kind == "ministry" else None
    one = ProposedInstitution(name, kind, country, (Quote(text),), (alias,))
    told = ProposedClaim("agreement", "signed", ("MW", "PT"), (Quote(text),), "signed", "signed")
    facts = grounded(Proposal((one,), claims=(told,)), Article("a", text))
    assert [i.name for i in facts.institutions] == [name] * is_tied
    assert any("nothing ties it" in r.cause for r in facts.rejected) is not is_tied


@pytest.mark.parametrize("blank", ["\u200b", "\ufeff", "\u200b \ufeff"])
def test_marks_without_width_are_no_words(blank: str) -> None:
    assert "an empty quote" in causes(claim(quotes=(Quote(blank),)))
    for changes in ({"trigger": blank}, {"status_words": blank}, {"place": blank},
                    {"amounts": (blank,)}, {"attribution": blank}):
        assert len(causes(claim(**changes))) == 1
    nameless = replace(HOSPITAL, name=blank)
    found = grounded(replace(WHOLE, institutions=(MINISTRY, nameless), links=()))
    assert [one.cause for one in found.rejected] == ["no name"]
    assert len(found.claims) == 2, "what else is proposed stands"


def test_long_lists_and_many_rejections_are_cut() -> None:
    many = tuple(f"Nobody {n}" for n in range(MAX_LISTED + 30))
    what = {one.what.rpartition(": ")[2]
            for one in grounded(claim(participants=many)).rejected}
    assert "30 more participants" in what and f"participant 'Nobody {MAX_LISTED}'" not in what
    facts = grounded(replace(WHOLE, refused=(("engagement", "\ud800"),) * (MAX_REJECTED + 9)))
    assert len(facts.rejected) == MAX_REJECTED + 1
    assert (facts.rejected[0].cause, facts.rejected[-1].what) == ("?", "9 more")


def test_two_ministries_of_one_name_are_two() -> None:
    text = "The Ministry of Health of Kenya and Cuba's Ministry of Health signed a malaria pact."
    article = Article("a", text)
    name, whole = "Ministry of Health", (Quote(text),)
    own = (ProposedInstitution(name, "ministry", "KE", whole, ("Ministry of Health of Kenya",)),
           ProposedInstitution(name, "ministry", "CU", whole, ("Cuba's Ministry of Health",)))
    pact = ProposedClaim("agreement", "signed", ("CU", "KE"), whole, "signed", "signed", (name,))
    link = ProposedLink(name, name, whole)
    facts = grounded(Proposal(own, (), (pact,), (), (link,)), article)
    assert facts.rejected == ()
    assert {(i.key, i.country) for i in facts.institutions} == {("i1", "CU"), ("i2", "KE")} or {
        (i.key, i.country) for i in facts.institutions} == {("i1", "KE"), ("i2", "CU")}
    assert facts.claims[0].participants == ("i1", "i2")
    assert [(one.a, one.b) for one in facts.links] == [("i1", "i2")]
    only = replace(pact, countries=("KE", "CU"), participants=("Cuba's Ministry of Health",))
    (alone,) = grounded(Proposal(own, (), (only,)), article).claims
    assert len(alone.participants) == 1


def test_an_office_must_stand_with_the_person() -> None:
    king = replace(WHOLE, people=(replace(PERSON, role="King of Portugal"),))
    (person,) = grounded(king).people
    assert person.role is None
    assert "no quote of the person holds it" in causes(king)


@pytest.mark.parametrize(("link", "cause"), [
    (replace(LINK, quotes=(Quote(FIRST),)), "the quotes do not name both"),
    (replace(LINK, b="Ministry of Health"), "not two institutions that passed"),
    (replace(LINK, b="Rui Costa"), "not two institutions that passed"),
    (replace(LINK, b="Oslo Clinic"), "not two institutions that passed"),
])
def test_a_link_needs_both_ends(link: ProposedLink, cause: str) -> None:
    assert causes(replace(WHOLE, links=(link,))) == [cause]


def test_two_of_one_country_make_no_link() -> None:
    both = (MINISTRY, replace(HOSPITAL, country="PT"))
    assert causes(replace(WHOLE, institutions=both)) == ["two institutions of one country"]


def test_without_a_claim_there_is_nothing() -> None:
    facts = grounded(replace(WHOLE, claims=()))
    assert not facts.relevant


def test_without_a_word_of_health_there_is_nothing() -> None:
    article = Article("a", "Chile and Peru signed a treaty on copper.")
    told = ProposedClaim("agreement", "signed", ("CL", "PE"), (Quote(article.text),), "signed",
                         "signed")
    assert causes_of(article, told) == ["the article has no word of health"]


def causes_of(article: Article, told: ProposedClaim) -> list[str]:
    return [one.cause for one in grounded(Proposal(claims=(told,)), article).rejected]


def test_a_flood_of_proposals_is_cut() -> None:
    flood = replace(WHOLE, claims=(PACT,) * (MAX_PROPOSED + 7))
    facts = grounded(flood)
    assert [c.type for c in facts.claims] == ["agreement"], "the same again is the same"
    assert "7 more of claim" in {one.what for one in facts.rejected}


def test_what_a_plug_in_dropped_itself_is_listed() -> None:
    assert causes(replace(WHOLE, refused=(("engagement 3", "no status"),))) == ["no status"]


def test_the_roles_are_those_of_the_ontology() -> None:
    sides = {"source", "target", "joint", "third-party"}
    assert ROLES | sides == set(ROLE)


_WORDS = st.sampled_from([FIRST, SECOND, THIRD, TITLE, "Portugal", "signed", "", "Malawi", "40",
                          "Ministry of Health", "XX", "PT", "malaria", "\x00", "(", "will"])
_QUOTES = st.lists(st.builds(Quote, _WORDS, st.none() | st.integers(-5, 400)),
                   max_size=3).map(tuple)
_LISTS = st.lists(_WORDS, max_size=3).map(tuple)
_CLAIMS = st.builds(
    ProposedClaim, st.sampled_from(["agreement", "x"]), st.sampled_from(["signed", "planned"]),
    _LISTS, _QUOTES, _WORDS, _WORDS, _LISTS, st.lists(st.tuples(_WORDS, _WORDS), max_size=2).map(
        tuple), _LISTS, st.none() | _WORDS, st.none() | _WORDS, _LISTS, st.none() | _WORDS)
_BODIES = st.builds(ProposedInstitution, _WORDS, st.sampled_from(["ministry", "ngo", ""]),
                    st.none() | _WORDS, _QUOTES, _LISTS)


@given(st.lists(_CLAIMS, max_size=4), st.lists(_BODIES, max_size=3))
@settings(max_examples=150, deadline=None)
def test_whatever_is_proposed_the_promises_hold(
    claims: list[ProposedClaim], bodies: list[ProposedInstitution]
) -> None:
    grounded(Proposal(tuple(bodies), claims=(*claims, PACT)))

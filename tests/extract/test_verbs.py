"""Verb groups: tense, voice, polarity, and what is a noun after all."""

from __future__ import annotations

import pytest

from kg.extract.text import read_document
from kg.extract.verbs import find_verb_groups, inflect
from kg.model import Article
from tests.extract.reading import lexicon


def groups(text: str) -> list[str]:
    """Each group as "words: lemma tense flags"."""
    document = read_document(Article("a", text))
    rows = []
    for g in find_verb_groups(document, lexicon().verbs):
        flags = "".join(name[0].upper() for name in ("passive", "negated", "due")
                        if getattr(g, name))
        rows.append(f"{g.lemma} {g.tense}{' ' + flags if flags else ''}")
    return rows


@pytest.mark.parametrize(("text", "expected"), [
    ("They signed the pact.", ["sign past"]),
    ("The pact was signed on Monday.", ["sign past P"]),
    ("The pact has been signed.", ["sign present P"]),
    ("The pact has not yet been signed.", ["sign present PN"]),
    ("They will soon sign the pact.", ["sign future"]),
    ("The pact is to be signed.", ["sign present PD"]),
    ("The pact has yet to be signed.", ["sign present PD"]),
    ("The two may sign the pact.", ["sign may"]),
    ("They agreed to sign the pact.", ["agree past", "sign base"]),
    ("China has since 1983 been sending teams.", ["send present"]),
    ("A deal signed by Kenya drew protest.", ["sign participle P", "draw past"]),
    ("The doses made in Russia were flown in.", ["fly past P"]),
    ("They can conduct trials and exchange related data.",
     ["conduct can", "exchange can", "relate participle"]),
    ("They set up a committee.", ["set up past"]),
    ("France called for a roadmap.", ["call for past"]),
])
def test_groups(text: str, expected: list[str]) -> None:
    assert [row for row in groups(text) if row.split()[0] in
            {e.split()[0] for e in expected}] == expected


@pytest.mark.parametrize("text", [
    "The visit of the minister", "a joint plan for health", "medical supplies for the hospital",
    "the signed pact", "one building", "his support", "Mr Will of the Bank",
], ids=str)
def test_nouns_are_no_verbs(text: str) -> None:
    document = read_document(Article("a", text))
    found = find_verb_groups(document, lexicon().verbs)
    assert [g for g in found if not g.attributive] == []


@pytest.mark.parametrize(("lemma", "past", "gerund"), [
    ("supply", "supplied", "supplying"), ("donate", "donated", "donating"),
    ("equip", "equipped", "equipping"), ("confer", "conferred", "conferring"),
    ("agree", "agreed", "agreeing"), ("visit", "visited", "visiting"),
    ("sign", "signed", "signing"), ("ship", "shipped", "shipping"),
    ("hand over", "handed over", "handing over"),
])
def test_regular_forms(lemma: str, past: str, gerund: str) -> None:
    forms = inflect(lemma)
    assert (forms["past"], forms["gerund"]) == (past, gerund)


@pytest.mark.parametrize(("text", "expected"), [
    ("Peruvian nurses currently work in Ghana.", ["work"]),
    ("Peruvian nurses now serve in hospitals in Ghana.", ["serve"]),
    ("The Peruvian nurses regularly train midwives in Ghana.", ["train"]),
    ("Peru currently supplies medicines to Ghana.", ["supplies"]),
    ("The ministers praised the daily work in hospitals in Ghana.", ["praised"]),
    ("The ministers praised the elderly visitors.", ["praised"]),
    ("It now falls to the ministry.", []),
])
def test_an_adverb_between_subject_and_verb(text: str, expected: list[str]) -> None:
    document = read_document(Article("a", text))
    groups = find_verb_groups(document, lexicon().verbs)
    assert [document.words[g.head] for g in groups] == expected

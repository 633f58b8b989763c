"""To reject an offer is to refuse it; to reject a report is to deny what it says."""

from __future__ import annotations

import pytest

from tests.extract.reading import acts_of, claims_of


@pytest.mark.parametrize("text", [
    "Ghana's health ministry rejected reports that Peru had signed a deal with Ghana to send"
    " doctors.",
    "Ghana's government rejected suggestions that it had signed a deal with Peru to recruit"
    " nurses.",
    "The health minister of Ghana dismissed as false several media reports that Peru had built a"
    " hospital in Ghana.",
    "The minister brushed aside speculation that Peru and Ghana had signed a health agreement.",
    "Ghana's health ministry denied allegations that Peru had sent unqualified doctors to Ghana.",
    "Reports that Peru donated vaccines to Ghana were dismissed by the health ministry.",
    "The claim that Peru donated vaccines to Ghana was rejected by the health ministry.",
    "The Ghanaian health ministry, rejecting rumours, but not in writing, dismissed the notion"
    " that Peru had donated vaccines to Ghana.",
])
def test_a_report_that_is_rejected_is_denied(text: str) -> None:
    claims = claims_of(text)
    assert claims and {c.modality for c in claims} == {"denied"}


@pytest.mark.parametrize(("text", "expected"), [
    # an offer, an agreement
    ("Ghana rejected an offer from Peru to send doctors.", {("deployment", "ended", "GH-PE")}),
    ("Ghana's parliament rejected a health agreement with Peru.",
     {("agreement", "ended", "GH-PE")}),
    # what is said against a thing leaves it as it is
    ("Ghana rejected criticism of its health agreement with Peru.",
     {("agreement", "signed", "GH-PE")}),
    # what stands beside the report
    ("While rejecting claims that the vaccine was unsafe, Peru donated 5,000 doses to Ghana.",
     {("donation", "completed", "GH-PE")}),
    ("Peru donated 5,000 doses of vaccine to Ghana, the minister said, rejecting claims that they"
     " were unsafe.", {("donation", "completed", "GH-PE")}),
    ("The minister dismissed rumours of a shortage, saying that Peru had donated 5,000 doses of"
     " vaccine to Ghana.", {("donation", "completed", "GH-PE")}),
])
def test_what_is_not_the_content_of_the_report_stands(
        text: str, expected: set[tuple[str, str, str]]) -> None:
    assert acts_of(text) == expected


def test_to_deny_a_denial_asserts_nothing() -> None:
    text = "Peru rejected claims that it had not sent doctors to Ghana."
    assert {c.modality for c in claims_of(text)} == {"hypothetical"}

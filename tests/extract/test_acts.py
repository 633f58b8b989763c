"""What makes a verb and a thing an act of one type and not of another."""

from __future__ import annotations

import pytest

from tests.extract.reading import acts_of


@pytest.mark.parametrize(("text", "kind"), [
    ("India handed over ventilators to Nepal.", "donation"),
    ("India shipped humanitarian aid to hospitals of Nepal.", "response"),
    ("India sent a team of doctors to Nepal.", "deployment"),
    ("India sent a delegation of its Ministry of Health to Nepal.", "visit"),
    ("India gave a grant of $5 million to Nepal's hospitals.", "financing"),
    ("India offered scholarships to medical students from Nepal.", "training"),
    ("India bought vaccine doses from Nepal.", "trade"),
    ("India built a hospital in Nepal.", "infrastructure"),
    ("India and Nepal conducted a clinical trial of a vaccine.", "research"),
    ("India and Nepal drew up a roadmap for health cooperation.", "plan"),
    ("India and Nepal signed a protocol on health.", "agreement"),
    ("Hospitals in India treated patients from Nepal.", "care"),
    ("Doctors of India and Nepal shared their experience.", "information"),
    ("India and Nepal held a medical congress.", "conference"),
    ("Nepalese officials received medicines donated by India.", "donation"),
    ("The provision of medical equipment by India to Nepal was completed.", "donation"),
    ("The technology of the vaccine was transferred by Cuba to Iran.", "trade"),
])
def test_types(text: str, kind: str) -> None:
    assert kind in {k for k, _, _ in acts_of(text)}


@pytest.mark.parametrize(("text", "kind"), [
    # "delivered" a speech; "operation" of a law; "treat" as negotiate
    ("India's ambassador delivered a speech on health in Nepal.", "donation"),
    # where people work is not what is built
    ("Doctors from India work in hospitals of Nepal.", "infrastructure"),
    # what is received is not given away again
    ("China donated ventilators to Nepal's hospitals.", "infrastructure"),
    # a hospital that patients of one country go to
    ("The vaccine was developed in Russia and given to patients there.", "care"),
])
def test_almost(text: str, kind: str) -> None:
    assert kind not in {k for k, _, _ in acts_of(text)}


def test_an_agreement_to_lend_is_financing_as_well() -> None:
    """Codebook, rule 2: one status for both."""
    text = "Japan and Sri Lanka signed a loan agreement of 5 billion yen for hospitals."
    assert {(k, s) for k, s, _ in acts_of(text)} >= {("agreement", "signed"),
                                                      ("financing", "signed")}

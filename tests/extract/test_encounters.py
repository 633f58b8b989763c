"""Meetings, visits and cooperation: told by who stands beside the verb."""

from __future__ import annotations

import pytest

from tests.extract.reading import acts_of


@pytest.mark.parametrize(("text", "expected"), [
    ("Iranian Health Minister Bahram Einollahi met Cuban Ambassador Alberto Gonzalez to discuss"
     " vaccines.", ("meeting", "completed", "CU-IR")),
    ("Iranian Health Minister Bahram Einollahi received the Cuban ambassador to discuss vaccines.",
     ("meeting", "completed", "CU-IR")),
    ("Iranian Health Minister Bahram Einollahi spoke by telephone with his Cuban counterpart about"
     " vaccines.", ("meeting", "completed", "CU-IR")),
    ("Iranian Health Minister Bahram Einollahi visited Cuba to see vaccine plants.",
     ("visit", "completed", "CU-IR")),
    ("Iranian Health Minister Bahram Einollahi will travel to Cuba to see vaccine plants.",
     ("visit", "planned", "CU-IR")),
    ("The Pasteur Institute of Iran cooperates with the Finlay Vaccine Institute of Cuba on"
     " vaccines.", ("partnership", "ongoing", "CU-IR")),
    ("The Pasteur Institute of Iran is now in cooperation with French hospitals on vaccines.",
     ("partnership", "ongoing", "FR-IR")),
    ("Iran and Cuba cooperate in health.", ("cooperation", "ongoing", "CU-IR")),
])
def test_encounters(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in acts_of(text)


@pytest.mark.parametrize("text", [
    "Iranian Health Minister Bahram Einollahi met Iranian nurses to discuss vaccines from Cuba.",
    "The vaccine met the standards of Iran and Cuba for hospitals.",
], ids=str)
def test_no_meeting(text: str) -> None:
    assert "meeting" not in {k for k, _, _ in acts_of(text)}


def test_who_visits_the_own_country_does_not_travel() -> None:
    text = "Cuban Health Minister Jose Portal visited hospitals in Cuba with equipment from Iran."
    assert "visit" not in {k for k, _, _ in acts_of(text)}

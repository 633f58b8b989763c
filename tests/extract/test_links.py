"""Which institutions an article joins: in what roles, and over which sentences."""

from __future__ import annotations

import pytest

from tests.extract.reading import facts_of


def links_of(text: str, title: str = "") -> set[frozenset[str]]:
    """The pairs of names that a text joins."""
    facts = facts_of(text, title=title)
    names = {i.key: i.name for i in facts.institutions}
    return {frozenset((names[link.a], names[link.b])) for link in facts.links}


@pytest.mark.parametrize(("text", "one", "other"), [
    ("A memorandum on nursing was signed between Makerere University of Uganda and Lund"
     " University of Sweden.", "Makerere University", "Lund University"),
    ("On Monday Makerere University in Uganda signed an agreement on malaria research with Lund"
     " University of Sweden.", "Makerere University", "Lund University"),
    ("A hospital agreement was signed by the rector of Makerere University of Uganda and the rector"
     " of Lund University of Sweden.", "Makerere University", "Lund University"),
    ("Nepal's Ministry of Health opened a tuberculosis laboratory in cooperation with the World"
     " Health Organization.", "Ministry of Health", "World Health Organization"),
    ("The Turkish Cooperation and Coordination Agency handed over an X-ray machine to Garowe"
     " General Hospital in Somalia.", "Turkish Cooperation and Coordination Agency",
     "Garowe General Hospital"),
    ("Medicines were delivered to Kenya's Ministry of Health through UNICEF by Japan.",
     "Ministry of Health", "United Nations Children's Fund"),
    ("Under an agreement with Vietnam's Ministry of Health, the Japan International Cooperation"
     " Agency will supply incubators.", "Ministry of Health",
     "Japan International Cooperation Agency"),
    ("With the support of the Korea International Cooperation Agency, Hanoi Medical University in"
     " Vietnam opened a simulation centre.", "Korea International Cooperation Agency",
     "Hanoi Medical University"),
    ("The malaria project is financed by the Asian Development Bank and implemented by Vietnam's"
     " Ministry of Health.", "Asian Development Bank", "Ministry of Health"),
    ("It now falls to Kenya's Ministry of Health, together with Lund University of Sweden, to teach"
     " the nurses that China has sent.", "Ministry of Health", "Lund University"),
    ("Ten incubators were turned over to Kenya's Ministry of Health by the World Bank.",
     "Ministry of Health", "World Bank"),
    ("Dr Ann Lee signed the medical agreement on behalf of Lund University of Sweden, and Dr Tran"
     " Van Nam for Hanoi Medical University of Vietnam.", "Lund University",
     "Hanoi Medical University"),
    ("Under the loan agreement signed with the Asian Development Bank, Vietnam's Ministry of Health"
     " will build ten hospitals.", "Asian Development Bank", "Ministry of Health"),
    ("A cooperation in cancer care will link Hanoi Medical University in Vietnam with Lund"
     " University of Sweden.", "Hanoi Medical University", "Lund University"),
    ("The partnership of Lund University in Sweden and Hanoi Medical University in Vietnam covers"
     " nursing.", "Lund University", "Hanoi Medical University"),
])
def test_roles_that_join(text: str, one: str, other: str) -> None:
    assert links_of(text) == {frozenset((one, other))}


@pytest.mark.parametrize("text", [
    # what a report says is no act of those who wrote it
    "China gave vaccines to Kenya's Ministry of Health, a report by Lund University in Sweden"
    " says.",
    # two behind one "with" are on one side
    "Kenya signed a health agreement with Lund University of Sweden and Oslo University of Norway.",
    # to attend and to be the source is to have no part
    "Kenya's Ministry of Health received ten ambulances from China, according to Lund University of"
    " Sweden.",
    # to meet is no tie
    "Sweden's Ministry of Health and Kenya's Ministry of Health held talks on nursing.",
    # one country
    "Lund University of Sweden and Uppsala University of Sweden signed a medical agreement with"
    " Kenya.",
    # not done yet
    "Makerere University of Uganda should sign a health agreement with Lund University of Sweden,"
    " the ambassador said.",
])
def test_roles_that_do_not_join(text: str) -> None:
    assert links_of(text) == set()


def test_the_house_that_money_is_for_is_named_before() -> None:
    text = ("Garowe General Hospital in Somalia needs a new ward. The Kuwait Fund for Arab Economic"
            " Development will finance the project with a grant of 3 million dollars to Somalia.")
    facts = facts_of(text)
    assert links_of(text) == {frozenset((
        "Garowe General Hospital", "Kuwait Fund for Arab Economic Development"))}
    quotes = [e.quote for e in facts.links[0].evidence]
    assert any("Garowe" in q for q in quotes) and any("Kuwait Fund" in q for q in quotes)


def test_what_supports_it_is_joined_with_who_does_it() -> None:
    text = ("Kenya's Ministry of Health trained nurses from Uganda in June. The World Health"
            " Organization supported the course.")
    assert links_of(text) == {frozenset(("Ministry of Health", "World Health Organization"))}


def test_a_lone_partner_is_joined_with_what_the_text_is_about() -> None:
    text = ("Lund University of Sweden is looking for partners in Kenya. A contract on medical"
            " training was signed with the University of Nairobi on Monday.")
    assert links_of(text) == {frozenset(("Lund University", "University of Nairobi"))}


def test_who_implements_is_joined_with_who_pays() -> None:
    text = ("The Asian Development Bank gave Bhutan a grant of 5 million dollars for vaccines. The"
            " project will be implemented by Bhutan's Ministry of Health.")
    assert links_of(text) == {frozenset(("Asian Development Bank", "Ministry of Health"))}


def test_the_two_institutes_are_those_named_last() -> None:
    text = ("Cuba's Finlay Vaccine Institute invited scientists of the Pasteur Institute of Iran."
            " The two institutes signed an agreement on vaccines.")
    assert links_of(text) == {frozenset(("Finlay Vaccine Institute", "Pasteur Institute of Iran"))}

"""How far an act got: a wish is never a deed. Right and almost right stand side by side."""

from __future__ import annotations

import pytest

from tests.extract.reading import acts_of, claims_of


def status(text: str, kind: str) -> set[str]:
    return {s for k, s, _ in acts_of(text) if k == kind}


@pytest.mark.parametrize(("text", "kind", "expected"), [
    # agreements
    ("The health ministers of Kenya and Cuba signed a memorandum of understanding on health.",
     "agreement", "signed"),
    ("The health ministers of Kenya and Cuba will sign a memorandum of understanding on health.",
     "agreement", "planned"),
    ("Kenya and Cuba may sign a memorandum of understanding on health.", "agreement", "proposed"),
    ("Kenya called for the signing of a health agreement with Cuba.", "agreement", "proposed"),
    ("Kenya and Cuba agreed to sign a memorandum of understanding on health.", "agreement",
     "planned"),
    ("The Cabinet approved the proposal of the Minister of Health of Kenya to sign a memorandum of"
     " understanding on health with Cuba.", "agreement", "planned"),
    ("A health agreement between Kenya and Cuba has yet to be signed.", "agreement", "planned"),
    ("Kenya and Cuba discussed a memorandum of understanding on health.", "agreement", "proposed"),
    ("A memorandum of understanding on health between Kenya and Cuba, once signed, will help"
     " hospitals.", "agreement", "planned"),
    ("Under a memorandum of understanding between Kenya and Cuba, doctors work in hospitals.",
     "agreement", "signed"),
    ("The parliament of Kenya ratified the health agreement with Cuba.", "agreement", "signed"),
    # donations
    ("India donated 50,000 doses of vaccine to Nepal.", "donation", "completed"),
    ("India will donate 50,000 doses of vaccine to Nepal.", "donation", "planned"),
    ("India pledged 50,000 doses of vaccine to Nepal.", "donation", "planned"),
    ("India offered to donate 50,000 doses of vaccine to Nepal.", "donation", "proposed"),
    ("50,000 doses of vaccine are to be handed over by India to Nepal.", "donation", "planned"),
    ("50,000 doses of vaccine were handed over by India to Nepal.", "donation", "completed"),
    ("Nepal asked India to donate 50,000 doses of vaccine.", "donation", "proposed"),
    # training, deployment
    ("Turkey expressed readiness to train Somali doctors.", "training", "proposed"),
    ("Turkey has begun to train Somali doctors.", "training", "ongoing"),
    ("Turkey trained 40 Somali doctors.", "training", "completed"),
    ("Turkey has suspended the training of Somali doctors.", "training", "ended"),
    ("Fifty Cuban doctors arrived in Kenya to work in its hospitals.", "deployment", "ongoing"),
    ("Cuba will send fifty doctors to Kenya.", "deployment", "planned"),
    # infrastructure, research
    ("Korea built a children's hospital in Uzbekistan.", "infrastructure", "completed"),
    ("Korea plans to build a children's hospital in Uzbekistan.", "infrastructure", "planned"),
    ("Iran and Cuba are conducting a clinical trial of the vaccine.", "research", "ongoing"),
    ("Iran and Cuba stressed the need for joint research on vaccines.", "research", "proposed"),
    # meetings
    ("Iran's health minister met his Cuban counterpart to discuss health.", "meeting",
     "completed"),
    ("Iran's health minister will meet his Cuban counterpart to discuss health.", "meeting",
     "planned"),
])
def test_status(text: str, kind: str, expected: str) -> None:
    assert status(text, kind) == {expected}


@pytest.mark.parametrize(("text", "kind"), [
    ("Kenya did not sign the health agreement with Cuba.", "agreement"),
    ("Kazakhstan will not send vaccine doses to Kyrgyzstan.", "donation"),
    ("If Cuba sends doctors to Kenya, hospitals will open.", "deployment"),
])
def test_denied_and_conditional_acts_are_flagged(text: str, kind: str) -> None:
    """They stay among the claims with their modality, and out of what is asserted."""
    assert status(text, kind) == set()
    assert {c.modality for c in claims_of(text) if c.type == kind} <= {"denied", "hypothetical"}


def test_an_old_agreement_in_a_new_meeting_is_an_act_of_its_own() -> None:
    text = ("Iranian Health Minister Bahram Einollahi met Omani Health Minister Hilal Al Sabti in"
            " Muscat on Monday. The two countries signed a memorandum of understanding on health"
            " in 2016.")
    claims = {c.type: c for c in claims_of(text)}
    assert claims["agreement"].status == "signed"
    assert claims["agreement"].date == "2016"
    assert claims["meeting"].date == "2023-05-22"


def test_a_reference_to_an_agreement_takes_the_status_told_elsewhere() -> None:
    text = ("The Cabinet of India approved the signing of a memorandum of understanding with Israel"
            " on health. The MoU covers the training of doctors.")
    assert status(text, "agreement") == {"planned"}


def test_every_status_says_which_words_set_it() -> None:
    """The rule of a claim names trigger, status and parties."""
    for claim in claims_of("India will donate 50,000 doses of vaccine to Nepal."):
        assert claim.rule.count("/") == 2


@pytest.mark.parametrize(("text", "kind", "expected"), [
    ("Talks between Ghana and Peru on a vaccine agreement broke down on Monday.",
     "agreement", {"ended"}),
    ("Ghana and Peru held talks on a health agreement.", "agreement", {"proposed"}),
    ("Ghana has declined to let Médecins Sans Frontières (MSF), the French charity that is known"
     " as Doctors Without Borders, put up a hospital.", "infrastructure", {"ended"}),
    ("Peru was to send 50 doctors to Ghana, but the deployment was cancelled.", "deployment",
     {"ended"}),
    ("The purchase of vaccines by Taiwan from Germany's BioNTech is stuck.", "trade", {"ended"}),
    ("Peru's Ministry of Health intends to sign a memorandum of understanding with the Portuguese"
     " Ministry of Health later this year.", "agreement", {"planned"}),
    ("Peru's Ministry of Health signed a memorandum of understanding with the Portuguese Ministry"
     " of Health.", "agreement", {"signed"}),
])
def test_what_came_to_nothing_is_not_rounded_up(text: str, kind: str, expected: set[str]) -> None:
    assert status(text, kind) == expected


@pytest.mark.parametrize(("text", "modality"), [
    ("It is not true that Cuba sent 100 doctors to Ghana, the ministry said.", "denied"),
    ("Reports that Cuba had sent doctors to Ghana are false, the health ministry said.", "denied"),
    ("Nothing has been settled about the hiring of Cuban doctors for Ghana.", "denied"),
    ("Ghana denied that it had signed a health agreement with Peru.", "denied"),
    ("Ghana's health ministry denied on Monday that Peru had donated vaccines.", "denied"),
    ("The health ministers of Ghana and Peru did not discuss a loan for a hospital.", "denied"),
    ("Ghana accused Peru of blocking the delivery of vaccines to Accra.", "hypothetical"),
    ("Ghana will build a hospital in Togo if Peru lends the money.", "hypothetical"),
])
def test_denials_and_conditions_are_no_acts(text: str, modality: str) -> None:
    claims = claims_of(text)
    assert claims and {c.modality for c in claims} == {modality}


def test_the_day_on_which_it_was_said_is_not_the_day_of_the_act() -> None:
    text = "India will build a hospital in Mombasa, President Ruto of Kenya said on Wednesday."
    assert [c.date for c in claims_of(text)] == [None]


@pytest.mark.parametrize(("text", "kind", "expected"), [
    # what is said of a thing does not undo what the words behind it say was done
    ("Laos and Korea want to renew interest in the health agreement that they signed in 2015.",
     "agreement", {"signed"}),
    ("Laos and Korea want to sign a health agreement.", "agreement", {"proposed"}),
    ("Korea's minister called for the opening of the clinic built by Korea in Laos.",
     "infrastructure", {"completed", "proposed"}),
    ("Korea's minister called for a clinic in Laos to be built by Korea.", "infrastructure",
     {"proposed"}),
    ("Laos wants nurses trained in Korea.", "training", {"proposed"}),
    # what is carried out exists; what is prepared does not yet
    ("Laos and Korea discussed carrying out projects under their memorandum of understanding on"
     " health.", "agreement", {"signed"}),
    ("Laos and Korea discussed how the memorandum of understanding on health might be worded.",
     "agreement", {"proposed"}),
    ("Laos plans to sign a health agreement and Korea is near to a memorandum of understanding on"
     " nursing with Laos.", "agreement", {"planned", "proposed"}),
    # one act in one sentence is told once
    ("The ventilators donated by Korea will be handed over to Laos on Monday.", "donation",
     {"planned"}),
    # should
    ("Laos and Korea should sign a health agreement, the minister said.", "agreement",
     {"proposed"}),
    ("The doses from Korea should arrive in Laos in May.", "donation", {"planned"}),
    # an announcement that something is said gives nothing
    ("Korea has built a clinic in Laos, it was announced on Monday.", "infrastructure",
     {"completed"}),
    # no wish has a verb in the past in its scope
    ("The health ministers of Laos and Korea agreed on it in Seoul when they met on Monday.",
     "meeting", {"completed"}),
    ("The health ministers of Laos and Korea agreed to meet in Seoul on Monday.", "meeting",
     {"planned"}),
    ("Korea's ambassador hoped for more at a meeting with the health minister of Laos.",
     "meeting", {"completed"}),
    ("Korea's ambassador hoped for a meeting with the health minister of Laos.", "meeting",
     {"proposed"}),
    # what stands in one list governs nothing in it
    ("Laos wants Korea to keep prices low, to train nurses and to build a clinic.", "training",
     {"proposed"}),
    # a noun that is a means, or a subject of talk, is told elsewhere
    ("With the grant from Korea the health ministry of Laos buys vans.", "financing", set()),
    ("The grant from Korea for the health ministry of Laos was announced on Monday.", "financing",
     {"planned"}),
    ("The training of nurses from Laos in Korea was a further subject.", "training",
     {"proposed"}),
    ("Vaccines were the subject of talks between the health ministers of Laos and Korea.",
     "meeting", {"completed"}),
    # what opens a sentence with its own comma governs nothing behind it
    ("To plan the work, a visit was paid to Laos by the health minister of Korea.", "visit",
     {"completed"}),
    ("Korea's health minister plans to pay a visit to hospitals in Laos.", "visit", {"planned"}),
    # journeys
    ("Korea's health minister is flying to Laos on Friday to see hospitals.", "visit",
     {"planned"}),
    ("Korea's health minister, who is in Laos to see hospitals, praised the nurses.", "visit",
     {"ongoing"}),
    # approval in the passive
    ("Approval has been given by the Cabinet of Laos to the memorandum of understanding on health"
     " with Korea.", "agreement", {"planned"}),
    ("Aid has been given by the Cabinet of Laos under the memorandum of understanding on health"
     " with Korea.", "agreement", {"signed"}),
    ("Korea agreed to build a fully equipped hospital in Laos.", "infrastructure", {"planned"}),
])
def test_scope(text: str, kind: str, expected: set[str]) -> None:
    assert status(text, kind) == expected


def test_what_a_cabinet_approves_was_not_done_before() -> None:
    """Money that a bulletin calls awarded, and then has approved, is planned; not that of a
    text whose cabinet approves something else."""
    award = "Japan has awarded a grant of $5 million to Laos for hospitals. "
    approved = award + ("Accordingly, the proposal of the Minister of Health to carry out the"
                        " project was approved by the Cabinet.")
    assert status(approved, "financing") == {"planned"}
    assert status(award + "The dates of the holidays were approved by the Cabinet.",
                  "financing") == {"completed"}

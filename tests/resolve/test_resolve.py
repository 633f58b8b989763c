"""Which mentions become one entity, and which almost the same ones do not."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DataError
from kg.model import Evidence, Facts, Institution, Person
from kg.resolve import Registered, read_registry, resolve, to_registry
from kg.resources import data_path

EVIDENCE = (Evidence(0, 1, "x"),)
REGISTRY = to_registry([
    Registered("ir-pasteur-institute", "research_institute", "IR",
               ("Pasteur Institute of Iran", "PII", "Pasteur Institute")),
    Registered("fr-institut-pasteur", "research_institute", "FR",
               ("Institut Pasteur", "Pasteur Institute")),
    Registered("ke-ministry-of-health", "ministry", "KE", ("Ministry of Health (Kenya)", "MoH")),
    Registered("who", "international_organization", None, ("World Health Organization", "WHO")),
])


def inst(name: str, country: str | None, kind: str = "hospital", *aliases: str,
         row: str | None = None) -> Institution:
    return Institution("", name, kind, country, aliases, EVIDENCE, "test", registry_id=row)


def person(name: str, country: str | None, role: str | None = None, *aliases: str) -> Person:
    return Person("", name, role, country, aliases, EVIDENCE, "test")


def facts_of(*mentions: Institution | Person) -> list[Facts]:
    """Each mention in an article of its own, a01, a02, …"""
    return [
        Facts(
            f"a{number:02}", True,
            institutions=(Institution("i1", *_rest(m)),) if isinstance(m, Institution) else (),
            people=(Person("i1", *_rest(m)),) if isinstance(m, Person) else (),
        )
        for number, m in enumerate(mentions, 1)
    ]


def _rest(mention: Institution | Person) -> Iterable[object]:
    return (getattr(mention, name) for name in mention.__slots__ if name != "key")


def groups(*mentions: Institution | Person) -> list[list[int]]:
    """The numbers (from 1) of the mentions that became one entity, group by group."""
    facts = facts_of(*mentions)
    entities, mapping = resolve(facts, REGISTRY)
    assert resolve(reversed(facts), REGISTRY) == (entities, mapping), "order must not matter"
    assert sorted(mapping) == [(one.article, "i1") for one in facts], "each mention has one entity"
    return sorted([int(article[1:]) for article, _ in entity.mentions] for entity in entities)


ONE = [
    ("the registry row that the extractor recognised",
     inst("Pasteur", "IR", row="ir-pasteur-institute"),
     inst("PII", "IR", row="ir-pasteur-institute")),
    ("a name of the registry in its country",
     inst("Pasteur Institute", "IR"), inst("x", "IR", row="ir-pasteur-institute")),
    ("the registry's name with its country in brackets",
     inst("Ministry of Health", "KE", "ministry"), inst("x", "KE", row="ke-ministry-of-health")),
    ("an alias that the registry knows",
     inst("Iranian Pasteur", "IR", "research_institute", "Pasteur Institute of Iran"),
     inst("x", "IR", row="ir-pasteur-institute")),
    ("an international organisation has no country",
     inst("WHO", None, "international_organization"), inst("x", None, row="who")),
    ("case, article, accents, marks and spelling",
     inst("The Saint-Étienne Heart Center", "FR"), inst("saint etienne heart centre", "FR")),
    ("one company, whether its country is told or not",
     inst("BioNTech", "DE", "company"), inst("BioNTech", None, "company")),
    ("one company, its country never told",
     inst("Acme Pharma", None, "company"), inst("Acme Pharma", None, "company")),
    ("a telling name without its country",
     inst("Livingstone General Hospital", "ZM"), inst("Livingstone General Hospital", None)),
    ("a name that an article gives as an alias",
     inst("Emirates Red Crescent", "AE", "ngo", "Emirati Red Crescent"),
     inst("Emirati Red Crescent", "AE", "ngo")),
    ("an acronym that an article gives",
     inst("Tehran Heart Center", "IR", "hospital", "THC"), inst("THC", "IR")),
    ("one name in one country", person("Guillaume Huart", "FR"), person("Guillaume Huart", "FR")),
    ("hyphens", person("Nkosazana Dlamini Zuma", "ZA"), person("Nkosazana Dlamini-Zuma", "ZA")),
    ("titles", person("Dr. Anthony Muchiri", "KE"), person("Anthony Muchiri", "KE")),
    ("spellings", person("Antony Muchiri", "KE"), person("Anthony Muchiri", "KE")),
    ("spellings, a name between left out",
     person("Obeid Al Balushi", "AE"), person("Obaid Rahmat Al Balushi", "AE")),
    ("the order of names", person("Chen Shih-chung", "TW"), person("Shih-Chung Chen", "TW")),
    ("accents", person("Uğur Şahin", "DE"), person("Ugur Sahin", "DE")),
    ("a country told once", person("Guillaume Huart", "FR"), person("Guillaume Huart", None)),
    ("letters that stand for one sound",
     person("Baqer Larijani", "IR"), person("Bagher Larijani", "IR")),
    ("Mohammad and Mohammed", person("Mohammad Sudani", "IQ"),
     person("Mohammed Shia al-Sudani", "IQ")),
    ("a given name in one word or two",
     person("Abdul Bari Omar", "AF"), person("Abdulbari Omar", "AF")),
    ("a given name in one word or two, with another spelling",
     person("Khalid Abdel Ghaffar", "EG"), person("Khaled AbdelGhaffar", "EG")),
    ("more behind three words", person("Jane Ruth Aceng", "UG"),
     person("Jane Ruth Aceng Ocero", "UG")),
    ("titles of other languages", person("Datuk Seri Dr Dzulkefly Ahmad", "MY"),
     person("Dzulkefly Ahmad", "MY")),
    ("names between, where no country is known", person("Hans Kluge", None),
     person("Hans Henri P. Kluge", None)),
    ("a second family name left out", person("Roberto Morales", "CU"),
     person("Roberto Morales Ojeda", "CU")),
    ("a letter that has no accent to leave off", person("Mehmet Yılmaz", "TR"),
     person("Mehmet Yilmaz", "TR")),
    ("a surname with the post that only one of that name held",
     person("Sadikin", "ID", "Indonesia's health minister"),
     person("Budi Gunadi Sadikin", "ID", "Minister of Health")),
    ("a full name given as an alias",
     person("Luiz Inácio Lula da Silva", "BR", None, "Lula da Silva"),
     person("Lula da Silva", "BR")),
]

TWO = [
    ("one name in two countries",
     inst("Ministry of Health", "IR", "ministry"), inst("Ministry of Health", "FR", "ministry")),
    ("two institutes that the registry tells apart",
     inst("Pasteur Institute", "IR"), inst("Pasteur Institute", "FR")),
    ("a ministry of no country told",
     inst("Ministry of Health", None, "ministry"), inst("Ministry of Health", None, "ministry")),
    ("a ministry of no country told, and one of a country",
     inst("Ministry of Public Health", None, "ministry"),
     inst("Ministry of Public Health", "AO", "ministry")),
    ("a hospital with a common name",
     inst("General Hospital", None), inst("General Hospital", "ZM")),
    ("two names of one country", inst("Wani Hospital", "KM"), inst("Hombo Hospital", "KM")),
    ("an acronym of two letters", inst("Tehran Heart", "IR", "hospital", "TH"), inst("TH", "IR")),
    ("an alias of another country's institution",
     inst("Emirates Red Crescent", "AE", "ngo", "Red Crescent"),
     inst("Red Crescent", "IR", "ngo")),
    ("an institution and a person of one name", inst("Imam Khomeini", "IR"),
     person("Imam Khomeini", "IR")),
    ("one name in two countries", person("Ali Hassan", "IQ"), person("Ali Hassan", "EG")),
    ("a surname alone", person("Huart", "FR"), person("Huart", "FR")),
    ("a surname and a full name", person("Huart", "FR"), person("Guillaume Huart", "FR")),
    ("a surname and a post of many", person("Huart", "FR", "adviser"),
     person("Guillaume Huart", "FR", "adviser")),
    ("one surname in two posts", person("Sadikin", "ID", "foreign minister"),
     person("Budi Gunadi Sadikin", "ID", "Minister of Health")),
    ("the ministers of two years", person("Saeed Namaki", "IR", "Minister of Health"),
     person("Bahram Einollahi", "IR", "Health Minister")),
    ("a longer name where family names are one", person("Ali Hassan", "IQ"),
     person("Ali Hassan Karim", "IQ")),
    ("two given names", person("Hassan Rouhani", "IR"), person("Hossein Rouhani", "IR")),
    ("two given names that sound alike", person("Mahmoud Abbasi", "IR"),
     person("Mohammad Abbasi", "IR")),
    ("two families", person("Wei Chen", "CN"), person("Wei Chan", "CN")),
    ("spellings, where no country is known", person("Obeid Balushi", None),
     person("Obaid Balushi", None)),
    ("a man and a woman", person("Mario Rossi", "IT"), person("Maria Rossi", "IT")),
    ("two names between", person("Ali Reza Hassan", "IQ"), person("Ali Karim Hassan", "IQ")),
]


@pytest.mark.parametrize(("a", "b"), [row[1:] for row in ONE], ids=[row[0] for row in ONE])
def test_these_are_one(a: Institution, b: Institution) -> None:
    assert groups(a, b) == [[1, 2]]


@pytest.mark.parametrize(("a", "b"), [row[1:] for row in TWO], ids=[row[0] for row in TWO])
def test_these_are_two(a: Institution, b: Institution) -> None:
    assert groups(a, b) == [[1], [2]]


UNSURE = [
    ("a name between that could be either",
     [person("Ali Hassan", "IQ"), person("Ali Reza Hassan", "IQ"),
      person("Ali Karim Hassan", "IQ")]),
    ("a surname that two who held the post have",
     [person("Hashemi", "IR", "health minister"),
      person("Hassan Hashemi", "IR", "health minister"),
      person("Reza Hashemi", "IR", "Minister of Health")]),
    ("a country that could be either",
     [person("Ali Hassan", None), person("Ali Hassan", "IQ"), person("Ali Hassan", "EG")]),
    ("a hospital whose country could be either",
     [inst("King Faisal Specialist Hospital", None), inst("King Faisal Specialist Hospital", "SA"),
      inst("King Faisal Specialist Hospital", "RW")]),
    ("an acronym that two institutions claim",
     [inst("Tehran Heart Center", "IR", "hospital", "THC"),
      inst("Tabriz Health Clinic", "IR", "hospital", "THC"), inst("THC", "IR")]),
]


@pytest.mark.parametrize("mentions", [row[1] for row in UNSURE], ids=[row[0] for row in UNSURE])
def test_nothing_is_merged_where_two_could_be_meant(mentions: list[Institution]) -> None:
    assert groups(*mentions) == [[1], [2], [3]]


def test_an_entity_says_what_is_known_of_it() -> None:
    entities, mapping = resolve(facts_of(
        inst("Pasteur Institute", "IR", "other", "the institute"),
        inst("Pasteur Institute of Iran", "IR", "research_institute", row="ir-pasteur-institute"),
        person("Obeid Al Balushi", "AE", "head of delegation"),
        person("Obeid Al Balushi", "AE", "envoy", "Al Balushi"),
        person("Obaid Al Balushi", "AE", "envoy"),
    ), REGISTRY)
    institute, official = entities
    assert (institute.id, institute.name, institute.type, institute.country, institute.aliases) == (
        "institution/ir-pasteur-institute", "Pasteur Institute of Iran", "research_institute", "IR",
        ("Pasteur Institute", "the institute"),
    )
    assert (official.name, official.country, official.roles, official.aliases) == (
        "Obeid Al Balushi", "AE", ("envoy", "head of delegation"),
        ("Al Balushi", "Obaid Al Balushi"),
    )
    assert mapping["a01", "i1"] == mapping["a02", "i1"] == institute.id


def test_the_ministers_of_two_years_are_two_people_in_one_post() -> None:
    entities, _ = resolve(facts_of(
        person("Saeed Namaki", "IR", "Iranian health minister"),
        person("Bahram Einollahi", "IR", "Minister of Health and Medical Education"),
    ), REGISTRY)
    assert [entity.roles for entity in entities] == [("Minister of Health",)] * 2


def test_ids_are_made_from_content_alone() -> None:
    """The same mention has the same id whatever else is in the store."""
    alone, _ = resolve(facts_of(inst("Wani Hospital", "KM")), REGISTRY)
    among, _ = resolve(facts_of(inst("Wani Hospital", "KM"), inst("Hombo Hospital", "KM"),
                                person("Wani Hombo", "KM")), REGISTRY)
    assert {entity.id for entity in alone} < {entity.id for entity in among}
    assert alone[0].id.startswith("institution/wani-hospital.")


def test_names_in_any_script_have_an_id() -> None:
    entities, _ = resolve(facts_of(inst("بیمارستان قلب", "IR"), person("محمد علی", "IR")), REGISTRY)
    assert all(entity.id.isascii() for entity in entities)
    assert len({entity.id for entity in entities}) == 2


NAMES = st.sampled_from(["Ali Hassan", "Ali Reza Hassan", "Aly Hassan", "Hassan", "THC", "WHO",
                         "Tehran Heart Center", "Ministry of Health", "Pasteur Institute"])
COUNTRIES = st.sampled_from([None, "IR", "FR", "KE"])
INSTITUTIONS = st.builds(
    lambda name, country, kind, aliases: inst(name, country, kind, *aliases),
    NAMES, COUNTRIES, st.sampled_from(["ministry", "hospital", "company"]),
    st.lists(NAMES, max_size=2),
)
PEOPLE = st.builds(lambda name, country, aliases: person(name, country, None, *aliases),
                   NAMES, COUNTRIES, st.lists(NAMES, max_size=2))


@given(st.lists(INSTITUTIONS | PEOPLE, max_size=12), st.randoms(use_true_random=False))
def test_order_never_matters_and_no_mention_is_lost(
    mentions: list[Institution | Person], random: object
) -> None:
    facts = facts_of(*mentions)
    entities, mapping = resolve(facts, REGISTRY)
    shuffled = list(facts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert resolve(shuffled, REGISTRY) == (entities, mapping)
    assert len(mapping) == len(mentions)
    assert len({entity.id for entity in entities}) == len(entities)


def test_the_shipped_registry_is_read_whole() -> None:
    registry = read_registry(data_path("institutions.csv"))
    who = registry.get(registry.find("who", None))
    assert who is not None
    assert who.names[0] == "World Health Organization"
    assert len(list(registry)) > 500
    assert str(registry.find("ministry of health", "KE")).startswith("ke-")


def test_a_registry_with_an_id_twice_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    table = tmp_path / "institutions.csv"
    table.write_text("id,name,type,country,acronym,aliases,ror_id,wikidata_id\n"
                     "a,A,company,FR,,,,\na,B,company,FR,,,,\n")
    with pytest.raises(DataError, match=r'institutions.csv:3: id "a" stands twice'):
        read_registry(table)

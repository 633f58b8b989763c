"""What is in the facts table: each table with its columns.

`STORED` are the tables that lie in Parquet files. `TABLES` are those that one asks: the stored
ones, without the lists of structures in them, and narrow ones with a row for each entry of such a
list. docs/facts-table.md is made from the same descriptions (a test compares them).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["STORED", "TABLES", "Column", "Stored", "Table"]

#: Types that come again and again, as DuckDB calls them.
_TEXTS: Final = "VARCHAR[]"
_EVIDENCE: Final = 'STRUCT(field VARCHAR, "start" INTEGER, "end" INTEGER, quote VARCHAR)[]'
_QUANTITIES: Final = (
    'STRUCT("value" VARCHAR, number DOUBLE, unit VARCHAR, qualifier VARCHAR, state VARCHAR, '
    'field VARCHAR, "start" INTEGER, "end" INTEGER, quote VARCHAR)[]'
)
_ROLES: Final = "STRUCT(actor VARCHAR, role VARCHAR)[]"
_REPORTS: Final = (
    "STRUCT(claim VARCHAR, article VARCHAR, origin VARCHAR, status VARCHAR, status_detail VARCHAR, "
    "modality VARCHAR, confidence DOUBLE, rule VARCHAR, attribution VARCHAR, published DATE)[]"
)
_STEPS: Final = (
    "STRUCT(engagement VARCHAR, status VARCHAR, claim VARCHAR, date VARCHAR, published DATE, "
    "follows VARCHAR[], basis VARCHAR[])[]"
)


@dataclass(frozen=True, slots=True)
class Stored:
    """A table in files: columns with their types. `bucket` is the column whose hash says in which
    file a row lies, `order` those that rows are sorted by."""

    name: str
    columns: tuple[tuple[str, str], ...]
    bucket: str
    order: tuple[str, ...]


STORED: Final = (
    Stored("articles", (
        ("article", "VARCHAR"), ("iri", "VARCHAR"), ("title", "VARCHAR"), ("published", "DATE"),
        ("publisher", "VARCHAR"), ("url", "VARCHAR"), ("language", "VARCHAR"),
        ("licence", "VARCHAR"), ("relevant", "BOOLEAN"), ("relevance", "DOUBLE"),
        ("extractor", "VARCHAR"), ("countries", _TEXTS), ("pairs", _TEXTS), ("topics", _TEXTS),
    ), "article", ("article",)),
    Stored("claims", (
        ("claim", "VARCHAR"), ("iri", "VARCHAR"), ("article", "VARCHAR"), ("type", "VARCHAR"),
        ("type_detail", "VARCHAR"), ("status", "VARCHAR"), ("status_detail", "VARCHAR"),
        ("modality", "VARCHAR"), ("countries", _TEXTS), ("participants", _TEXTS),
        ("topics", _TEXTS), ("date", "VARCHAR"), ("first_day", "DATE"), ("last_day", "DATE"),
        ("place", "VARCHAR"), ("attribution", "VARCHAR"), ("confidence", "DOUBLE"),
        ("rule", "VARCHAR"), ("published", "DATE"), ("publisher", "VARCHAR"),
        ("quote", "VARCHAR"), ("roles", _ROLES), ("quantities", _QUANTITIES),
        ("evidence", _EVIDENCE),
    ), "article", ("article", "claim")),
    Stored("mentions", (
        ("mention", "VARCHAR"), ("iri", "VARCHAR"), ("article", "VARCHAR"), ("key", "VARCHAR"),
        ("kind", "VARCHAR"), ("name", "VARCHAR"), ("type", "VARCHAR"), ("office", "VARCHAR"),
        ("country", "VARCHAR"), ("aliases", _TEXTS), ("registry_id", "VARCHAR"),
        ("institution", "VARCHAR"), ("confidence", "DOUBLE"), ("rule", "VARCHAR"),
        ("evidence", _EVIDENCE),
    ), "article", ("article", "key")),
    Stored("link_claims", (
        ("claim", "VARCHAR"), ("iri", "VARCHAR"), ("article", "VARCHAR"), ("a", "VARCHAR"),
        ("b", "VARCHAR"), ("confidence", "DOUBLE"), ("rule", "VARCHAR"), ("evidence", _EVIDENCE),
    ), "article", ("article", "claim")),
    Stored("capacities", (
        ("capacity", "VARCHAR"), ("iri", "VARCHAR"), ("article", "VARCHAR"),
        ("country", "VARCHAR"), ("value", "VARCHAR"), ("number", "DOUBLE"), ("unit", "VARCHAR"),
        ("qualifier", "VARCHAR"), ("attribution", "VARCHAR"), ("confidence", "DOUBLE"),
        ("rule", "VARCHAR"), ("published", "DATE"), ("quote", "VARCHAR"),
    ), "article", ("article", "capacity")),
    Stored("engagements", (
        ("engagement", "VARCHAR"), ("iri", "VARCHAR"), ("type", "VARCHAR"),
        ("type_detail", "VARCHAR"), ("status", "VARCHAR"), ("furthest_status", "VARCHAR"),
        ("latest_status", "VARCHAR"), ("modality", "VARCHAR"), ("countries", _TEXTS),
        ("pairs", _TEXTS), ("participants", _TEXTS), ("topics", _TEXTS), ("date", "VARCHAR"),
        ("first_day", "DATE"), ("last_day", "DATE"), ("place", "VARCHAR"),
        ("origins", "INTEGER"), ("reports", "INTEGER"), ("first_reported", "DATE"),
        ("last_reported", "DATE"), ("confidence", "DOUBLE"), ("roles", _ROLES),
        ("quantities", _QUANTITIES), ("report_list", _REPORTS),
    ), "engagement", ("engagement",)),
    Stored("links", (
        ("link", "VARCHAR"), ("iri", "VARCHAR"), ("a", "VARCHAR"), ("b", "VARCHAR"),
        ("origins", "INTEGER"), ("reports", "INTEGER"), ("first_reported", "DATE"),
        ("last_reported", "DATE"), ("confidence", "DOUBLE"), ("report_list", _REPORTS),
    ), "link", ("link",)),
    Stored("entities", (
        ("entity", "VARCHAR"), ("iri", "VARCHAR"), ("kind", "VARCHAR"), ("name", "VARCHAR"),
        ("type", "VARCHAR"), ("country", "VARCHAR"), ("registry_id", "VARCHAR"),
        ("same_as", _TEXTS), ("aliases", _TEXTS), ("offices", _TEXTS), ("mentions", "INTEGER"),
        ("mention_list", "STRUCT(article VARCHAR, key VARCHAR)[]"),
    ), "entity", ("entity",)),
    Stored("threads", (
        ("thread", "VARCHAR"), ("iri", "VARCHAR"), ("countries", _TEXTS), ("steps", "INTEGER"),
        ("step_list", _STEPS),
    ), "thread", ("thread",)),
    Stored("disagreements", (
        ("disagreement", "VARCHAR"), ("iri", "VARCHAR"), ("about", "VARCHAR"),
        ("engagements", _TEXTS), ("claims", _TEXTS),
    ), "disagreement", ("disagreement",)),
    Stored("countries", (
        ("country", "VARCHAR"), ("iri", "VARCHAR"), ("iso3", "VARCHAR"), ("name", "VARCHAR"),
        ("region", "VARCHAR"), ("subregion", "VARCHAR"), ("income_group", "VARCHAR"),
        ("longitude", "DOUBLE"), ("latitude", "DOUBLE"), ("blocs", _TEXTS),
    ), "country", ("country",)),
    Stored("topics", (
        ("topic", "VARCHAR"), ("iri", "VARCHAR"), ("label", "VARCHAR"), ("broader", "VARCHAR"),
        ("mesh", _TEXTS), ("wikidata", _TEXTS),
    ), "topic", ("topic",)),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type (as DuckDB calls it), what it means, with its unit, and an example."""

    name: str
    type: str
    about: str
    example: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table that one asks. `sql` gives its rows from the stored tables, called `stored.NAME`."""

    name: str
    about: str
    columns: tuple[Column, ...]
    sql: str

    @property
    def order(self) -> tuple[str, ...]:
        """All columns: rows in this order are in the same order in every run."""
        return tuple(column.name for column in self.columns)


#: What columns of one name mean in every table; those of a table's own stand with it.
_SHARED: Final = {
    "iri": ("VARCHAR", "its address in the graph", "https://w3id.org/health-cooperation/id/…"),
    "article": ("VARCHAR", "id of the article", "af-03"),
    "claim": ("VARCHAR", "id of the claim: what one article says", "claim/af-03.3f2a9c1b0d4e77a0"),
    "engagement": ("VARCHAR", "id of the engagement: the act in the world",
                   "engagement/agreement-cu-ke.761d20aa0a9eeaff"),
    "link": ("VARCHAR", "id of the link of two institutions", "link/20bca46b0402bca0"),
    "entity": ("VARCHAR", "id of the institution or person",
               "institution/ke-ministry-of-health"),
    "type": ("VARCHAR", "one of the 17 types of the codebook", "agreement"),
    "type_detail": ("VARCHAR", "finer type of the ontology, where the text tells it",
                    "memorandum"),
    "status": ("VARCHAR", "stage: proposed, planned, signed, ongoing, completed or ended",
               "signed"),
    "status_detail": ("VARCHAR", "finer status of the ontology", "signed"),
    "modality": ("VARCHAR", "asserted, denied, hypothetical or historical", "asserted"),
    "countries": (_TEXTS, "parties, ISO 3166-1 alpha-2 codes in alphabetical order", "[CU, KE]"),
    "pairs": (_TEXTS, "pairs of countries that it ties, codes in alphabetical order", "[CU-KE]"),
    "topics": (_TEXTS, "ids of topics (table topics)", "[health-workforce]"),
    "topic": ("VARCHAR", "id of the topic", "health-workforce"),
    "date": ("VARCHAR", "when it took or is to take place, in the Extended Date/Time Format, as "
             "precisely as told", "2018-05"),
    "first_day": ("DATE", "first day that `date` allows", "2018-05-01"),
    "last_day": ("DATE", "last day that `date` allows", "2018-05-31"),
    "place": ("VARCHAR", "where, as worded", "Nairobi"),
    "attribution": ("VARCHAR", "who says it, as worded", "Sicily Kariuki"),
    "confidence": ("DOUBLE", "how sure the reading is, 0 to 1", "0.78"),
    "rule": ("VARCHAR", "which rule of which extractor found it",
             "act.sign+document/verb.past/clause"),
    "published": ("DATE", "day of publication", "2018-05-15"),
    "publisher": ("VARCHAR", "outlet", "The EastAfrican"),
    "quote": ("VARCHAR", "words of the article", "Cuba will send 100 doctors to Kenya"),
    "field": ("VARCHAR", "text or title", "text"),
    "start": ("INTEGER", "where the quote begins, in code points from 0", "114"),
    "end": ("INTEGER", "where it ends, in code points, not included", "187"),
    "origin": ("VARCHAR", "independent origin: the article that the text goes back to", "af-03"),
    "origins": ("INTEGER", "number of independent origins", "2"),
    "reports": ("INTEGER", "number of reports, reprints counted each", "5"),
    "first_reported": ("DATE", "day of the first report", "2018-05-15"),
    "last_reported": ("DATE", "day of the last report", "2018-06-07"),
    "country": ("VARCHAR", "ISO 3166-1 alpha-2 code", "KE"),
    "actor": ("VARCHAR", "who: a country code, else an id", "CU"),
    "role": ("VARCHAR", "role of the ontology", "sender"),
    "value": ("VARCHAR", "the amount as a numeral, as the text gives it", "100"),
    "number": ("DOUBLE", "the same to reckon with", "100.0"),
    "unit": ("VARCHAR", "a word, or an ISO 4217 code of a currency", "doctors"),
    "qualifier": ("VARCHAR", "about, over, under or up to", "over"),
    "state": ("VARCHAR", "pledged or delivered", "pledged"),
    "kind": ("VARCHAR", "institution or person", "institution"),
    "name": ("VARCHAR", "name", "Ministry of Health"),
    "key": ("VARCHAR", "key of the mention within its article", "i1"),
    "registry_id": ("VARCHAR", "row of the registry of institutions", "ke-ministry-of-health"),
    "aliases": (_TEXTS, "other names, as worded", "[Health Ministry]"),
    "thread": ("VARCHAR", "id of the thread: a promise on its way",
               "thread/cu-ke.385243280f01adb5"),
    "disagreement": ("VARCHAR", "id of the disagreement", "disagreement/status.1f0e9d8c7b6a5948"),
}


def _columns(names: str, **own: tuple[str, str, str]) -> tuple[Column, ...]:
    return tuple(Column(name, *{**_SHARED, **own}[name]) for name in names.split())


def _plain(name: str, says: str, names: str, /, **own: tuple[str, str, str]) -> Table:
    """A table with some columns of the stored one of its name."""
    columns = _columns(names, **own)
    listed = ", ".join(f'"{column.name}"' for column in columns)
    return Table(name, says, columns, f"SELECT {listed} FROM stored.{name}")


def _each(name: str, about: str, of: str, id: str, list_: str, names: str,
          **own: tuple[str, str, str]) -> Table:
    """A table with a row for each structure of a list: `id`, then its fields."""
    columns = _columns(f"{id} {names}", **own)
    fields = ", ".join(f'each."{column.name}" AS "{column.name}"' for column in columns[1:])
    return Table(name, about, columns,
                 f"SELECT {id}, {fields} FROM (SELECT {id}, unnest({list_}) AS each "
                 f"FROM stored.{of})")


def _items(name: str, about: str, of: str, id: str, list_: str, item: str,
           **own: tuple[str, str, str]) -> Table:
    """A table with a row for each entry of a list of words."""
    return Table(name, about, _columns(f"{id} {item}", **own),
                 f"SELECT {id}, unnest({list_}) AS {item} FROM stored.{of}")


_KEYED: Final = {"actor": ("VARCHAR", "a country code, else the key of a mention of the article",
                           "CU")}
_PAIRED: Final = {
    "pair": ("VARCHAR", "the two codes in alphabetical order", "CU-KE"),
    "a": ("VARCHAR", "the first of the two", "CU"), "b": ("VARCHAR", "the other", "KE"),
}

TABLES: Final = (
    _plain(
        "articles", "What was read, without the text.",
        "article iri title published publisher url language licence relevant relevance extractor "
        "countries pairs topics",
        title=("VARCHAR", "title", "Kenya and Cuba sign protocol on doctors"),
        url=("VARCHAR", "where it was published", "https://example.org/protocol"),
        language=("VARCHAR", "language of the text, BCP 47", "en"),
        licence=("VARCHAR", "licence of the text", "CC BY 4.0"),
        relevant=("BOOLEAN", "does it report cooperation in health?", "true"),
        relevance=("DOUBLE", "how sure that is, 0 to 1", "0.9"),
        extractor=("VARCHAR", "what read it, with version", "rules/0.1.0+51feefb4"),
        countries=(_TEXTS, "countries that are parties to what it tells", "[CU, KE]"),
        pairs=(_TEXTS, "pairs of countries that it ties", "[CU-KE]")),
    _plain(
        "claims", "A row a claim: one article says that parties did, do or mean to do something "
        "together.",
        "claim iri article type type_detail status status_detail modality countries participants "
        "topics date first_day last_day place attribution confidence rule published publisher "
        "quote",
        participants=(_TEXTS, "keys of mentions in the article (table mentions)", "[i1, p1]"),
        quote=("VARCHAR", "the stretch that holds the words for the act; more in evidence",
               "Cuba will send 100 doctors to Kenya")),
    _items("claim_parties", "A row for each country that is party to a claim.", "claims",
           "claim", "countries", "country"),
    Table("claim_participants", "A row for each institution or person that takes part in a claim.",
          _columns("claim article key entity"),
          "SELECT c.claim, c.article, c.key, m.entity FROM (SELECT claim, article, "
          "unnest(participants) AS key FROM stored.claims) c LEFT JOIN (SELECT entity, "
          "unnest(mention_list, recursive := true) FROM stored.entities) m "
          "ON m.article = c.article AND m.key = c.key"),
    _each("claim_roles", "A row for each role in a claim.", "claims", "claim", "roles",
          "actor role", **_KEYED),
    _items("claim_topics", "A row for each topic of a claim.", "claims", "claim", "topics",
           "topic"),
    _each("claim_quantities", "A row for each amount in a claim.", "claims", "claim",
          "quantities", "value number unit qualifier state field start end quote"),
    Table("evidence", "A row for each stretch that a claim, or the claim of a link, rests on.",
          _columns("claim article field start end quote"),
          'SELECT claim, article, each.field, each."start", each."end", each.quote FROM ('
          "SELECT claim, article, unnest(evidence) AS each FROM stored.claims UNION ALL "
          "SELECT claim, article, unnest(evidence) AS each FROM stored.link_claims)"),
    Table("mentions", "A row for each institution or person that an article names.",
          _columns("mention iri article key kind name type office country aliases registry_id "
                   "institution confidence rule entity quote",
                   mention=("VARCHAR", "id of the mention", "mention/af-03.i1"),
                   type=("VARCHAR", "type of institution", "ministry"),
                   office=("VARCHAR", "office of a person, as worded", "Health Minister"),
                   institution=("VARCHAR", "key of the institution of the office", "i1"),
                   entity=("VARCHAR", "what it was resolved to",
                           "institution/ke-ministry-of-health")),
          "SELECT m.* EXCLUDE (evidence), e.entity, m.evidence[1].quote AS quote FROM "
          "stored.mentions m LEFT JOIN (SELECT entity, unnest(mention_list, recursive := true) "
          "FROM stored.entities) e ON e.article = m.article AND e.key = m.key"),
    _plain(
        "link_claims", "A row for each time an article says that two institutions work together.",
        "claim iri article a b confidence rule",
        claim=("VARCHAR", "id of the claim", "link-claim/af-03.4a89fdace13445d2"),
        a=("VARCHAR", "key of one mention", "i1"), b=("VARCHAR", "key of the other", "i2")),
    _plain(
        "capacities", "A row for each claim of a country's own means, which is no engagement.",
        "capacity iri article country value number unit qualifier attribution confidence rule "
        "published quote",
        capacity=("VARCHAR", "id of the claim", "capacity-claim/example.6c0cdfd94ec0fb80")),
    _plain(
        "engagements", "A row an engagement: what the claims of all articles come to.",
        "engagement iri type type_detail status furthest_status latest_status modality countries "
        "pairs participants topics date first_day last_day place origins reports first_reported "
        "last_reported confidence",
        status=("VARCHAR", "the furthest stage that is asserted, or `ended` where the latest "
                "report says so, as in the graph", "signed"),
        furthest_status=("VARCHAR", "the furthest stage that is asserted, also where it has "
                         "ended since; `ended` where nothing else is told", "signed"),
        latest_status=("VARCHAR", "stage of the latest asserted report; of one day, the furthest",
                       "signed"),
        participants=(_TEXTS, "ids of institutions and people (table entities)",
                      "[institution/ke-ministry-of-health]"),
        confidence=("DOUBLE", "that of the surest report, 0 to 1", "0.78")),
    _items("engagement_parties", "A row for each country that is party to an engagement.",
           "engagements", "engagement", "countries", "country"),
    Table("engagement_pairs", "A row for each pair of countries that an engagement ties.",
          _columns("engagement pair a b", **_PAIRED),
          "SELECT engagement, pair, pair[1:2] AS a, pair[4:5] AS b FROM (SELECT engagement, "
          "unnest(pairs) AS pair FROM stored.engagements)"),
    _items("engagement_participants", "A row for each institution or person in an engagement.",
           "engagements", "engagement", "participants", "entity"),
    _each("engagement_roles", "A row for each role in an engagement.", "engagements",
          "engagement", "roles", "actor role"),
    _items("engagement_topics", "A row for each topic of an engagement.", "engagements",
           "engagement", "topics", "topic"),
    _each("engagement_quantities", "A row for each amount of an engagement.", "engagements",
          "engagement", "quantities",
          "value number unit qualifier state field start end quote"),
    Table("reports", "A row for each claim as a report of an engagement or of a link.",
          _columns("engagement link claim article origin status status_detail modality confidence "
                   "rule attribution published"),
          "SELECT engagement, NULL::VARCHAR AS link, each.* FROM (SELECT engagement, "
          "unnest(report_list) AS each FROM stored.engagements) UNION ALL "
          "SELECT NULL, link, each.* FROM (SELECT link, unnest(report_list) AS each "
          "FROM stored.links)"),
    Table("links", "A row for each two institutions of which articles say that they work together.",
          _columns("link iri a b a_name b_name a_country b_country origins reports "
                   "first_reported last_reported confidence",
                   a=("VARCHAR", "id of one institution",
                      "institution/cu-ministry-of-public-health"),
                   b=("VARCHAR", "id of the other", "institution/ke-ministry-of-health"),
                   a_name=("VARCHAR", "its name", "Ministry of Public Health"),
                   b_name=("VARCHAR", "the name of the other", "Ministry of Health"),
                   a_country=("VARCHAR", "its country, ISO 3166-1 alpha-2", "CU"),
                   b_country=("VARCHAR", "that of the other", "KE"),
                   confidence=("DOUBLE", "that of the surest report, 0 to 1", "0.7")),
          "SELECT l.link, l.iri, l.a, l.b, x.name AS a_name, y.name AS b_name, "
          "x.country AS a_country, y.country AS b_country, l.origins, l.reports, "
          "l.first_reported, l.last_reported, l.confidence FROM stored.links l "
          "LEFT JOIN stored.entities x ON x.entity = l.a "
          "LEFT JOIN stored.entities y ON y.entity = l.b"),
    _plain(
        "entities", "A row for each institution and person of the world.",
        "entity iri kind name type country registry_id same_as aliases offices mentions",
        type=("VARCHAR", "type of institution", "ministry"),
        same_as=(_TEXTS, "the same in ROR and Wikidata, where certain",
                 "[https://ror.org/02eyff421]"),
        offices=(_TEXTS, "offices of a person, as worded", "[Health Minister]"),
        mentions=("INTEGER", "how many articles' mentions were resolved to it", "12")),
    _each("entity_mentions", "A row for each mention that was resolved to an institution or "
          "person.", "entities", "entity", "mention_list", "article key"),
    _plain("threads", "A row a thread: engagements that belong together over time.",
           "thread iri countries steps",
           steps=("INTEGER", "number of steps", "3")),
    Table("thread_steps", "A row for each stage that an engagement of a thread reached.",
          _columns("thread position engagement status claim date published follows basis",
                   position=("BIGINT", "place in the thread, from 1", "1"),
                   follows=(_TEXTS, "engagements of the thread that this one follows",
                            "[engagement/agreement-cu-ke.761d20aa0a9eeaff]"),
                   basis=(_TEXTS, "from what that is inferred: article, institution, place, topic, "
                          "story", "[article]"),
                   claim=("VARCHAR", "the claim that told it first",
                          "claim/af-03.3f2a9c1b0d4e77a0"),
                   date=("VARCHAR", "when, where it has taken place (EDTF)", "2018-05-14")),
          "SELECT thread, position, each.* FROM (SELECT thread, unnest(step_list) AS each, "
          "generate_subscripts(step_list, 1) AS position FROM stored.threads)"),
    _plain("disagreements", "A row for each disagreement of reports of different origins.",
           "disagreement iri about engagements claims",
           about=("VARCHAR", "status, date or amount", "date"),
           engagements=(_TEXTS, "ids of the one or two engagements",
                        "[engagement/agreement-cu-ke.761d20aa0a9eeaff]"),
           claims=(_TEXTS, "ids of the claims that disagree", "[claim/af-03.3f2a9c1b0d4e77a0]")),
    _plain("countries", "Countries, by ISO code.",
           "country iri iso3 name region subregion income_group longitude latitude blocs",
           iso3=("VARCHAR", "ISO 3166-1 alpha-3 code", "KEN"),
           name=("VARCHAR", "name in English", "Kenya"),
           region=("VARCHAR", "region", "Africa"),
           subregion=("VARCHAR", "subregion", "Eastern Africa"),
           income_group=("VARCHAR", "income group of the World Bank", "lower-middle"),
           longitude=("DOUBLE", "degrees, east positive", "37.9"),
           latitude=("DOUBLE", "degrees, north positive", "0.5"),
           blocs=(_TEXTS, "ids of the blocs that it is a member of", "[AFU]")),
    _plain("topics", "Topics, by id.", "topic iri label broader mesh wikidata",
           label=("VARCHAR", "label in English", "Health workforce"),
           broader=("VARCHAR", "id of the topic above it", "health-systems"),
           mesh=(_TEXTS, "ids in MeSH", "[D006282]"),
           wikidata=(_TEXTS, "ids in Wikidata", "[Q12199]")),
)

"""Which words of a document stand for which country.

    Document, hits of the country table -> [CountryMention]

Names, demonyms, compounds ("US-Kenya", "Sino-Tanzanian"), capitals, other cities and metonyms
("the Kremlin") are found; each mention says which of them it is. What only looks like a
country is masked: currencies, seas, languages, diseases, newspapers, people called Jordan.
Wordings that several countries share are settled by what else the document names.

Whether a country takes part in anything is left to the steps that read verbs: here stands only
where it is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from kg.extract.lexicon import Entry, Hit, Hits, Lexicon
from kg.extract.mentions import CountryMention, QuantityMention
from kg.extract.text import Document, Sentence, fold_key, read_document
from kg.model import Article

__all__ = ["country_entries", "ends_dateline", "find_countries", "find_home", "publisher_country"]

#: All entries of this module have this kind; `Entry.note` holds the form of the mention.
KIND = "country"
#: Entries for names of news outlets, with the country that they sit in.
PUBLISHER = "publisher"

#: Captions and bylines may stand before the dateline: in so many lines it is looked for.
DATELINE_LINES = 12

#: So many names of publishers are remembered.
_MOST_PUBLISHERS = 1000

_Tables = Mapping[str, Mapping[str, Mapping[str, str]]]

#: First halves of compounds that are no country name themselves. Stand only before a hyphen.
_PREFIXES = {
    "Sino": "CN", "Indo": "IN", "Anglo": "GB", "Franco": "FR", "Russo": "RU", "Italo": "IT",
    "Hispano": "ES", "Luso": "PT", "Greco": "GR", "Turco": "TR", "Austro": "AT", "Irano": "IR",
    "Nippo": "JP", "Serbo": "RS", "Finno": "FI", "Dano": "DK", "Germano": "DE", "Belgo": "BE",
    "Americano": "US", "Argentino": "AR", "Cubano": "CU", "Egypto": "EG", "Ethio": "ET",
}

#: Forms of country_metonyms.csv by its column `kind`; what is not here is no mention.
_FORMS = {
    "capital": "capital", "capital_variant": "capital", "seat_of_government": "capital",
    "capital_disputed": "capital", "former_capital": "city", "former_capital_name": "capital",
    "planned_capital": "city", "metonym_city": "city", "subnational": "city",
    "subnational_seat": "city", "territory": "name", "wartime_seat": "city", "rival_seat": "city",
    "breakaway_seat": "city", "military_seat": "city", "judicial_seat": "city",
    "constituent_country": "name", "constituent_demonym": "demonym",
    "government_house": "metonym", "ministry_house": "metonym", "legislature": "metonym",
    "government_district": "metonym", "de_facto_authority": "metonym", "mask": "mask",
}

#: Wordings of the tables that are more often something else, and are not looked up.
_DROPPED = frozenset({
    "the States", "No 10", "Kiwi", "Lion City", "Kosovo*", "the Solomons", "Monacan", "Westminster",
    "Siam", "Malaya", "Persia", "South Block", "Pentagon", "Jersey", "Réunion", "St. Barts",
    "Saint-Martin",
})

#: Demonyms that share their wording with a language, a given name or a surname.
_LANGUAGES = frozenset(
    "english french spanish portuguese german italian russian chinese japanese korean persian"
    " turkish greek polish dutch swedish norwegian danish finnish hindi khmer thai vietnamese"
    " romanian hungarian czech serbian croatian bulgarian ukrainian kazakh uzbek kyrgyz tajik"
    " turkmen azerbaijani georgian armenian nepali malay indonesian albanian somali".split()
)
_BEFORE_LANGUAGE = frozenset(
    "in into speak speaks speaking spoke spoken learn learns learning learnt learned taught teach"
    " teaches teaching fluent study studying translated".split()
)
_AFTER_LANGUAGE = frozenset("language languages speaking translation version edition".split())

_CURRENCY = frozenset(
    "dollar dollars dinar dinars dirham dirhams rupee rupees riyal riyals rial rials yen yuan won"
    " franc francs pound pounds peso pesos ruble rubles rouble roubles shilling shillings krone"
    " kroner krona kronor euro euros baht lira liras real reais rand rands naira cedi cedis birr"
    " kwacha tenge som soum sum somoni manat ringgit rupiah dong taka afghani afghanis kyat riel"
    " kina pula metical meticais zloty forint leu lei lev hryvnia lari dram sol soles guarani"
    " guaranies boliviano bolivianos colon quetzal lempira cordoba ariary dalasi leone leones"
    " escudo nakfa ngultrum tugrik kip".split()
)

#: Names of countries and cities that people bear as well.
_NAME_LIKE = frozenset(
    "chad jordan georgia israel ireland holland paris sydney washington santiago lima kingston"
    " salvador trinidad sucre victoria florence houston dallas lincoln san jose london"
    " wellington hamilton cuba malta sofia valencia cordoba alexandria roseau bata adelaide"
    " brasil kenya asia england english french german irish".split()
)

#: Capitals and cities that are cities of other countries, or plain words, as well: believed only
#: where the document names their country.
_SHARED_PLACES = frozenset({
    "victoria", "santiago", "san jose", "saint john's", "saint george's", "georgetown", "kingston",
    "wellington", "tripoli", "sucre", "male", "san juan", "la paz", "bata", "aden", "praia",
    "nassau", "carthage", "miraflores", "hamilton", "yaren", "castries", "roseau", "alofi", "bonn",
    "san salvador", "panama city", "kingstown", "the hague", "cordoba", "valencia",
    "birmingham", "cambridge", "alexandria", "hyderabad", "merida", "trinidad",
})

_PREPOSITIONS = frozenset(
    "in of from to with between and for by at on near across via than as or into toward towards"
    " against over through throughout within outside inside around but both visit visited".split()
)

#: What may stand before or after the name of a country without making it a person's.
_NO_NAME = frozenset(
    "the a an and or of health ministry minister ministers government president king queen prince"
    " princess royal university college school institute hospital hospitals center centre medical"
    " medicine ministerial army navy military national foreign prime deputy vice first former"
    " ambassador embassy consul senate parliament red cross crescent cup team agency authority"
    " council commission committee association society foundation bank fund company corporation"
    " airport airlines river valley lake basin sea city state province district county republic"
    " kingdom south north east west southern northern eastern western central new office"
    " department secretary federal public international world global times post news daily"
    " today news agency doctors nurses police forces defense defence trade tourism business"
    " investment cooperation friendship relations summit meeting talks agreement customs border"
    " food drug research science vaccine vaccines covid january february march april may june july"
    " august september october november december monday tuesday wednesday thursday friday"
    " saturday sunday island islands bureau service services program programme project board"
    " economic development finance education olympic football forum week day dollar dollars"
    " atlantic pacific indian latin african asian european american arab sub".split()
)

_HONORIFICS = frozenset("mr mrs ms dr prof professor sir dame lord lady miss senator coach".split())

_PAPERS = frozenset(
    "times post daily herald tribune gazette chronicle observer express star news today sun mail"
    " monitor telegraph journal".split()
)

#: States that kept relations with Taipei within the last years: in their news "Republic of
#: China" is Taiwan, elsewhere it is mostly a slip for the People's Republic.
_TAIPEI_ALLIES = frozenset("BZ GT HN HT KN LC MH NI NR PW PY SV SZ TV VA VC".split())

_US_GEORGIA = frozenset(
    "atlanta savannah augusta emory macon fulton alabama tennessee gwinnett".split()
)

_CHINA = frozenset(("republic of china", "roc"))

#: Which country is meant by a shared wording where the document gives no other sign.
_DEFAULTS = {"congo": "CD", "congolese": "CD", "dominican": "DO", "dominicans": "DO",
             "korea": "KR", "korean": "KR", "koreans": "KR"}

#: Labels of a host name under which a country registers its own bodies.
_TRADE_LABELS = frozenset("COM CO ORG NET OR".split())
_STATE_LABELS = frozenset("GOV GOB GOUV GO GOVT GUV GOVERNMENT AC EDU MIL".split())


def country_entries(tables: _Tables) -> Iterator[Entry]:
    """The wordings of country_names.csv, country_metonyms.csv and cities.csv.

    `tables` are {table: {id: row}}, the id being the first column. Capitals and seats come
    from the table of metonyms where it has them, since that says what kind they are.
    """
    metonyms = tables.get("country_metonyms", {})
    known: set[str] = set()
    for wording, row in metonyms.items():
        form = _FORMS.get(row["kind"])
        if form is None or (form != "mask" and not row["iso2"]) or wording in _DROPPED:
            continue
        known.add(fold_key(wording))
        yield _entry(wording, row["iso2"], form)
    for city, row in tables.get("cities", {}).items():
        for wording in (city, *_split(row["alt_names"])):
            if fold_key(wording) not in known:
                known.add(fold_key(wording))
                yield _entry(wording, row["iso2"], "city")
    for code, row in tables.get("country_names", {}).items():
        for wording in (row["name"], *_split(row["alt_names"])):
            if wording not in _DROPPED and fold_key(wording) not in known:
                yield _entry(wording, code, "name")
        for wording in _split(row["demonyms"]):
            if wording not in _DROPPED:
                for variant in _with_plural(wording):
                    yield _entry(variant, code, "demonym")
        capital = row["capital"]
        if capital and capital != row["name"] and fold_key(capital) not in known:
            yield _entry(capital, code, "capital")
    for wording, code in _PREFIXES.items():
        yield _entry(wording, code, "prefix")
    for name, row in tables.get("outlets", {}).items():
        if row["country"]:
            for wording in (name, *_split(row["aliases"])):
                yield Entry(PUBLISHER, wording.removeprefix("The "), row["country"])
    yield _entry("Congo", "CD", "name")
    yield _entry("Korea", "KP", "name")
    yield _entry("Korean", "KP", "demonym")
    yield _entry("Koreans", "KP", "demonym")
    for both in ("KP", "KR"):
        yield _entry("Koreas", both, "both")
        yield _entry("North and South Korea", both, "both")
        yield _entry("South and North Korea", both, "both")
    for both in ("CD", "CG"):
        yield _entry("two Congos", both, "both")


def _entry(wording: str, code: str, form: str) -> Entry:
    is_acronym = " " not in wording and len(wording) < 7 and sum(map(str.isupper, wording)) > 1
    return Entry(KIND, wording, code, cased=is_acronym, note=form)


def _split(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def _with_plural(demonym: str) -> tuple[str, ...]:
    if demonym.endswith(("ese", "ish", "ch", "ss", "s", "x", "é")):
        return (demonym,)
    return (demonym, demonym + "s")


def find_countries(document: Document, hits: Hits,
                   quantities: Collection[QuantityMention] = ()) -> list[CountryMention]:
    """Every wording for a country, also inside names of institutions; see the module.

    `quantities` are those of the document: what stands inside an amount of money is currency.
    """
    spans = _choose_spans(document, hits, quantities)
    counts = _count_sure(spans)
    mentions: list[CountryMention] = []
    people = _find_people(document, spans, counts)
    for first, last, entries in spans:
        key = " ".join(document.keys[first:last])
        codes = sorted({entry.value for entry in entries})
        form, rule, confidence = entries[0].note, "country-" + entries[0].note, 1.0
        if (first, last) in people:
            continue
        if form == "both":
            mentions += [CountryMention(first, last, code, "name", "country-both")
                         for code in codes]
            continue
        if len(codes) > 1:
            code, rule, confidence = _choose_code(key, codes, counts)
        elif form in ("capital", "city") and key in _SHARED_PLACES and not counts[codes[0]]:
            continue
        elif key in _CHINA:
            code, rule, confidence = _resolve_republic_of_china(counts)
        elif key == "georgia" and _is_us_georgia(document, first, last, counts):
            code, rule, confidence = "US", "country-us-state", 0.9
            form = "city"
        else:
            code = codes[0]
        if form in ("capital", "city"):
            confidence = min(confidence, 0.8)
        mentions.append(CountryMention(first, last, code, form, rule, confidence))
    return _mark_compounds(document, mentions)


_Span = tuple[int, int, list[Entry]]


def _choose_spans(document: Document, hits: Hits,
                  quantities: Collection[QuantityMention]) -> list[_Span]:
    """The longest wordings, left to right, without those that are masked."""
    money = {i for q in quantities if q.is_money for i in range(q.first, q.last)}
    spans: list[_Span] = []
    covered = language_end = 0
    for hit in hits.of(KIND):
        entry = hit.entry
        if hit.first < covered:
            # Another country of the same wording, or something inside a longer name.
            if spans and spans[-1][0] == hit.first and spans[-1][1] == hit.last:
                same = spans[-1][2]
                if entry.note == same[0].note or {entry.note, same[0].note} <= {"name", "both"}:
                    same.append(entry)
                elif entry.note == "name" and entry.value == same[0].value:
                    same[:] = [entry]                    # Laos is no plural of Lao
            continue
        if not _is_written_as_name(document, hit):
            continue
        if entry.note == "mask":
            covered = hit.last
            continue
        if _is_language(document, hit, language_end):
            covered = language_end = hit.last
            continue
        if hit.first in money or _is_masked(document, hit):
            continue
        covered = hit.last
        spans.append((hit.first, hit.last, [entry]))
    return spans


def _is_written_as_name(document: Document, hit: Hit) -> bool:
    """Names have capitals; masks ("guinea pig") need none."""
    if hit.entry.note == "mask":
        return True
    word = document.words[hit.first]
    if word[0].isupper():
        return True
    # "the Gambia", "côte d'Ivoire", "ni-Vanuatu": the capital may stand further on.
    return any(document.words[i][0].isupper() for i in range(hit.first + 1, hit.last))


def _is_masked(document: Document, hit: Hit) -> bool:
    """Does a neighbour make this something else than a country: money, language, paper?"""
    words, keys = document.words, document.keys
    sentence = document.sentences[document.sentence_of[hit.first]]
    after = keys[hit.last] if hit.last < sentence.last else ""
    before = keys[hit.first - 1] if hit.first > sentence.first else ""
    note = hit.entry.note
    # "US$", "US-dollar"; but "will give Kenya $20 million".
    touching = after if after in ("-", "$") and _touches(document, hit.last) else ""
    if after in _CURRENCY or touching == "$" or (
            touching and _next(keys, hit.last + 1, sentence.last) in _CURRENCY):
        return True
    if note == "prefix":
        return not (after == "-" and _touches(document, hit.last) and hit.last + 1 < sentence.last
                    and words[hit.last + 1][0].isupper() and _touches(document, hit.last + 1))
    if keys[hit.first] == "german" and not words[hit.first].isascii():
        return True                                      # Germán, a given name
    if (after in _PAPERS and words[hit.last][0].isupper() and not sentence.is_title
            and note in ("name", "capital", "city")):
        return True
    if words[hit.first] == "US" and before in ("join", "contact", "about", "follow", "with"):
        return words[hit.first - 1].isupper()
    return words[hit.first] == "Male" and not (before in ("in", "to", "from") or after == ",")


def _is_language(document: Document, hit: Hit, language_end: int) -> bool:
    """Is this the name of a language: "in French", "English and Spanish versions"?

    `language_end` is where the last language ended: lists of them go on.
    """
    keys = document.keys
    if hit.last - hit.first != 1 or keys[hit.first] not in _LANGUAGES:
        return False
    sentence = document.sentences[document.sentence_of[hit.first]]
    after = keys[hit.last] if hit.last < sentence.last else ""
    before = keys[hit.first - 1] if hit.first > sentence.first else ""
    if after in _AFTER_LANGUAGE or (after == "-" and _next(keys, hit.last + 1, sentence.last)
                                    in _AFTER_LANGUAGE):
        return True
    goes_on = hit.first - 1 == language_end and before in ("and", ",", "or") and language_end
    if before in _BEFORE_LANGUAGE or goes_on:
        return not after.isalpha() or after in ("and", "or", "as", "at", "on", "by", "for")
    return False


def _next(keys: list[str], i: int, end: int) -> str:
    return keys[i] if i < end else ""


def _touches(document: Document, i: int) -> bool:
    """Does token `i` follow the one before it without a space?"""
    return i < len(document.starts) and document.starts[i] == document.ends[i - 1]


def _count_sure(spans: list[_Span]) -> Counter[str]:
    """How often each country is named by wordings that no other country or person shares."""
    counts: Counter[str] = Counter()
    for _, _, entries in spans:
        codes = {entry.value for entry in entries}
        if len(codes) == 1 and entries[0].note in ("name", "demonym", "capital", "metonym"):
            key = fold_key(entries[0].wording)
            if key not in _NAME_LIKE and key not in _SHARED_PLACES and key not in _CHINA:
                counts[entries[0].value] += 1
    return counts


def _choose_code(key: str, codes: list[str], counts: Counter[str]) -> tuple[str, str, float]:
    """Which of the countries that share a wording is meant."""
    best = max(codes, key=lambda code: (counts[code], code == _DEFAULTS.get(key)))
    if counts[best]:
        rivals = sum(1 for code in codes if counts[code])
        return best, "country-majority", 0.9 if rivals == 1 else 0.6
    return _DEFAULTS.get(key, best), "country-default", 0.6


def _resolve_republic_of_china(counts: Counter[str]) -> tuple[str, str, float]:
    if counts["TW"] > 0 or any(counts[ally] for ally in _TAIPEI_ALLIES):
        return "TW", "country-name", 1.0
    return "CN", "country-republic-of-china", 0.6


def _is_us_georgia(document: Document, first: int, last: int, counts: Counter[str]) -> bool:
    keys = document.keys
    if counts["GE"]:
        return False
    before = keys[max(0, first - 3):first]
    if before[-2:] == ["state", "of"] or (before[-1:] == [","] and before[-2:-1]
                                          and before[-2] in _US_GEORGIA):
        return True
    if keys[last:last + 1] in (["tech"], ["state"]) or keys[last:last + 2] == ["'s", "governor"]:
        return True
    return not _US_GEORGIA.isdisjoint(keys)


def _find_people(document: Document, spans: list[_Span],
                 counts: Counter[str]) -> set[tuple[int, int]]:
    """The spans that are part of a person's name ("Michael Jordan", "Chad Brown"), and later
    bare surnames of theirs where nothing else in the document speaks of that country."""
    people: set[tuple[int, int]] = set()
    named: set[str] = set()
    places: set[str] = set()
    for first, last, entries in spans:
        key = document.keys[first]
        if last - first != 1:
            continue
        if key not in _NAME_LIKE:
            if entries[0].note == "city" and _is_family_name(document, first):
                people.add((first, last))
            continue
        if _is_in_person_name(document, first):
            people.add((first, last))
            named.add(key)
        elif _follows_preposition(document, first):
            places.add(key)
    for first, last, entries in spans:
        key = document.keys[first]
        if last - first == 1 and key in named and key not in places \
                and not counts[entries[0].value]:
            people.add((first, last))
    return people


_PLACING = frozenset(
    "in of to from across with between for visited visits visit visiting reached left".split()
)


def _follows_preposition(document: Document, i: int) -> bool:
    sentence = document.sentences[document.sentence_of[i]]
    return i > sentence.first and document.keys[i - 1] in _PLACING


def _is_family_name(document: Document, i: int) -> bool:
    """Is a city's name part of a person's ("Dr Basel Al-Sabah")?"""
    words, keys = document.words, document.keys
    if i > 1 and words[i - 1] == "-" and keys[i - 2] == "al":
        return True
    following = keys[i + 1] if i + 1 < len(keys) else ""
    before = keys[i - 2] if i > 1 and words[i - 1] == "." else keys[i - 1] if i else ""
    return before in _HONORIFICS or following in ("al", "bin", "ibn")


def _is_in_person_name(document: Document, i: int) -> bool:
    words, keys = document.words, document.keys
    sentence = document.sentences[document.sentence_of[i]]
    if words[i].isupper() or _is_title_case(document, i):
        return False
    before = i - 1
    if before > sentence.first and words[before] == "." and keys[before - 1] in _HONORIFICS:
        return True
    if before >= sentence.first:
        word = words[before]
        if keys[before] in _HONORIFICS or (len(word) == 2 and word[1] == "." and word[0].isupper()):
            return True
        if (word[0].isupper() and word.isalpha() and not word.isupper() and len(word) > 1
                and keys[before] not in _NO_NAME and keys[before] not in _PREPOSITIONS
                and not (before == sentence.first and _may_open(keys[before]))
                and not _is_country_word(document, before)):
            return True
    after = i + 1
    if after < sentence.last and words[after][0].isupper() and words[after].isalpha():
        follows = before >= sentence.first and keys[before] in _PREPOSITIONS
        if not follows and not words[after].isupper() and keys[after] not in _NO_NAME \
                and not _is_country_word(document, after):
            return True
    return False


def _may_open(key: str) -> bool:
    """May this word open a sentence before a country's name without being a given name?"""
    return key.endswith("ly") or key in _OPENERS


_OPENERS = frozenset(
    "while when since because although though if as after before until once unless where that"
    " meanwhile however moreover still yet today yesterday also then thus hence so like unlike"
    " including despite during under is was are were has have had will would can could should"
    " did does do why how what who which not only even neither nor".split()
)


def _is_country_word(document: Document, i: int) -> bool:
    key = document.keys[i]
    return key.endswith(("ian", "ish", "ese", "ani", "stan"))


def _is_title_case(document: Document, i: int) -> bool:
    """Does the sentence write most long words with a capital, as headlines do? A short sentence
    full of names is none."""
    sentence = document.sentences[document.sentence_of[i]]
    if sentence.last - sentence.first > 40:
        return False
    long_words = [w for w in document.words[sentence.first:sentence.last]
                  if len(w) > 3 and w.isalpha()]
    if not (sentence.is_title or sentence.is_heading) or len(long_words) < 3:
        return False
    return sum(w[0].isupper() for w in long_words) > 0.7 * len(long_words)


def _mark_compounds(document: Document, mentions: list[CountryMention]) -> list[CountryMention]:
    """Give both halves of "US-Kenya" the form `compound`; drop prefixes without a partner."""
    words = document.words
    marked: list[CountryMention] = []
    joined = -1
    for index, mention in enumerate(mentions):
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        is_joined = (following is not None and following.first == mention.last + 1
                     and words[mention.last] == "-" and _touches(document, mention.last)
                     and _touches(document, following.first))
        if is_joined:
            joined = index + 1
        if is_joined or joined == index:
            marked.append(CountryMention(mention.first, mention.last, mention.code, "compound",
                                         "country-compound", mention.confidence))
        elif mention.form != "prefix":
            marked.append(mention)
    return marked


def publisher_country(article: Article, lexicon: Lexicon) -> str | None:
    """The country that an article is published in, as its publisher's name or host says.

    >>> from kg.model import Article
    >>> publisher_country(Article("a", "…", url="https://www.health.gov.za/news"), Lexicon([]))
    'ZA'
    """
    return _outlet_country(article, lexicon) or _owner_country(article, lexicon)


def _outlet_country(article: Article, lexicon: Lexicon) -> str | None:
    """The country of the news outlet that is the publisher; one of several of that name may
    have its country in brackets ("The National (Papua New Guinea)"), or an agency."""
    publisher = article.publisher or ""
    seat = _read_publisher(publisher, lexicon)[0] if publisher else None
    front, _, inside = publisher.partition(" (")
    if seat is None and front and inside:
        seat = (_read_publisher(inside.rstrip(")"), lexicon)[1]
                or _read_publisher(front, lexicon)[0])
    return seat


def _read_publisher(publisher: str, lexicon: Lexicon) -> tuple[str | None, str | None]:
    """The country of the news outlet of that name, and the country in the name.

    Each name is read once: a few publishers have written what a collection holds.
    """
    known = lexicon.publishers.get(publisher)
    if known is None:
        name = read_document(Article("publisher", publisher))
        hits = lexicon.find_hits(name)
        seats = {hit.entry.value for hit in hits.of(PUBLISHER)
                 if hit.last == len(name.keys) and name.keys[:hit.first] in ([], ["the"])}
        owners = {hit.entry.value for hit in hits.of(KIND)
                  if hit.entry.note in ("name", "demonym", "capital")
                  and name.is_capital(hit.first)}
        known = (seats.pop() if len(seats) == 1 else None,
                 owners.pop() if len(owners) == 1 else None)
        if len(lexicon.publishers) >= _MOST_PUBLISHERS:
            lexicon.publishers.clear()
        lexicon.publishers[publisher] = known
    return known


def _owner_country(article: Article, lexicon: Lexicon) -> str | None:
    """The country in the publisher's name, or that a state's or university's host belongs to."""
    owner = _read_publisher(article.publisher, lexicon)[1] if article.publisher else None
    if owner is not None:
        return owner
    if article.url:
        # A host's country counts only for states, universities and the like: anyone may take
        # a name under .tv or .ch.
        host = article.url.split("://", 1)[-1].split("/", 1)[0].split(":", 1)[0]
        *labels, suffix = host.upper().split(".")
        if len(suffix) == 2 and suffix.isalpha() and not _STATE_LABELS.isdisjoint(labels):
            return "GB" if suffix == "UK" else suffix
        if host.endswith((".gov", ".mil")):
            return "US"
        if len(suffix) == 2 and suffix.isalpha() and labels[-1:] and labels[-1] in _TRADE_LABELS:
            # "thenational.com.pg": registries give such names to firms of the country.
            return "GB" if suffix == "UK" else suffix
    return None


_DATE_WORDS = frozenset(
    "january february march april may june july august september october november december jan feb"
    " mar apr jun jul aug sept sep oct nov dec".split()
)


def ends_dateline(document: Document, mention: CountryMention, opening: Sentence) -> bool:
    """Do a dash, a colon, an agency in brackets or a date follow the place at the head?"""
    words, keys = document.words, document.keys
    has_date = False
    for i in range(mention.last, min(mention.last + 9, opening.last)):
        word = words[i]
        if word in ("–", ":") or (word == "-" and not _joins(document, i)):
            return True
        if word in ("(", "/"):
            following = words[i + 1] if i + 1 < opening.last else ""
            closed = word == "(" and words[i + 2:i + 4] in (
                [")", "-"], [")", "–"], [")", "—"], [")", ":"])  # "(Lusa) –"
            return has_date or closed or following.isupper() or words[mention.first].isupper()
        has_date = has_date or keys[i] in _DATE_WORDS
        is_part = (word in (",", ".") or word[0].isdigit() or keys[i] in _DATE_WORDS
                   or (words[i - 1] == "," and word[0].isupper()))
        if not is_part:
            return False
    return has_date


def _joins(document: Document, i: int) -> bool:
    """Does the hyphen at `i` join two words, without spaces?"""
    return _touches(document, i) and _touches(document, i + 1)


def find_home(document: Document, countries: Sequence[CountryMention],
              lexicon: Lexicon) -> str | None:
    """The country that the article is written in: of its dateline, else of its publisher.

    A dateline is a place before a dash, colon or bracket at the head of the text or of one of
    the next lines, or a country before the title's colon ("Somalia: Hospital Opens"). Outlets
    also write of what is foreign to them: theirs counts where nothing in the text is against it.
    """
    heads: dict[int, int] = {}                           # first token of a line -> its place
    line = -1
    for sentence in document.sentences:
        if not sentence.is_title and sentence.line != line:
            line = sentence.line
            heads[sentence.first] = len(heads)
            if len(heads) == DATELINE_LINES:
                break
    for mention in countries:
        if mention.form in ("capital", "city", "name"):
            place = heads.get(mention.first, heads.get(mention.first - 1))
            sentence = document.sentences[document.sentence_of[mention.first]]
            # Further down "Kenya: 200 doses" is a line of a list.
            if (place == 0 or place is not None and mention.form != "name") and ends_dateline(
                    document, mention, sentence):
                return mention.code
    if countries and countries[0].form == "name" and countries[0].first == 0:
        first = countries[0]
        if document.sentences[0].is_title and document.words[first.last:first.last + 1] == [":"]:
            return first.code
    named = {mention.code for mention in countries}
    home = _outlet_country(document.article, lexicon)
    if home is not None and (home in named or len(named) < 2):
        return home
    home = None if home else _owner_country(document.article, lexicon)
    if home is None and document.article.url:
        suffix = document.article.url.split("://", 1)[-1].split("/", 1)[0].rsplit(".", 1)[-1]
        code = "GB" if suffix == "uk" else suffix.upper()
        home = code if code in named else None
    return home



"""Numbers with what they count, and amounts of money.

    Document -> [QuantityMention]

Numbers stand in digits or words ("half a million", "1,170 Mn", "5 crore"); money in front of or
behind its currency. A number that counts nothing (a date, an age, a rank) is left out. Whether a
number belongs to an engagement or is a claim about a country's own means is for `capacities`.
"""

from __future__ import annotations

import re

from kg.extract.mentions import QuantityMention
from kg.extract.text import Document

__all__ = ["find_quantities"]

_ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
         "eighty": 80, "ninety": 90}
_SCALES = {
    "hundred": 100, "thousand": 1000, "lakh": 100_000, "lakhs": 100_000, "million": 10**6,
    "millions": 10**6, "mn": 10**6, "mln": 10**6, "mio": 10**6, "m": 10**6, "crore": 10**7,
    "crores": 10**7, "billion": 10**9, "bn": 10**9, "bln": 10**9, "b": 10**9, "k": 1000,
    "trillion": 10**12, "tn": 10**12,
}
#: Single letters are scales only where they touch the digits or an amount of money goes with them.
_LETTER_SCALES = frozenset("m b k".split())
#: The words that a number may begin with; "a" stands for one.
_STARTS = frozenset((*_ONES, *_TENS, "half", "a", "an"))

#: Verbs of which "over" is a part.
_GIVING = frozenset(
    "hand hands handed handing turn turns turned turning take takes taken took sign signed"
    " give given gave passed".split()
)

_DIGITS = re.compile(r"(\d[\d.,]*)(mn|mln|bn|m|b|k|million|billion|crore|lakh)?", re.IGNORECASE)
_JOINED = re.compile(r"([A-Z]{3})(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
                     r"(mn|mln|bn|m|b|k|million|billion)?(?![^\W\d])")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?")
_DECIMAL = re.compile(r"\d+(?:\.\d+)?")
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")

_QUALIFIERS = (
    (("more", "than"), "over"), (("at", "least"), "over"), (("no", "fewer", "than"), "over"),
    (("no", "less", "than"), "over"), (("upwards", "of"), "over"), (("in", "excess", "of"), "over"),
    (("not", "less", "than"), "over"), (("a", "minimum", "of"), "over"), (("over",), "over"),
    (("above",), "over"), (("exceeding",), "over"),
    (("up", "to"), "up to"), (("as", "many", "as"), "up to"), (("as", "much", "as"), "up to"),
    (("no", "more", "than"), "up to"), (("at", "most"), "up to"), (("a", "maximum", "of"), "up to"),
    (("fewer", "than"), "under"), (("less", "than"), "under"), (("under",), "under"),
    (("below",), "under"),
    (("close", "to"), "about"), (("an", "estimated"), "about"), (("some",), "about"),
    (("about",), "about"), (("around",), "about"), (("approximately",), "about"),
    (("approx", "."), "about"), (("approx",), "about"), (("nearly",), "about"),
    (("almost",), "about"), (("roughly",), "about"), (("circa",), "about"), (("or", "so"), "about"),
)
#: The qualifiers by their last word.
_BY_LAST = {last: [(wording, qualifier) for wording, qualifier in _QUALIFIERS
                   if wording[-1] == last] for last in {w[-1] for w, _ in _QUALIFIERS}}

#: ISO 4217 by what stands directly before a number. Signs that several currencies share are
#: settled by the letters before them ("FJ$") or by the country the document speaks of.
_CODES = frozenset(
    "USD EUR GBP JPY CNY RMB AUD NZD FJD CAD SGD HKD TWD INR LKR PKR NPR BDT MVR MUR SCR KES UGX"
    " TZS RWF BIF ETB SOS SDG EGP ZAR NGN GHS XAF XOF MWK ZMW MZN AOA NAD BWP MAD TND DZD LYD"
    " SAR AED QAR KWD BHD OMR JOD LBP SYP IQD IRR YER ILS TRY RUB UAH BYN KZT KGS UZS TJS TMT AZN"
    " AMD GEL CHF SEK NOK DKK ISK PLN CZK HUF RON BGN RSD MKD ALL MDL KRW THB VND LAK KHR MMK MYR"
    " IDR PHP BND PGK SBD VUV WST TOP MXN BRL ARS CLP COP PEN BOB PYG UYU VES CUP DOP HTG JMD TTD"
    " BBD BZD GTQ HNL NIO CRC PAB MNT BTN AFN XDR SDR".split()
)
_ALIASES = {"RMB": "CNY", "KSH": "KES", "KSHS": "KES", "SHS": "", "USH": "UGX", "USHS": "UGX",
            "TSH": "TZS", "TSHS": "TZS", "SDR": "XDR", "YEN": "JPY", "EURO": "EUR", "EUROS": "EUR",
            "TK": "BDT", "LE": "EGP", "CAN": "CAD"}
_DOLLARS = {"US": "USD", "U.S.": "USD", "A": "AUD", "AU": "AUD", "AUS": "AUD", "NZ": "NZD",
            "FJ": "FJD", "F": "FJD", "C": "CAD", "CA": "CAD", "CAD": "CAD", "CAN": "CAD",
            "S": "SGD", "SG": "SGD", "HK": "HKD", "NT": "TWD", "J": "JMD", "TT": "TTD",
            "BDS": "BBD", "R": "BRL", "USD": "USD", "AUD": "AUD", "SI": "SBD", "N": "NAD",
            "G": "GYD"}
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY", "₩": "KRW", "₦": "NGN",
          "₽": "RUB", "₺": "TRY", "₱": "PHP", "₫": "VND", "฿": "THB", "₪": "ILS", "₸": "KZT",
          "₴": "UAH", "₵": "GHS", "৳": "BDT"}

#: Names of currencies behind (or before) a number; those that several countries share are
#: settled by the demonym before them, then by what the document names.
_NAMES = {
    "dollar": "USD", "euro": "EUR", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY", "won": "KRW",
    "baht": "THB", "naira": "NGN", "cedi": "GHS", "birr": "ETB", "tenge": "KZT", "ringgit": "MYR",
    "rupiah": "IDR", "dong": "VND", "taka": "BDT", "zloty": "PLN", "forint": "HUF",
    "hryvnia": "UAH", "ruble": "RUB", "rouble": "RUB", "rand": "ZAR", "riyal": "SAR",
    "rial": "IRR", "dirham": "AED", "lira": "TRY", "kwacha": "ZMW", "afghani": "AFN",
    "kina": "PGK", "real": "BRL", "reais": "BRL", "lari": "GEL", "manat": "AZN", "som": "KGS",
    "soum": "UZS", "riel": "KHR", "kyat": "MMK", "shilling": "KES", "pound": "GBP",
    "rupee": "INR", "peso": "MXN", "dinar": "KWD", "franc": "CHF", "krona": "SEK",
    "kronor": "SEK", "krone": "NOK", "kroner": "NOK", "shekel": "ILS", "cent": "",
}
#: Names of currencies that may stand before their number ("Yen 500 million").
_NAMED_FIRST = frozenset(("euro", "yen", "yuan", "renminbi"))
_BY_COUNTRY = {
    "rupee": {"sri": "LKR", "lanka": "LKR", "lankan": "LKR", "pakistan": "PKR", "pakistani": "PKR",
              "nepal": "NPR", "nepali": "NPR", "nepalese": "NPR", "mauritius": "MUR",
              "mauritian": "MUR", "seychelles": "SCR", "maldives": "MVR", "indian": "INR",
              "india": "INR"},
    "dollar": {"us": "USD", "u.s.": "USD", "american": "USD", "australian": "AUD",
               "canadian": "CAD", "zealand": "NZD", "fijian": "FJD", "fiji": "FJD", "kong": "HKD",
               "singapore": "SGD", "singaporean": "SGD", "jamaican": "JMD", "namibian": "NAD",
               "taiwan": "TWD", "bahamian": "BSD", "guyanese": "GYD", "barbadian": "BBD"},
    "shilling": {"kenyan": "KES", "kenya": "KES", "ugandan": "UGX", "uganda": "UGX",
                 "tanzanian": "TZS", "tanzania": "TZS", "somali": "SOS", "somalia": "SOS"},
    "pound": {"egyptian": "EGP", "egypt": "EGP", "lebanese": "LBP", "lebanon": "LBP",
              "syrian": "SYP", "syria": "SYP", "sudanese": "SDG", "sudan": "SDG",
              "sterling": "GBP", "british": "GBP"},
    "peso": {"cuban": "CUP", "cuba": "CUP", "mexican": "MXN", "mexico": "MXN",
             "argentine": "ARS", "argentina": "ARS", "chilean": "CLP", "chile": "CLP",
             "colombian": "COP", "colombia": "COP", "philippine": "PHP", "philippines": "PHP",
             "dominican": "DOP", "uruguayan": "UYU"},
    "dinar": {"kuwaiti": "KWD", "kuwait": "KWD", "iraqi": "IQD", "iraq": "IQD",
              "jordanian": "JOD", "jordan": "JOD", "bahraini": "BHD", "bahrain": "BHD",
              "tunisian": "TND", "tunisia": "TND", "algerian": "DZD", "algeria": "DZD",
              "libyan": "LYD", "libya": "LYD", "serbian": "RSD", "serbia": "RSD"},
    "franc": {"swiss": "CHF", "switzerland": "CHF", "cfa": "XOF", "rwandan": "RWF",
              "rwanda": "RWF", "burundian": "BIF", "congolese": "CDF", "guinean": "GNF",
              "djiboutian": "DJF", "comorian": "KMF"},
    "riyal": {"saudi": "SAR", "qatari": "QAR", "qatar": "QAR", "yemeni": "YER"},
    "rial": {"iranian": "IRR", "omani": "OMR", "oman": "OMR", "yemeni": "YER", "yemen": "YER"},
    "dirham": {"moroccan": "MAD", "morocco": "MAD", "uae": "AED", "emirati": "AED"},
    "kwacha": {"malawian": "MWK", "malawi": "MWK", "zambian": "ZMW"},
    "manat": {"turkmen": "TMT", "turkmenistan": "TMT", "azerbaijani": "AZN"},
    "yen": {}, "krone": {"danish": "DKK", "denmark": "DKK", "norwegian": "NOK"},
    "krona": {"swedish": "SEK", "icelandic": "ISK"},
}

#: Plural nouns that numbers in such news count. Others are taken too, when they end like a
#: plural and stand at the end of their noun phrase.
_UNITS = frozenset(
    "doses dose vials vial jabs shots vaccines beds bed hospitals hospital clinics clinic doctors"
    " doctor physicians nurses nurse midwives medics medic paramedics specialists specialist"
    " experts expert professionals workers staff personnel members people persons patients patient"
    " students student fellows fellow trainees interns residents participants volunteers graduates"
    " universities university colleges college institutes institute institutions schools faculties"
    " centers centres center centre laboratories labs laboratory factories plants companies"
    " pharmacies ambulances ambulance ventilators ventilator respirators concentrators kits tests"
    " masks gloves gowns suits tonnes tons kilograms kilos litres liters cartons boxes packages"
    " parcels containers pieces sets units items machines devices monitors scanners helicopters"
    " vehicles trucks aircraft planes flights shipments batches consignments places scholarships"
    " fellowships seats slots positions posts vacancies countries states nations provinces"
    " districts villages projects programmes programs agreements memoranda memorandums mous"
    " documents protocols contracts teams missions delegations courses workshops sessions meetings"
    " surgeries operations procedures consultations examinations cases deaths infections"
    " recoveries children women men refugees citizens inhabitants households families babies"
    " percent years months weeks days hours minutes kilometres kilometers km hectares acres metres"
    " meters storeys floors departments wards rooms theatres products medicines drugs drug bags"
    " cylinders tablets capsules syringes bottles donors surgeons anesthetists anaesthetists"
    " dentists pharmacists technicians teachers professors researchers scientists observers"
    " soldiers troops facilities sites points posts counties branches offices tents".split()
)

#: Units that follow a hyphen: "a 100-bed hospital".
_COMPOUND_UNITS = {"bed": "beds", "bedded": "beds", "member": "members", "person": "people",
                   "strong": "members", "seat": "seats", "place": "places", "tonne": "tonnes",
                   "ton": "tons", "storey": "floors"}
_PLURALS = frozenset("staff personnel people children women men aircraft memoranda".split())

#: Words that cannot stand inside the noun phrase of a unit, so that it ends before them.
_STOP = frozenset(
    "of in on at to for from by with without within into onto over under per as and or but that"
    " which who whom whose is are was were be been being has have had will would can could may"
    " might must shall should do does did the a an this these those its their his her our your"
    " it they he she we i not than then when while where if so because since until after before"
    " during between among through across against about around more less each every also already"
    " said says told a.m p.m am pm receive receives received die died killed arrive arrives arrived"
    " join joined get win return returned visit visited sign signed went go fly flew land"
    " landed".split()
)

_MONTHS = frozenset(
    "january february march april may june july august september october november december jan"
    " feb mar apr jun jul aug sep sept oct nov dec".split()
)
_BEFORE_RANK = frozenset(
    "no number article section chapter page phase stage grade level covid version resolution"
    " route room flight channel type h h1n aged age".split()
)


def find_quantities(document: Document) -> list[QuantityMention]:
    """Every number that counts something, and every amount of money, in order."""
    mentions: list[QuantityMention] = []
    until = 0
    joined = _find_joined(document)
    starts = [i for i, key in enumerate(document.keys) if key in _STARTS]
    for i in sorted({*starts, *document.numbers, *joined}):
        if i < until:
            continue
        sentence = document.sentences[document.sentence_of[i]]
        begin, end = sentence.first, sentence.last
        if i in joined:
            mention = _read_joined(document, i, begin, end)
            if mention is not None:
                mentions.append(mention)
                until = mention.last
                continue
        read = _read_number(document, i, begin, end)
        if read is None:
            continue
        value, until, is_word = read
        mention = (_read_money(document, i, until, value, begin, end)
                   or _read_count(document, i, until, value, begin, end, is_word))
        if mention is not None:
            mentions.append(mention)
            until = max(until, mention.last)
    return mentions


def _find_joined(document: Document) -> set[int]:
    """The tokens that begin with the code of a currency and its amount."""
    if _JOINED.search(document.source) is None:
        return set()
    return {i for i, word in enumerate(document.words)
            if word[:3] in _CODES and _JOINED.match(word)}


def _read_joined(document: Document, i: int, begin: int, end: int) -> QuantityMention | None:
    """An amount that touches the code of its currency: "USD500,000", "PHP57 million"."""
    match = _JOINED.match(document.source, document.starts[i])
    if match is None:
        return None
    last = i + 1
    while last < end and document.starts[last] < match.end():
        last += 1
    scale = _SCALES[match[3]] if match[3] else 1  # "EUR4m"
    value, last, _ = _scaled(float(match[2].replace(",", "")) * scale, document.keys, last, end)
    return QuantityMention(i, last, _to_decimal(value), _ALIASES.get(match[1], match[1]),
                           _find_qualifier(document.keys, i, begin), True, "quantity-money")


def _read_number(document: Document, i: int, begin: int,
                 end: int) -> tuple[float, int, bool] | None:
    """The number that begins at token `i`: (value, token after it, is in words)."""
    keys, words = document.keys, document.words
    key = keys[i]
    if words[i][0].isdigit():
        return _read_digits(document, i, begin, end)
    if key == "half" and keys[i + 1:i + 2] in (["a"], ["an"]) and i + 2 < end:
        scale = _SCALES.get(keys[i + 2])
        return None if scale is None else (scale / 2, i + 3, True)
    if key in ("a", "an"):
        following = keys[i + 1] if i + 1 < end else ""
        if following == "dozen":
            return 12, i + 2, True
        if following in ("hundred", "thousand", "million", "billion"):
            return _scaled(1, keys, i + 1, end)
        return None
    if key not in _ONES and key not in _TENS:
        return None
    total, group, last = 0.0, 0.0, i
    while last < end:
        word = keys[last]
        if word in _ONES and group % 10 == 0 and (group % 100 == 0 or group % 100 >= 20):
            group += _ONES[word]
        elif word in _TENS and group % 100 == 0:
            group += _TENS[word]
        elif word == "hundred" and 0 < group < 100:
            group *= 100
        elif word == "dozen" and 0 < group < 10:
            group *= 12
        elif word in ("thousand", "million", "billion") and group:
            total += group * _SCALES[word]
            group = 0
        elif (word in ("-", "and") and last + 1 < end and last > i
              and (keys[last + 1] in _ONES or keys[last + 1] in _TENS)
              and (word == "-" or keys[last - 1] in ("hundred", "thousand"))):
            pass
        else:
            break
        last += 1
    return total + group, last, True


def _read_digits(document: Document, i: int, begin: int,
                 end: int) -> tuple[float, int, bool] | None:
    keys, words = document.keys, document.words
    match = _DIGITS.fullmatch(words[i])
    if match is None:
        return None
    digits = match[1].rstrip(".,")
    if _GROUPED.fullmatch(digits):
        value = float(digits.replace(",", ""))
    elif _DECIMAL.fullmatch(digits):
        value = float(digits)
    elif _DOTTED.fullmatch(digits):
        value = float(digits.replace(".", ""))
    else:
        return None
    if match[2]:
        return _scaled(value * _SCALES[match[2].lower()], keys, i + 1, end)
    read = _scaled(value, keys, i + 1, end)
    if read[1] < end and keys[read[1]] in _LETTER_SCALES and keys[read[1] - 1] == keys[i]:
        # "US$ 5 m": a letter by itself is a scale only of money.
        before = keys[i - 1] if i > begin else ""
        if before in _SIGNS or before.upper() in _CODES:
            return value * _SCALES[keys[read[1]]], read[1] + 1, False
    return read[0], read[1], False


def _scaled(value: float, keys: list[str], i: int, end: int) -> tuple[float, int, bool]:
    """Multiply by the scales that stand at token `i` ("lakh crore", "million")."""
    if i + 1 < end and keys[i] == "-":
        if keys[i + 1] in ("million", "billion", "thousand"):
            i += 1
        elif keys[i + 1] in _LETTER_SCALES:
            return value * _SCALES[keys[i + 1]], i + 2, True     # PHP57-M
    while i < end and keys[i] in _SCALES and keys[i] not in _LETTER_SCALES:
        value *= _SCALES[keys[i]]
        i += 1
    return value, i, True


def _read_money(document: Document, i: int, last: int, value: float, begin: int,
                end: int) -> QuantityMention | None:
    """The amount of money that the number at `i:last` is part of, with its currency."""
    keys, words = document.keys, document.words
    first, code = i, ""
    before = i - 1
    if before > begin and words[before] == "." and keys[before - 1] in ("rs", "sh", "tk", "le"):
        before -= 1
    if before >= begin:
        sign, upper = words[before], words[before].upper()
        if sign in _SIGNS:
            code, first = _SIGNS[sign], before
            if sign == "$" and before > begin and words[before - 1] in _DOLLARS:
                code, first = _DOLLARS[words[before - 1]], before - 1
            elif sign == "¥" and _names_any(document, ("china", "chinese", "yuan")):
                code = "CNY"
        elif words[before].isupper() and upper in _CODES:
            code, first = _ALIASES.get(upper, upper), before
        elif keys[before] in ("rs", "re", "inr"):
            code, first = _choose_by_country(document, "rupee", ""), before
        elif upper in _ALIASES and words[before][0].isupper():
            code, first = _ALIASES[upper] or _choose_by_country(document, "shilling", ""), before
        elif keys[before] in ("sh", "shs") and words[before][0].isupper():
            code, first = _choose_by_country(document, "shilling", ""), before
        elif words[before][0].isupper() and _singular(keys[before]) in _NAMED_FIRST:
            code, first = _NAMES[_singular(keys[before])], before
    named = _read_currency_name(document, last, end)
    if named is not None:
        code, last = named
    if not code or not value:
        return None
    qualifier = _find_qualifier(keys, first, begin)
    return QuantityMention(first, last, _to_decimal(value), code, qualifier, True,
                           "quantity-money")


def _read_currency_name(document: Document, i: int, end: int) -> tuple[str, int] | None:
    """The currency named at token `i` ("US dollars", "Kuwaiti dinars", "USD"): its code and the
    token after it."""
    keys, words = document.keys, document.words
    for j in range(i, min(i + 4, end)):
        name = _singular(keys[j])
        if name in _NAMES and (name != "won" or j > i or keys[j - 1][-1:].isdigit()
                               or keys[j - 1] in _SCALES):
            if name == "real" and keys[j] == "real":
                return None
            if name == "pound" and keys[j + 1:j + 2] == ["of"]:
                return None
            owner = keys[j - 1] if j > i else ""
            return (_choose_by_country(document, name, owner), j + 1) if _NAMES[name] else None
        if words[j].isupper() and words[j] in _CODES and j == i:
            return _ALIASES.get(words[j], words[j]), j + 1
        if not (words[j][0].isupper() or keys[j] in ("in", "us")) or words[j] == ".":
            return None
    return None


def _singular(key: str) -> str:
    return key[:-1] if key.endswith("s") and len(key) > 3 else key


def _choose_by_country(document: Document, name: str, owner: str) -> str:
    """The code of a currency name by the demonym before it, else by what the text names most."""
    by_country = _BY_COUNTRY.get(name, {})
    if owner in by_country:
        return by_country[owner]
    if name == "dollar":
        return _NAMES[name]
    counts = dict.fromkeys(sorted(by_country.values()), 0)
    for key, code in by_country.items():
        counts[code] += document.count(key)
    if not any(counts.values()):
        return _NAMES[name]
    return max(counts, key=counts.__getitem__)


def _names_any(document: Document, wanted: tuple[str, ...]) -> bool:
    return any(document.count(key) for key in wanted)


def _read_count(document: Document, i: int, last: int, value: float, begin: int, end: int,
                is_word: bool) -> QuantityMention | None:
    """The number at `i:last` with the noun it counts, or None where it counts nothing."""
    keys, words = document.keys, document.words
    before = keys[i - 1] if i > begin else ""
    counted = _find_subject(document, i, begin)
    if counted is not None and not (last < end and words[last].isalpha()):
        return QuantityMention(counted, last, _to_decimal(value), keys[counted],
                               _find_qualifier(keys, i, begin), False, "quantity-predicate")
    if _is_rank_or_date(document, i, last, value, begin, end):
        return None
    if last < end and (keys[last] == "%" or keys[last] in ("percent", "pct")
                       or keys[last:last + 2] == ["per", "cent"]):
        stop = last + (2 if keys[last] == "per" else 1)
        return QuantityMention(i, stop, _to_decimal(value), "percent",
                               _find_qualifier(keys, i, begin), False, "quantity-share")
    qualifier = _find_qualifier(keys, i, begin)
    first, j = i, last
    if before in ("-", "to") and i - 2 >= begin and keys[i - 2][0].isdigit():
        # Of a range the upper end is kept: "20-30 doctors" are up to 30.
        first, qualifier = i - 2, "up to"
    if j < end and words[j] == "+":
        qualifier, j = "over", j + 1
    if keys[j:j + 2] == ["-", "plus"]:
        qualifier, j = "over", j + 2
    if keys[j:j + 2] == ["or", "more"]:
        qualifier, j = "over", j + 2
    if value == 0 or (value == 1 and keys[j:j + 1] == ["of"]):
        return None
    if j + 1 < end and words[j] == "-" and document.starts[j] == document.ends[j - 1] \
            and keys[j + 1] not in _COMPOUND_UNITS:
        return None                                      # a 12-day campaign
    if j + 1 < end and words[j] == "-" and keys[j + 1] in _COMPOUND_UNITS:
        return QuantityMention(first, j + 2, _to_decimal(value), _COMPOUND_UNITS[keys[j + 1]],
                               qualifier, False, "quantity-compound")
    unit = _find_unit(document, j, end, is_one=value == 1)
    if unit is None:
        return None
    unit_last, noun = unit
    if is_word and value == 1 and before in ("", "the", "no", "this", "that", "any", "every"):
        return None
    return QuantityMention(first, unit_last, _to_decimal(value), noun, qualifier, False,
                           "quantity-count")


#: Verbs that count their subject, and what may stand between it, them and the number.
_COUNTING = frozenset("number numbers numbered total totals totalled totaled".split())
_BESIDES = frozenset("now currently today already thus together together in all more than over at"
                     " least some about around nearly almost close to an estimated".split())


def _find_subject(document: Document, i: int, begin: int) -> int | None:
    """The plural noun that "number" or "total" before the number at token `i` counts: "clinics
    now number 300"."""
    keys = document.keys
    j = i - 1
    while j > begin and keys[j] in _BESIDES:
        j -= 1
    if j <= begin or keys[j] not in _COUNTING:
        return None
    j -= 1
    while j > begin and keys[j] in _BESIDES:
        j -= 1
    return j if keys[j].isalpha() and keys[j].endswith("s") else None


def _is_rank_or_date(document: Document, i: int, last: int, value: float, begin: int,
                     end: int) -> bool:
    keys, words = document.keys, document.words
    before = keys[i - 1] if i > begin else ""
    after = keys[last] if last < end else ""
    if before in _MONTHS or after in _MONTHS or before in _BEFORE_RANK:
        return True
    if before == "." and i - 1 > begin and keys[i - 2] in ("no", *_MONTHS):
        return True
    is_joined = (before == "-" and i - 1 > begin and document.starts[i] == document.ends[i - 1]
                 and document.starts[i - 1] == document.ends[i - 2])
    if is_joined and (words[i - 2][-1].isalpha() or (i - 3 > begin and keys[i - 3] in "-/")):
        return True                                      # COVID-19, Soberana-02, 2022-09-13
    if before == "/" or (after == "/" and _next_is_digit(keys, last + 1, end)):
        return True
    is_year = last == i + 1 and words[i].isdigit() and len(words[i]) == 4 and 1900 <= value <= 2100
    if is_year and before in ("in", "since", "by", "until", "of", "from", "year", "to", "and",
                              "between", "during", "late", "early", "mid", "before", "after", ","):
        return True
    return after in ("a.m.", "p.m.", "am", "pm", "°", "o'clock")


def _next_is_digit(keys: list[str], i: int, end: int) -> bool:
    return i < end and keys[i][0].isdigit()


def _find_unit(document: Document, i: int, end: int, *,
               is_one: bool) -> tuple[int, str] | None:
    """The noun that a number before token `i` counts, and the token after it."""
    keys, words = document.keys, document.words
    first = i
    if keys[i:i + 1] == ["of"] and i + 1 < end and keys[i + 1] in ("the", "these", "its", "those"):
        first = i + 2
    stop = first
    best = -1
    while stop < min(end, first + 9):
        key = keys[stop]
        if key in _STOP or not (words[stop][0].isalpha() or words[stop] in "-'"):
            break
        if key in _UNITS and (is_one or key[-1] == "s" or key in _PLURALS):
            best = stop
            if not _is_inside_phrase(keys, stop + 1, end):
                break
        stop += 1
    if best >= 0:
        return best + 1, keys[best]
    if stop > first and not is_one:
        # No noun we know: the last word of the phrase, if it looks like a plural.
        for j in range(first, min(stop, first + 5)):
            if keys[j].endswith("s") and len(keys[j]) > 3 and keys[j].isalpha() \
                    and not keys[j].endswith(("ss", "ous", "us", "is")) and words[j][0].islower():
                return j + 1, keys[j]
    return None


def _is_inside_phrase(keys: list[str], i: int, end: int) -> bool:
    """Does a noun that we know follow at once, so that the one before it only describes it
    ("hospital beds", "drug products")?"""
    return i < end and keys[i] in _UNITS and keys[i] not in ("patients",)


def _find_qualifier(keys: list[str], i: int, begin: int) -> str | None:
    if i <= begin:
        return None
    for wording, qualifier in _BY_LAST.get(keys[i - 1], ()):
        start = i - len(wording)
        if start >= begin and tuple(keys[start:i]) == wording:
            if wording == ("over",) and start > begin and keys[start - 1] in _GIVING:
                return None                              # handed over 13 ambulances
            return qualifier
    return None


def _to_decimal(value: float) -> str:
    """A decimal numeral without exponent or trailing zeros."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return text or "0"

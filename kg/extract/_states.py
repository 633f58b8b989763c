"""Institutions that are named by their country: ministries, embassies, parliaments, armies.

    Reading, a head noun -> [Candidate]

A ministry has its portfolio before or behind it ("Foreign Affairs Ministry", "ministries of
health of Iran and Oman") and gets its name by the codebook, "Ministry of …"; its country may
come later. The others are names only with their country.
"""

from __future__ import annotations

from kg.extract._chart import Candidate
from kg.extract._heads import closing_bracket, phrase_end
from kg.extract._reading import CAP, SUBJECT, Head, Reading
from kg.extract._registry import sector_of
from kg.extract.mentions import CountryMention

__all__ = ["by_ministry", "by_state"]

#: Words before "ministries" that name no field.
_NO_FIELDS = frozenset(
    "government line state federal key other various relevant two both several competent"
    " different concerned respective such new many all sectoral".split())

#: Words that open a ministry's name and belong to no portfolio.
_OPENING = frozenset({"federal", "union", "royal", "central"})
#: Between a country and what is its: "Iran's new ministry".
_BETWEEN = frozenset({"new", "former", "federal", "union", "national", "state"})
#: "Ministry of Health of the Turkish Republic".
_STATE_NOUNS = frozenset({"republic", "kingdom", "federation", "government", "state", "sultanate"})

_MISSIONS = frozenset(
    {"embassy", "consulate", "consulate general", "high commission", "permanent mission"})
#: Heads that name an institution also when they are written small.
_SMALL_HEADS = frozenset({"parliament", "senate"})

#: No ministry's portfolio in small letters has more words before or behind "ministry".
_LONGEST_PORTFOLIO = 12
_BASE, _PER_TOKEN = 2.5, 1.3

#: What the press of a country names without it ("gave Parliament an account").
_OWN_LEGISLATURES = frozenset({"parliament", "national assembly"})
#: Parts of a state whose ministries have its name before them: "Lagos State Ministry of Health".
_PARTS_OF_STATES = frozenset({"state", "province", "provincial", "region", "regional", "county"})


def by_ministry(r: Reading, first: int, last: int) -> list[Candidate]:
    """"Ministry of Health and Population of Egypt", "the Guinean health ministry"."""
    begin, end = r.sentence(first)
    left, stop = first, last
    article = False
    after = last + 1 + (r.keys[last + 1:last + 2] == ["the"])
    if last < end and r.keys[last] in ("of", "for") and not (
            after < end and r.country_from(after) is not None):
        article = after > last + 1 and after < end and bool(r.flags[after] & (SUBJECT | CAP))
        start = last + 1 + article
        stop = _portfolio_end(r, start, end)
        words = r.words[start:stop]
        if not words or r.country[start] is not None:
            return []
        while left > begin and r.keys[left - 1] in _OPENING and r.flags[left - 1] & CAP:
            left -= 1
        part = _left_of_part(r, left, begin)
    else:
        left = start = _portfolio_start(r, first, begin)
        words = r.words[left:first]
        while words and words[0].lower() in _OPENING:
            words = words[1:]
            start += 1
        if not words or words[0].lower() in _NO_FIELDS:
            return []
        part = left
    of_part = r.document.surface(part, left) if part < left else ""
    left = part
    is_plural = r.keys[first] == "ministries"
    owners, span_first, span_last = _owners(r, left, stop, is_plural=is_plural)
    parts = _portfolios(r, start, start + len(words)) if is_plural and len(owners) < 2 else []
    if len(parts) < 2:
        parts = [(start, start + len(words))]
    found: list[Candidate] = []
    for number, (part, part_stop) in enumerate(parts):
        # Of several each is a name of its own: the first has what stands before, the last
        # what stands behind.
        words = r.words[part:part_stop]
        core = (left if not number else part, stop if number == len(parts) - 1 else part_stop)
        span = (span_first if not number else part,
                span_last if number == len(parts) - 1 else part_stop)
        found.append(Candidate(
            *span, "institution", _BASE + _PER_TOKEN * (span[1] - span[0]),
            "institution.ministry", core, type="ministry", grade="ministry",
            owners=tuple(owners), names=[f"{of_part} {_ministry_name(words, article)}".strip()],
            sector=f"{sector_of(words)} {of_part}".strip(), is_plural=is_plural))
    return found


def _left_of_part(r: Reading, left: int, begin: int) -> int:
    """Where the name of a part of a state before "Ministry" begins; `left` if there is none."""
    i = left - 1
    if i <= begin or r.keys[i] not in _PARTS_OF_STATES or not r.flags[i] & CAP:
        return left
    while i > begin and r.flags[i - 1] & CAP and r.is_name[i - 1] and left - i < 4 and not (
            r.office_at[i - 1]):
        i -= 1
    return i if i < left - 1 else left


def _portfolio_end(r: Reading, start: int, end: int) -> int:
    """Where the portfolio behind "ministry of" ends; one in small letters goes on with fields
    of work, those of several ministries over "and of" too."""
    stop = phrase_end(r, start, end, grade="ministry")
    if start < end and not r.flags[start] & CAP:
        limit = min(end, start + _LONGEST_PORTFOLIO)
        stop = start
        while stop < limit and r.country[stop] is None:
            if r.flags[stop] & SUBJECT and not r.flags[stop] & CAP:
                stop += 1
                continue
            following = stop + 1 + (r.keys[stop + 1:stop + 2] == ["of"])
            if stop == start or r.words[stop] not in ("and", ",", "&") or following >= limit or (
                    not r.flags[following] & SUBJECT or r.flags[following] & CAP) or (
                    r.country[following] is not None or r.office_at[following]):
                break
            stop = following
    return stop


def _portfolios(r: Reading, start: int, stop: int) -> list[tuple[int, int]]:
    """The portfolios of several ministries: "health and foreign affairs", "Health, Labour and
    Trade"."""
    parts: list[tuple[int, int]] = []
    i = start
    for j in range(start, stop + 1):
        if j == stop or r.words[j] in ("and", ",", "&"):
            if i < j:
                parts.append((i, j))
            i = j + 1 + (r.keys[j + 1:j + 2] == ["of"])
    return parts


def _portfolio_start(r: Reading, first: int, begin: int) -> int:
    """Where the words for a field begin before "ministry": "foreign and health ministries"."""
    left = first
    while left > max(begin, first - _LONGEST_PORTFOLIO):
        j = left - 1
        if r.flags[j] & SUBJECT and r.country[j] is None and not r.office_at[j]:
            left = j
        elif r.words[j] in ("and", "&", ",") and begin < j < first - 1 and (
                r.flags[j - 1] & SUBJECT) and r.country[j - 1] is None and (
                r.words[j] != "," or r.flags[j - 1] & CAP):
            left = j - 1
        else:
            break
    return left


def _ministry_name(words: list[str], has_article: bool) -> str:
    """The name by the codebook: "Ministry of …", whatever order the wording has."""
    small = ("and", "of", "the", "for", "in")
    title = [w if w in small else w[0].upper() + w[1:] for w in words]
    if title in (["Foreign"], ["Home"]):
        title.append("Affairs")
    text = " ".join(title).replace(" ,", ",").replace(" - ", "-").replace(" 's", "'s")
    return f"Ministry of {'the ' if has_article else ''}{text}"


def _owners(r: Reading, left: int, stop: int, *,
            is_plural: bool = False) -> tuple[list[str], int, int]:
    """The countries that the institution at `left:stop` is said to be of, before or behind it,
    and the stretch that names them too; behind one institution there is one."""
    begin, end = r.sentence(left)
    owners, first = _owners_before(r, left, begin)
    if owners:
        return owners, first, stop
    if any(r.keys[i] == "union" for i in range(max(begin, left - 1), stop)):
        # India's own way of speaking of its government, and Myanmar's.
        return ["MM" if "MM" in r.codes and "IN" not in r.codes else "IN"], left, stop
    after = stop
    if stop < end and r.words[stop] == "(":
        after = closing_bracket(r, stop, end) or stop
    owners, last = _owners_behind(r, after, end, is_plural=is_plural)
    return owners, left, last if last > after else stop


def _owners_before(r: Reading, left: int, begin: int) -> tuple[list[str], int]:
    """"Kenyan and Cuban ministries", "Iran's ministry", where the first of them begins."""
    i = left
    if i > begin and (r.words[i - 1] in ("'s", "'") or r.keys[i - 1] in _BETWEEN):
        i -= 1
    owners: list[str] = []
    nearest: CountryMention | None = None
    joints: tuple[str, ...] = ("and", "-")
    while (mention := r.country_before(i)) is not None and mention.first >= begin:
        nearest = nearest or mention
        owners.insert(0, mention.code)
        i = mention.first
        if i - 1 > begin and r.words[i - 1] in joints and r.country_before(i - 1) is not None:
            i -= 1
            # Only before an "and" is it a list: not in "… with Oman, Iran's ministry said".
            joints = ("and", ",", "-")
        else:
            break
    if nearest is not None and nearest.form == "name" and nearest.last == left and (
            i > begin and r.keys[i - 1] in ("to", "in", "from")):
        # "In Kenya health ministry staff …": a place.
        return [], left
    return list(dict.fromkeys(owners)), i


def _owners_behind(r: Reading, i: int, end: int, *,
                   is_plural: bool) -> tuple[list[str], int]:
    """"of the Republic of Korea", "of Iran, Oman and the Emirates", "in Bishkek"; where they
    end. A place that it is in belongs to no name."""
    if i + 1 >= end or r.keys[i] not in ("of", "in"):
        return [], i
    owners: list[str] = []
    last = i
    j = i + 1 + (r.keys[i + 1] == "the")
    while j + 2 < end and r.flags[j] & CAP and r.country[j] is None and (
            r.keys[j] in _STATE_NOUNS or r.keys[j + 1] in _STATE_NOUNS):
        # "of the Federal Republic of X", where no table has the long name.
        j += 1 + (r.keys[j + 1] == "of")
        j += j < end and r.keys[j] == "the"
    while j < end and (mention := r.country_from(j)) is not None:
        if r.keys[i] == "in":
            return ([mention.code], i) if mention.form in ("capital", "name") else ([], i)
        if owners and r.words[mention.last:mention.last + 1] == ["'s"]:
            # "the ministry of Iran and Oman's hospitals"
            break
        owners.append(mention.code)
        last = j = mention.last
        if mention.form == "demonym" and j < end and r.flags[j] & CAP and (
                r.keys[j] in _STATE_NOUNS):
            last = j = j + 1
        if is_plural and j + 1 < end and r.keys[j] in ("and", ","):
            j += 1 + (r.keys[j + 1] in ("the", "and"))
            j += j < end and r.keys[j] == "the"
        else:
            break
    return list(dict.fromkeys(owners)), last


def by_state(r: Reading, first: int, last: int, head: Head) -> list[Candidate]:
    """Embassies, parliaments and armies: named by their country."""
    begin, end = r.sentence(first)
    is_mission = head.word in _MISSIONS
    is_capital = bool(r.flags[first] & CAP)
    if not is_capital and not is_mission and head.word not in _SMALL_HEADS:
        return []
    left = first
    while left > begin and r.keys[left - 1] in ("royal", "national", "people's") and (
            r.flags[left - 1] & CAP):
        left -= 1
    mention = r.country_before(first)
    if mention is not None and left == first and mention.first > begin and (
            r.keys[mention.first - 1] == "royal"):
        left = mention.first - 1
    owners, span_first, span_last = _owners(r, left, last)
    if not is_mission and (span_first, span_last) == (left, last):
        # "Parliament in Bishkek": a place, and no name.
        owners = []
    if not owners and mention is not None and left < mention.first:
        owners = [mention.code]
    before = r.keys[left - 1 - (r.keys[left - 1] == "the")] if left > begin else ""
    if not owners and not (is_capital and head.word in _OWN_LEGISLATURES and first > begin
                           and before not in ("of", "in") and r.is_name[first]
                           and not r.titled[r.document.sentence_of[first]]):
        return []
    stop = span_last
    names: list[str] = []
    if is_mission:
        noun = r.document.surface(first, last)
        noun = noun.title() if noun.isupper() or noun.islower() else noun
        country = _country_words(r, owners[0], span_last, last)
        names.append(f"{noun} of {country}" if country else r.document.surface(span_first, last))
        # Where it stands ("in Nairobi", "to Kenya") may be part of how it is called.
        host = r.country_from(stop + 1) or r.country_from(
            stop + 1 + (r.keys[stop + 1:stop + 2] == ["the"]))
        if stop + 1 < end and r.keys[stop] in ("in", "to") and host is not None:
            if country:
                names.append(f"{names[0]} in {r.document.surface(stop + 1, host.last)}")
            stop = host.last
    core = (left if is_mission or span_last > last else span_first, span_last)
    return [Candidate(
        span_first, stop, "institution", _BASE + _PER_TOKEN * (stop - span_first),
        f"institution.state.{head.word.replace(' ', '-')}", core, type="other", grade="state",
        owners=tuple(owners[:1]), names=names)]


def _country_words(r: Reading, code: str, span_last: int, last: int) -> str:
    """The country of an embassy as the text names it, here or elsewhere; "" if only by an
    adjective."""
    if span_last > last:
        return r.document.surface(last + 1, span_last)
    mention = next((m for m in r.countries if m.code == code and m.form in ("name", "compound")),
                   None)
    return r.document.surface(mention.first, mention.last) if mention is not None else ""

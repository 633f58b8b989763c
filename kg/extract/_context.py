"""Which country a name without one most likely belongs to, by where it stands.

A last resort: used where neither the wording nor the registry names a country. What speaks for
a country is that the article comes from there, that it is named shortly before, and that the
article speaks of it much.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from kg.extract._chart import Candidate
from kg.extract._offices import OfficePhrase
from kg.extract._reading import Reading
from kg.extract.text import fold_key

__all__ = ["NOTHING", "Context"]

#: Weights of the signs, set on the development articles.
_HOME, _PUBLISHER, _BEFORE, _EARLIER, _AFTER, _PREVIOUS, _SHARE = (
    1.6, 0.6, 1.5, 0.6, 0.5, 0.6, 1.0)

#: How much of its weight a country keeps that stands in the wording of someone's office.
_OF_AN_OFFICE = 0.5
#: How much more a country counts that a place is said to be in.
_IN = 2.0
#: What it counts that an office is peculiar to a country, or a portfolio is cut as there.
_PREFERRED = 1.5

#: By so much one country must be likelier than the next, where both have what is named.
_CLEAR = 0.6
#: So little is nothing, where each country has such a thing and the text speaks of one.
NOTHING = 0.25

#: What it counts that a country opens the sentence, and that a name is usual in one.
_SUBJECT, _USUAL = 2.0, 1.0
#: What it counts that the sentence before begins by saying where it plays.
_TOPIC = 1.2
#: How much of its weight an outlet's country keeps that the article does not name, unless a
#: government publishes it: bulletins leave their own country out.
_UNNAMED = 0.3
_OFFICIAL = frozenset(
    "ministry ministries cabinet government embassy office state house presidency department"
    " parliament commission secretariat council agency authority bureau".split())

#: Envoys, and the rules that find their missions.
_ENVOYS = frozenset("ambassador ambassadors commissioner consul chargé charge".split())
_MISSION_RULES = frozenset(
    {"institution.state.embassy", "institution.state.consulate",
     "institution.state.consulate-general", "institution.state.high-commission"})

#: Publishers whose work is in other countries: missions, agencies of aid, development banks.
_MISSIONS = frozenset(
    "embassy consulate mission jica koica tika usaid giz afd kfw sida mashav norad"
    " danida ausaid dfat dfid enabel".split())
_BODIES = ("world bank", "world health org", "united nations", "european commission",
           "european union", "red cross", "global fund", "monetary fund")
_BODY_ACRONYMS = frozenset(
    "who unicef undp unfpa unhcr unops iom ifrc icrc wfp paho gavi unaids adb afdb isdb ebrd"
    .split())
_FUNDS = frozenset({"agency", "fund", "bank", "corporation", "cooperation"})
_FUND_FIELDS = frozenset({"international", "development", "cooperation", "aid"})

#: After these a country is where something goes, comes from, or is compared to.
_ELSEWHERE = frozenset({"to", "with", "from", "like", "unlike", "than", "against", "for"})

_FORMS = frozenset({"name", "demonym", "compound", "capital", "city", "metonym"})


#: A dateline is a place within this many tokens of a dash or colon, at the head of a line.
_DATELINE = 14
#: Only the first lines can hold one.
_DATELINE_LINES = 12


def _dateline(r: Reading) -> str | None:
    """The country of the place before "– " or "(Xinhua) --" at the head of one of the first
    lines: captions and bylines may stand before it."""
    words = r.words
    line = -1
    seen = 0
    for sentence in r.document.sentences:
        if sentence.is_title and r.country[sentence.first] is not None:
            # "Somalia: Hospital Opens": how African agencies file their reports.
            mention = r.country[sentence.first]
            assert mention is not None
            if mention.form == "name" and words[mention.last:mention.last + 1] == [":"]:
                return mention.code
        if sentence.is_title or sentence.line == line:
            continue
        line = sentence.line
        seen += 1
        if seen > _DATELINE_LINES:
            break
        mention = r.country[sentence.first]
        if mention is None or mention.form not in ("capital", "city", "name") or (
                mention.first != sentence.first):
            continue
        if sentence.last - sentence.first < _DATELINE and words[sentence.last - 1] == "." and all(
                w in (",", ".") or w[0].isdigit() or r.dated[i] or r.country[i] is not None
                for i, w in enumerate(words[sentence.first:sentence.last], sentence.first)):
            # "BAKU, Azerbaijan, September 8."
            return mention.code
        for i in range(mention.last, min(mention.last + _DATELINE, r.size)):
            if words[i] in ("–", ":") or words[i] == "-" and not r.touches(i + 1) or (
                    words[i] == "-" and i + 1 < r.size and words[i + 1] == "-"):
                between = words[mention.last:i]
                if all(w in (",", ".", "(", ")", "/", "[", "]") or w[0].isupper() or w[0].isdigit()
                       for w in between) and (between or mention.form != "name"):
                    return mention.code
                break
    return None


class Context:
    """The countries of a document by sentence; `home` is the one it is written in.

    Countries inside names of institutions say little of what stands beside them.
    """

    def __init__(self, r: Reading, home: str | None, publisher: str | None,
                 names: Iterable[Candidate], offices: Iterable[OfficePhrase]) -> None:
        self.r = r
        self.home = _dateline(r) or home
        self.publisher = publisher
        words = fold_key(r.document.article.publisher or "").replace(",", " ").split()
        self.is_official = not _OFFICIAL.isdisjoint(words)
        self.is_abroad = not _MISSIONS.isdisjoint(words) or "high commission" in " ".join(
            words) or (not _FUNDS.isdisjoint(words) and not _FUND_FIELDS.isdisjoint(words))
        self.is_abroad |= any(body in " ".join(words) for body in _BODIES) or not (
            _BODY_ACRONYMS.isdisjoint(words))
        inside = bytearray(r.size)
        #: Countries that envoys act for, and those that they serve in.
        self.envoys: set[str] = set()
        hosts: set[str] = set()
        for name in names:
            if name.kind == "institution" and name.grade not in ("ministry", "state"):
                for i in range(*name.core):
                    inside[i] = 1
            elif name.rule in _MISSION_RULES:
                self.envoys.update(name.owners)
        self.owned = bytearray(r.size)
        for office in offices:
            for i in range(office.first, office.last):
                self.owned[i] = 1
            if not _ENVOYS.isdisjoint(office.word.split()):
                self.envoys.update(office.owners)
                if office.host is not None:
                    hosts.add(office.host)
        if self.home is None and len(hosts - self.envoys) == 1:
            self.home = min(hosts - self.envoys)
        if self.home is None and self.envoys and publisher and publisher not in self.envoys:
            # Envoys are reported on where they serve.
            self.home = publisher
        self.envoys.discard(self.home or "")
        self.by_sentence: dict[int, list[tuple[int, int, str, str]]] = {}
        counts: Counter[str] = Counter()
        for mention in r.countries:
            if mention.form in _FORMS and not inside[mention.first]:
                index = r.document.sentence_of[mention.first]
                self.by_sentence.setdefault(index, []).append(
                    (mention.first, mention.last, mention.code, mention.form))
                counts[mention.code] += 1
        total = sum(counts.values())
        self.shares = {code: n / total for code, n in counts.items()}
        #: Whether the text names another country than that of who publishes it.
        self.others = bool(set(counts) - {self.publisher, home})

    def last_named(self, position: int) -> str | None:
        """The country named last before token `position` in its sentence."""
        index = self.r.document.sentence_of[position]
        before = [m for m in self.by_sentence.get(index, ()) if m[0] < position]
        return before[-1][2] if before else None

    def _opens(self, first: int) -> bool:
        """Does a sentence begin with the country at token `first`, as its subject?"""
        begin, _ = self.r.sentence(first)
        return first - begin < 2

    def country_at(self, position: int, *, exclude: Collection[str] = (),
                   prefer: Collection[str] = (), is_place: bool = False, is_served: bool = False,
                   usual: Mapping[str, int] | None = None) -> str | None:
        """The likeliest country of a name at token `position`; None if nothing speaks for one.

        `exclude` cannot be it; to be in `prefer` speaks for a country. With `is_place` a
        country that something is said to be in counts more: institutions stand somewhere.
        With `is_served` it is one that envoys, and those who publish abroad, work with: not
        their own.
        `usual` says how many words of a person's name are usual in each country.
        """
        scores = self._scores(position, exclude=exclude, prefer=prefer, is_place=is_place,
                              is_served=is_served, usual=usual)
        return min(scores, key=lambda code: (-scores[code], code)) if scores else None

    def is_open(self, position: int, codes: Collection[str], margin: float = _CLEAR) -> bool:
        """Does little speak for one of `codes` rather than another, for a name at `position`?"""
        scores = self._scores(position)
        best = sorted((scores.get(code, 0.0) for code in codes), reverse=True)
        return len(best) > 1 and best[0] - best[1] < margin

    def _scores(self, position: int, *, exclude: Collection[str] = (),
                prefer: Collection[str] = (), is_place: bool = False, is_served: bool = False,
                usual: Mapping[str, int] | None = None) -> dict[str, float]:
        scores: dict[str, float] = {}
        for code, weight in ((self.home, _HOME), (self.publisher, _PUBLISHER)):
            if code and not (is_served and self.is_abroad and self.others):
                # An outlet that never names its country may be reporting on others.
                if code not in self.r.codes and not self.is_official:
                    weight *= _UNNAMED
                scores[code] = scores.get(code, 0.0) + weight
        index = self.r.document.sentence_of[position]
        before = [m for m in self.by_sentence.get(index, ()) if m[0] < position]
        after = [m for m in self.by_sentence.get(index, ()) if m[0] > position]
        for rank, (first, _, code, form) in enumerate(reversed(before)):
            weight = _BEFORE if rank == 0 else _EARLIER
            if rank == 0 and not is_place and form in ("name", "demonym") and self._opens(first):
                weight = _SUBJECT
            if self.owned[first]:
                weight *= _OF_AN_OFFICE
            previous = self.r.keys[first - 1] if first else ""
            if previous in _ELSEWHERE or form == "compound":
                weight *= 0.5
            elif previous in ("in", "at"):
                weight *= _IN if is_place else 0.5
            scores[code] = scores.get(code, 0.0) + weight
            if rank > 2:
                break
        for first, last, code, _ in after[:2]:
            # "The ministry sought Japan's help", "was equipped by Japan": what is another's, or
            # another's work, is not its own.
            previous = self.r.keys[first - 1 - (self.r.keys[first - 1] == "the")]
            if self.r.keys[last:last + 1] != ["'s"] and not self.owned[first] and (
                    previous != "by" and previous not in _ELSEWHERE):
                scores[code] = scores.get(code, 0.0) + _AFTER
        if not before:
            for first, _, code, form in self.by_sentence.get(index - 1, ())[:2]:
                weight = _PREVIOUS
                if form == "name" and self._opens(first) and self.r.keys[first - 1] == "in":
                    # "In Chad nurses went home. The ministry …"
                    weight = _TOPIC
                scores[code] = scores.get(code, 0.0) + weight
        for code, share in self.shares.items():
            scores[code] = scores.get(code, 0.0) + _SHARE * share
        most = max(usual.values(), default=0) if usual else 0
        for code in scores if most else ():
            scores[code] += _USUAL * (usual or {}).get(code, 0) / most
        for code in prefer:
            if code in scores or code in self.r.codes:
                scores[code] = scores.get(code, 0.0) + _PREFERRED
        guests: set[str] = set()
        if is_served:
            guests = self.envoys | ({self.home or "", self.publisher or ""} if (
                self.is_abroad and self.others) else set())
        for code in (*exclude, *sorted(guests)):
            if len(scores) > 1:
                scores.pop(code, None)
        return scores

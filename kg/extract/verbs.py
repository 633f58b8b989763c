"""Verb groups: what a text says is done, and whether it is done, due, wished for or denied.

    Document + VerbTable -> [VerbGroup]

A group is a chain such as "has not yet been signed" or "to be given": its head verb, tense,
modality, voice and polarity. This is a chunker over closed-class words and a table of verbs, no
parser: it does not tag other words, and it leaves to `status` what a group means for an act.

What it must get right is what status rests on (past or participle, "is to be", "will", "has yet
to"); where noun and verb look alike (visit, plan, support) neighbours decide.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.extract._values import value
from kg.extract.text import Document, Sentence, fold_key

__all__ = ["VerbGroup", "VerbTable", "find_verb_groups", "inflect"]

_BE = {"is": "present", "are": "present", "am": "present", "was": "past", "were": "past",
       "be": "base", "been": "participle", "being": "gerund", "'m": "present", "'re": "present"}
_HAVE = {"has": "present", "have": "present", "had": "past", "having": "gerund",
         "'ve": "present"}
_DO = {"do": "present", "does": "present", "did": "past"}
_MODALS = {"will": "future", "shall": "future", "'ll": "future", "would": "would",
           "should": "should", "could": "could", "can": "can", "may": "may", "might": "may",
           "must": "must", "won't": "future", "cannot": "can", "wouldn't": "would",
           "couldn't": "could"}
_AUXILIARIES = frozenset((*_BE, *_HAVE, *_DO, *_MODALS))
_NEGATIVES = frozenset({"not", "never", "n't", "no", "nor", "neither"})
_ADVERBS = frozenset(
    "also already soon currently now jointly ever still yet just then therefore further even"
    " both all together again always often recently formally officially firmly fully actively"
    " successfully reportedly clearly mainly only partly previously once finally thus first"
    " likewise therefore today yesterday tomorrow".split())

#: Adverbs that stand between a subject and its verb, and words in -ly that are none.
_BETWEEN = _ADVERBS - frozenset("further even both all together first only yet then".split())
_NO_ADVERBS = frozenset("ally anomaly assembly butterfly bodily costly curly daily deadly early"
                        " elderly family fly friendly hourly italy july likely lively lonely lovely"
                        " monopoly monthly orderly quarterly reply scholarly supply timely"
                        " unlikely user-friendly weekly yearly".split())

#: A form of these classes right before a word makes that word a noun.
_DETERMINERS = frozenset(
    "the a an this that these those its their his her our your my any some no each every other"
    " such both all more most many several two three four five six seven eight nine ten first"
    " second new joint medical health bilateral mutual further future various"
    " of in on for with by from at into under during between among against without within as"
    " about through over and's 's".split())

_ARTICLES = frozenset("the a an this that these those its their his her our your my one two three"
                      " four five new old each every any some no another 's".split())

#: What follows a noun that looks like a verb ("exports to", "visits are").
_NO_OBJECT = frozenset(
    "of to from in at on by with for as is are was were be been has have had will would could can"
    " may might must should and or but that which who than between among under over during after"
    " before since until while when where not".split())

_PRONOUNS = frozenset("we they i you he she it who which that".split())

#: What may follow a finite base form or third person: the beginning of an object or complement.
_OBJECT_STARTS = frozenset(
    "the a an this that these those its their his her our your my any some no each every other"
    " such all more most many several for to in on with at into from by about not it them us him"
    " up out off over both further new as under against jointly closely".split())


#: Participles that are adjectives before a noun, whatever stands before them.
_ADJECTIVES = frozenset("advanced qualified related experienced specialised specialized skilled"
                        " renowned integrated detailed".split())

#: Participles that only say where a thing is or how it is called.
_SITUATED = frozenset({"named", "based", "located", "situated", "headquartered"})

#: Verbs of other classes that need no object either.
_UNPASSIVE = frozenset({"speak", "talk"})

#: Gerunds that are nouns where no object follows.
_NOUNS_IN_ING = frozenset({"training", "funding", "financing", "teaching", "screening"})

#: Verbs whose third person is more often the plural of a noun: alone it tells no verb.
_ALSO_NOUNS = frozenset(
    "address advance aid aim airlift amount answer appeal attempt award axe back ban bar bargain"
    " base bear benefit block boost bottle break call cause chair change channel claim clinch"
    " coach combine commission concern conduct consent control convert cost count cover cure curb"
    " cut damage date debate decrease decree delay demand design desire despatch dispatch draft"
    " draw drop end estimate exchange export face fall ferry fight finance find finish float fly"
    " focus form foster freeze fund gain gift grant guarantee halt hand head hit hold hone honor"
    " honour hope host import increase initial ink interrupt invite journey lack land lapse launch"
    " lead leave license licence lie lift like link live load lobby mark market mean measure"
    " mention mentor move name need note number offer order outfit overhaul own pair partner pause"
    " pen permit petition phone pitch place plan play pledge pool pose post practice present probe"
    " proceed promise pull pump purchase push quote raise range reach read recall record recruit"
    " refer register reject release remark repair repeal reply report request research result"
    " return review rise run rush sanction save schedule scrap screen seal second set shape share"
    " ship show sign spare sponsor spread stage stall stand start state station stay stem stop"
    " stress strike study suffer supply support swap talk target test total tour trade train"
    " transfer transport travel treat trial try turn tutor twin upgrade use veto visit voice"
    " volunteer vote vow watch win wish withdraw work worth".split())


@value(frozen=True, slots=True)
class VerbGroup:
    """A chain of auxiliaries and one verb at the tokens `first:last`; `head` is the verb.

    `tense`: past, present, future, base (after "to", or bare), gerund, participle (a bare
    -ed form after a noun or before one), or a modal (would, should, could, can, may, must).
    `due` marks "is to", "has yet to", "is due to". `attributive` marks a participle before a
    noun ("the signed text"). `classes` are those of data/verbs.csv.
    """

    first: int
    last: int
    head: int
    lemma: str
    classes: tuple[str, ...]
    tense: str
    perfect: bool = False
    progressive: bool = False
    passive: bool = False
    negated: bool = False
    due: bool = False
    attributive: bool = False


def inflect(lemma: str, past: str = "", participle: str = "") -> dict[str, str]:
    """The forms of a verb by name; for several words the first is inflected.

    >>> inflect("supply")["past"], inflect("supply")["third"]
    ('supplied', 'supplies')
    >>> inflect("set up", "set up", "set up")["gerund"]
    'setting up'
    """
    word, _, rest = lemma.partition(" ")
    tail = f" {rest}" if rest else ""
    doubled = _doubles(word)
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        gerund, regular = word[:-1] + "ing", word + "d"
        if word.endswith("ie"):
            gerund = word[:-2] + "ying"
    elif word.endswith("y") and word[-2:-1] not in "aeiou":
        gerund, regular = word + "ing", word[:-1] + "ied"
    else:
        gerund, regular = word + doubled + "ing", word + doubled + "ed"
        if word.endswith("ee"):
            regular = word + "d"
    if word.endswith(("s", "x", "z", "ch", "sh", "o")):
        third = word + "es"
    elif word.endswith("y") and word[-2:-1] not in "aeiou":
        third = word[:-1] + "ies"
    else:
        third = word + "s"
    return {"base": lemma, "third": third + tail, "past": past or regular + tail,
            "participle": participle or past or regular + tail, "gerund": gerund + tail}


#: Two-syllable verbs that double their last letter like one-syllable ones.
_STRESSED_LAST = frozenset("commit admit permit prefer refer equip transfer"
                           " control compel enrol confer defer incur occur".split())


def _doubles(word: str) -> str:
    vowels = sum(c in "aeiou" for c in word)
    short = (len(word) > 2 and word[-1] not in "aeiouwxyhs" and word[-2] in "aeiou"
             and word[-3] not in "aeiou")
    return word[-1] if word in _STRESSED_LAST or (short and vowels == 1) else ""


def _british(word: str) -> list[tuple[str, str]]:
    """The forms with a doubled l that British papers write: cancelled, travelling."""
    if len(word) < 5 or word[-1] != "l" or word[-2] not in "aeiou" or word[-3] in "aeiou":
        return []
    return [("past", word + "led"), ("participle", word + "led"), ("gerund", word + "ling")]


class VerbTable:
    """The verbs of data/verbs.csv by their forms.

    `rows` map a lemma to its row (lemma, past, participle, classes separated by "|").
    """

    def __init__(self, rows: Mapping[str, Mapping[str, str]]) -> None:
        #: form of the first word -> (lemma of the first word, names of the form)
        self.forms: dict[str, list[tuple[str, str]]] = {}
        #: lemma -> classes
        self.classes: dict[str, tuple[str, ...]] = {}
        #: first word -> the rest of verbs of several words, longest first
        self.tails: dict[str, list[tuple[list[str], str]]] = {}
        known: set[tuple[str, str, str]] = set()
        for lemma, row in rows.items():
            self.classes[lemma] = tuple(c for c in row["classes"].split("|") if c)
            word, _, rest = lemma.partition(" ")
            if rest:
                self.tails.setdefault(word, []).append((rest.split(), lemma))
            forms = inflect(word, row["past"].partition(" ")[0],
                            row["participle"].partition(" ")[0])
            for name, form in [*forms.items(), *_british(word)]:
                key = fold_key(form)
                if (key, word, name) not in known:
                    known.add((key, word, name))
                    self.forms.setdefault(key, []).append((word, name))
        for tails in self.tails.values():
            tails.sort(key=lambda tail: (-len(tail[0]), tail[1]))
        #: form -> the lemma that it is read as, and all that it may be of any lemma
        self.read = {key: (self._pick(key), frozenset(name for _, name in found))
                     for key, found in self.forms.items()}
        #: The words that a verb group may begin with.
        self.starts = frozenset(self.forms) | _AUXILIARIES

    def _pick(self, key: str) -> str:
        """The lemma of a form; where two share it, the one that is an act or an operator."""
        words = [word for word, _ in self.forms[key]]
        if len(words) > 1:
            for word in words:
                if self.classes.get(word, ()) not in ((), ("plain",)):
                    return word
        return words[0]

    def lemma_at(self, keys: list[str], i: int, word: str, end: int) -> tuple[str, int]:
        """The longest verb that begins with `word` at token i, and the token after it."""
        for rest, lemma in self.tails.get(word, ()):
            stop = i + 1 + len(rest)
            if stop <= end and keys[i + 1:stop] == rest:
                return lemma, stop
        return word, i + 1


def find_verb_groups(document: Document, verbs: VerbTable,
                     masked: bytearray | None = None) -> list[VerbGroup]:
    """All verb groups, in order. Tokens with a mark in `masked` (names, offices) hold no verb.

    >>> from kg.extract.text import read_document
    >>> from kg.model import Article
    >>> table = VerbTable({"sign": {"past": "", "participle": "", "classes": "sign"}})
    >>> def groups(text):
    ...     document = read_document(Article("a", text))
    ...     return [(" ".join(document.words[g.first:g.last]), g.tense, g.passive, g.negated)
    ...             for g in find_verb_groups(document, table)]
    >>> groups("The pact has not yet been signed, but they will sign it.")
    [('has not yet been signed', 'present', True, True), ('will sign', 'future', False, False)]
    """
    taken = masked if masked is not None else bytearray(len(document.keys))
    groups: list[VerbGroup] = []
    until = 0
    for i in [i for i, key in enumerate(document.keys) if key in verbs.starts]:
        if taken[i] or i < until or i and document.keys[i] == "understanding" \
                and document.keys[i - 1] == "of":
            continue
        sentence = document.sentences[document.sentence_of[i]]
        if document.keys[i] in _AUXILIARIES:
            group = _auxiliary_group(document, verbs, i, sentence.last, taken)
        else:
            group = _bare_group(document, verbs, i, sentence,
                                groups[-1] if groups and groups[-1].first >= sentence.first
                                else None)
        if group is not None:
            groups.append(group)
            until = group.last
    return groups


def _auxiliary_group(document: Document, verbs: VerbTable, i: int, end: int,
                     taken: bytearray) -> VerbGroup | None:
    """The group that begins with the auxiliary at token i. None for a lone "have" or "do"
    as a noun's verb is not lost: it comes back as a group with that lemma."""
    keys = document.keys
    first = i
    tense = ""
    perfect = progressive = passive = negated = due = False
    last_be = False
    head, lemma, last = i, "", i + 1
    begins = document.words[i][0].isupper() and keys[i] in ("will", "may", "might", "can")
    if begins and i > 0 and document.sentence_of[i] == document.sentence_of[i - 1]:
        return None  # Will, May as names inside a sentence
    while i < end and not taken[i]:
        key = keys[i]
        if key in _NEGATIVES:
            negated = True
            i += 1
            continue
        if key in _MODALS:
            if tense and not due:
                break
            tense = tense or _MODALS[key]
            negated = negated or key in ("won't", "cannot", "wouldn't", "couldn't")
            head, lemma, last, last_be = i, key, i + 1, False
        elif key in _BE:
            form = _BE[key]
            if not tense:
                tense = form
            elif form in ("present", "past") and not due:
                break
            progressive = False
            perfect = perfect or form == "participle"
            passive = form == "gerund"
            head, lemma, last, last_be = i, "be", i + 1, True
            if form == "gerund" and tense != "gerund":
                progressive = True
        elif key in _HAVE:
            if not tense:
                tense = _HAVE[key]
            elif _HAVE[key] != "present":
                break
            head, lemma, last, last_be = i, "have", i + 1, False
        elif key in _DO:
            if tense:
                break
            tense = _DO[key]
            head, lemma, last, last_be = i, "do", i + 1, False
        elif key == "to" and (last_be or lemma == "have") and i + 1 < end and (
                keys[i + 1] in _BE or _has_form(verbs, keys[i + 1], "base")):
            due = True
            last_be = False
        elif key in _ADVERBS or (key.endswith("ly") and len(key) > 4 and key not in verbs.forms):
            pass
        elif key == "at" and keys[i + 1:i + 2] in (["present"], ["last"], ["once"]):
            i += 1  # "are at present employed"
        elif key == "since" and lemma == "have" and i + 1 < end and keys[i + 1].isdigit():
            i += 1  # "has since 1983 been sending"
        elif key in verbs.forms:
            word, names = verbs.read[key]
            if last_be and "gerund" in names:
                progressive = True
            elif last_be and "participle" in names:
                passive = True
            elif lemma == "have" and not due and "participle" in names:
                perfect = True
            elif "base" in names and (due or lemma in _MODALS or lemma == "do"
                                      or tense not in ("present", "past")):
                passive = False
            else:
                break
            lemma, stop = verbs.lemma_at(keys, i, word, end)
            return VerbGroup(first, stop, i, lemma, verbs.classes.get(lemma, ()), tense,
                             perfect, progressive, passive, negated, due)
        elif last_be and key.endswith("ed") and len(key) > 4:
            return VerbGroup(first, i + 1, i, key, (), tense, perfect, False, True, negated, due)
        elif last_be and key.endswith("ing") and len(key) > 5:
            return VerbGroup(first, i + 1, i, key, (), tense, perfect, True, False, negated, due)
        else:
            break
        i += 1
    if not lemma or lemma in _MODALS:
        return None
    return VerbGroup(first, last, head, lemma, (), tense, perfect, progressive, False, negated,
                     due)


def _is_between(key: str, verbs: VerbTable) -> bool:
    """An adverb that may stand between a subject and its verb."""
    return key in _BETWEEN or (key.endswith("ly") and len(key) > 5 and key not in _NO_ADVERBS
                               and key not in verbs.forms)


def _has_form(verbs: VerbTable, key: str, name: str) -> bool:
    return key in verbs.read and name in verbs.read[key][1]


#: Verbs of these classes need no object, so an -ed form without one is no passive.
_INTRANSITIVE = frozenset({"arrive", "serve", "study", "visit", "meet", "attend", "cooperate",
                           "begin", "say"})

#: A transitive -ed form right before one of these lacks an object: "made in", "signed by".
_AFTER_PASSIVE = frozenset("by in between at from under last during on with".split())


def _bare_group(document: Document, verbs: VerbTable, i: int, sentence: Sentence,
                previous: VerbGroup | None) -> VerbGroup | None:
    """The group of a verb form without auxiliary at token i, or None where it is a noun.

    `previous` is the group before it in the sentence: what "and" joins shares its tense.
    """
    keys, words = document.keys, document.words
    key, end = keys[i], sentence.last
    word, names = verbs.read[key]
    before = keys[i - 1] if i > sentence.first else ""
    after = keys[i + 1] if i + 1 < end else ""
    lemma, stop = verbs.lemma_at(keys, i, word, end)
    classes = verbs.classes.get(lemma, ())
    if words[i][0].isupper() and i > sentence.first and not sentence.is_title:
        capital_before = words[i - 1][0].isupper()
        if capital_before or (i + 1 < end and words[i + 1][0].isupper()):
            return None  # part of a name

    def group(tense: str, **flags: bool) -> VerbGroup:
        first = i - 1 if before == "to" and tense == "base" else i
        negated = keys[first - 1] in _NEGATIVES if first > sentence.first else False
        return VerbGroup(first, stop, i, lemma, classes, tense, negated=negated, **flags)

    # "the Ministry of Health signed": the word before ends a name, and is no modifier.
    name_before = (i > sentence.first + 1 and words[i - 1][0].isupper()
                   and before not in _ARTICLES)
    particle = stop > i + 1  # "carry out", "call for": nouns have no such tail
    if before == "to" and "base" in names:
        return group("base")
    if "gerund" in names:
        if before in _ARTICLES and not particle:
            return None  # "the building", "their training": nouns
        if key in _NOUNS_IN_ING and (after in _NO_OBJECT or not after.isalpha()):
            return None  # "benefit from training by …"
        if before == "and" and previous is not None and previous.progressive \
                and previous.last >= i - 10:
            return group(previous.tense, progressive=True)
        return group("gerund")
    if "past" in names or "participle" in names:
        only_participle = "past" not in names
        ambiguous_base = "base" in names  # set, put, cut, read
        attributive = (before in _DETERMINERS and before not in _PRONOUNS and not name_before
                       or before in ("newly", "recently", "already", "jointly")
                       or (before.endswith("ly") and i > sentence.first + 1
                           and keys[i - 2] in _ARTICLES))  # "a fully equipped hospital"
        if previous is not None and previous.last == i and after and (
                after not in _OBJECT_STARTS):
            return group("participle", attributive=True)  # "exchange related knowledge"
        if key in _SITUATED or key in _ADJECTIVES and after.isalpha() \
                and after not in _OBJECT_STARTS:
            return group("participle", attributive=True)  # "and advanced courses"
        if attributive and after and not particle and after not in _OBJECT_STARTS:
            return None if ambiguous_base else group("participle", attributive=True)
        if before in ("the", "a", "an") and ambiguous_base:
            return None
        behind = after if not particle else keys[stop] if stop < end else ""
        passive = only_participle or (
            behind == "by" and _INTRANSITIVE.isdisjoint(classes)) or (
            behind in _AFTER_PASSIVE and bool(classes) and before not in _PRONOUNS
            and not _INTRANSITIVE & set(classes) and lemma not in _UNPASSIVE
            and not (behind == "with" and "weigh" in classes))
        return group("participle" if passive else "past", passive=passive)
    if before in _DETERMINERS and before not in _PRONOUNS and before != "that" \
            and not name_before:
        return None
    opens_object = after.isalpha() and after not in _NO_OBJECT and bool(classes)
    subject = i - 1  # the end of what may be the subject: "doctors currently work"
    while (classes not in ((), ("plain",)) and subject > sentence.first
           and _is_between(keys[subject], verbs)):
        subject -= 1
    before = keys[subject] if subject >= sentence.first else ""
    previous_plural = (before.endswith("s") and len(before) > 3 and not before.endswith("ss"))
    capital_before = i > sentence.first and words[subject][0].isupper()
    finite_next = (after in _OBJECT_STARTS or (i + 1 < end and (
        words[i + 1][0].isupper() or words[i + 1][0].isdigit())) or particle)
    if "third" in names:
        if (capital_before or before in _PRONOUNS or before.endswith(")")
                or (sentence.is_title and i > sentence.first)) and (
                    finite_next or opens_object or sentence.is_title):
            return group("present")
        if finite_next and classes and (before == "and" or not previous_plural):
            return group("present") if particle or classes[0] in ("say", "call", "promise") \
                else None
        if word not in _ALSO_NOUNS and not previous_plural and opens_object or (
                after == "with" and "cooperate" in classes and capital_before):
            return group("present")
        return None
    if "base" in names:
        if before in ("we", "they", "i", "you", "who", "which", "that") or keys[i - 1] in (
                "also", "jointly"):
            return group("present")
        if before in ("and", "or", ",") and previous is not None and (
                classes or finite_next) and previous.last >= i - 12 and (
                previous.tense in ("base", "gerund") or previous.tense in _MODALS.values()):
            joined = previous.tense if previous.tense != "gerund" else "base"
            if before != "," or after in _OBJECT_STARTS:
                return group(joined) if before != "to" else group("base")
        several = previous_plural or (capital_before and "and" in keys[max(0, i - 4):i])
        if (previous_plural or capital_before or sentence.is_title) and (
                finite_next or (several and opens_object)) and i > sentence.first:
            return group("present")
        if i == sentence.first and sentence.is_bullet:
            return group("base")
    return None

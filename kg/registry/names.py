"""Names of institutions as they can be compared.

A wording comes in, the key to compare it by goes out. What two equal keys mean is for the
modules that use them: equal keys are a sign and never proof.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

__all__ = ["fold", "fold_institution"]

#: Spellings of one word that differ between British, American and translated names.
_SPELLINGS: Final = {
    "center": "centre", "centers": "centres", "organisation": "organization", "hosp": "hospital",
    "program": "programme", "univ": "university", "labor": "labour", "dept": "department",
}

#: Letters of Latin alphabets that are no letter with an accent to Unicode, as others write them.
_LETTERS: Final = str.maketrans({
    "ı": "i", "ł": "l", "đ": "d", "ð": "d", "ø": "o", "æ": "ae", "œ": "oe", "þ": "th", "ə": "a",
})


def fold(text: str) -> str:
    """Casefold, strip accents and possessives; every mark becomes a space.

    >>> fold("Côte d’Ivoire’s Health & Science")
    'cote divoire health and science'
    >>> fold("Yılmaz"), fold("Đặng")
    ('yilmaz', 'dang')
    """
    text = unicodedata.normalize("NFKD", text.replace("&", " and "))
    text = "".join(char for char in text if not unicodedata.combining(char)).casefold()
    text = text.translate(_LETTERS)
    text = re.sub(r"['’ʼ]s\b", "", text)
    return " ".join(re.findall(r"\w+", re.sub(r"(?<=\w)['’ʼ`](?=\w)", "", text)))


@lru_cache(maxsize=65536)
def fold_institution(name: str) -> str:
    """The key of an institution's name; a country in brackets at its end is no part of it.

    >>> fold_institution("The Ministry of Health (Kenya)")
    'ministry of health'
    >>> fold_institution("Pasteur Center’s Fund & Foundation")
    'pasteur centre fund and foundation'
    """
    words = fold(re.sub(r"\s*\([^()]*\)\s*$", "", name) or name).split()
    if words[:1] == ["the"]:
        words = words[1:]
    return " ".join(_SPELLINGS.get(word, word) for word in words)

"""Hospitals that a text calls twinned, as partnerships."""

import re

from kg.extract.plugins import Extractor, Option, Setup
from kg.extract.proposals import Proposal, ProposedClaim, Quote
from kg.model import Article


class Twins(Extractor):
    """Finds hospitals of two countries that a sentence calls twinned."""

    version = "1.2"
    options = (Option("words", "What counts as twinning, parted by commas.", "twinned,paired"),)

    def __init__(self, setup: Setup) -> None:
        words = "|".join(map(re.escape, setup.words("words")))
        self.pattern = re.compile(rf"[^.\n]*\b((?:is|are) (?:{words}))\b[^.\n]*\.")
        self.countries = setup.countries

    def propose(self, article: Article) -> Proposal:
        claims = []
        for sentence in self.pattern.finditer(article.text):
            codes = {code for _, _, code in self.countries(sentence.group())}
            if "ospital" in sentence.group() and len(codes) == 2:
                claims.append(ProposedClaim(
                    type="partnership", status="ongoing", countries=tuple(sorted(codes)),
                    quotes=(Quote(sentence.group(), sentence.start()),),
                    trigger=sentence.group(1), status_words=sentence.group(1), confidence=0.7))
        return Proposal(claims=tuple(claims))
